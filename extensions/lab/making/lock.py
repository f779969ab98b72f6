"""Writes a lock that names the packages of package.json and nothing that those would bring.

Only declarations and finished files of these packages are used; what they depend on never runs here, so it
isn't installed. Run by a maintainer after a change of versions: ``python -m making.lock [assets]``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def integrity(spec: str) -> str:
    """The hash that the registry gives for ``name@version``."""
    command = ["npm", "view", spec, "dist.integrity"]
    found = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - names from package.json
    if not found.stdout.startswith("sha512-"):
        raise SystemExit(f"{spec} has no sha512 hash: choose another version.")
    return found.stdout.strip()


def entry(folder: str, version: str) -> dict[str, Any]:
    """One package of the lock; ``npm:name@version`` installs it under another folder's name."""
    spec = version.removeprefix("npm:") if version.startswith("npm:") else f"{folder}@{version}"
    name, _, number = spec.rpartition("@")
    alias = {"name": name} if name != folder else {}
    return alias | {"version": number, "integrity": integrity(spec)}


def lock(manifest: dict[str, Any]) -> dict[str, Any]:
    """The lock of a package.json whose versions are exact."""
    packages: dict[str, Any] = {"": {key: manifest[key] for key in ("name", "version", "license") if key in manifest}}
    for group in ("dependencies", "devDependencies"):
        if group in manifest:
            packages[""][group] = manifest[group]
        mark = {"dev": True} if group == "devDependencies" else {}
        for folder, version in manifest.get(group, {}).items():
            packages[f"node_modules/{folder}"] = entry(folder, version) | mark
    return {
        "name": manifest["name"],
        "version": manifest["version"],
        "lockfileVersion": 3,
        "requires": True,
        "packages": packages,
    }


def main() -> None:
    """Rewrite the lock of this folder, or of the one named."""
    folder = Path(__file__).parent.parent / (sys.argv[1] if len(sys.argv) > 1 else "")
    manifest = json.loads((folder / "package.json").read_text("utf-8"))
    (folder / "package-lock.json").write_text(json.dumps(lock(manifest), indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
