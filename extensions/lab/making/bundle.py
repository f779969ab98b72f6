"""The compiled modules as one file that JupyterLab can load, and the description beside it."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

_SHARED = re.compile(r'\brequire\("([^."][^"]*)"\)')
INSTALLED_BY = {
    "packageManager": "python",
    "packageName": "alpr-lab",
    "uninstallInstructions": "Use your Python package manager to uninstall alpr-lab.",
}


def needed(modules: dict[str, str]) -> list[str]:
    """The packages of JupyterLab that the modules ask for."""
    return sorted({name for text in modules.values() for name in _SHARED.findall(text)})


def script(modules: dict[str, str], container: str, style: str) -> str:
    """One script: the modules by name, then the container that runs them."""
    wrapped = (f"{json.dumps(name)}: (exports, require) => {{\n{text}}}" for name, text in sorted(modules.items()))
    bodies = ",\n".join(wrapped)
    return (
        "(() => {\n"
        f"const MODULES = {{\n{bodies}\n}};\n"
        f"const NEEDED = {json.dumps(needed(modules))};\n"
        f"const STYLE = {json.dumps(style)};\n"
        f"{container}}})();\n"
    )


def write(compiled: Path, styles: Path, manifest: dict[str, Any], folder: Path) -> None:
    """Write the extension into ``folder`` from what the compiler put out; names carry a hash of the content."""
    static = folder / "static"
    static.mkdir(parents=True)
    css = "\n".join(sheet.read_text("utf-8") for sheet in sorted(styles.glob("*.css")))
    style = _put(static, "style", "css", css)
    sources = {f"./{file.stem}": file.read_text("utf-8") for file in compiled.glob("*.js")}
    container = sources.pop("./container")
    entry = _put(static, "remoteEntry", "js", script(sources, container, style))
    _write_json(folder / "package.json", description(manifest, entry, needed(sources)))
    _write_json(folder / "install.json", INSTALLED_BY)


def description(manifest: dict[str, Any], entry: str, packages: list[str]) -> dict[str, Any]:
    """What JupyterLab reads of an installed extension."""
    build = {"load": f"static/{entry}", "extension": "./extension", "style": "./style"}
    versions = manifest["devDependencies"]
    return {
        **{key: manifest[key] for key in ("name", "version", "description", "license")},
        "dependencies": {name: f"^{versions[name]}" for name in packages},
        "jupyterlab": {"extension": True, "_build": build},
    }


def _put(folder: Path, stem: str, ending: str, text: str) -> str:
    name = f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:16]}.{ending}"
    (folder / name).write_text(text, "utf-8")
    return name


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", "utf-8")
