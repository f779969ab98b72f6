"""What maps are drawn with, packed flat: each address that folium would call, and the file that stands for it."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import dataclass, field
from pathlib import Path

from making.sheets import flatten, glyphicons, outside, turns, without_maps
from making.topology import basemap


@dataclass
class Packing:
    """Files on their way into ``folder``, which is flat: two files of one name must be the same file."""

    packages: Path
    folder: Path
    written: dict[str, bytes] = field(default_factory=dict)

    def source(self, spec: str) -> Path:
        """Where a file comes from: a package, or ``folium:`` for one that folium brings itself."""
        if not spec.startswith("folium:"):
            return self.packages / spec
        found = importlib.util.find_spec("folium")
        if found is None or found.origin is None:
            raise SystemExit("folium isn't installed: build with the environment's own python.")
        return Path(found.origin).parent / spec.removeprefix("folium:")

    def put(self, name: str, data: bytes) -> None:
        """Write one file."""
        if self.written.setdefault(name, data) != data:
            raise SystemExit(f"Two different files would be served as {name}: give one another name.")
        (self.folder / name).write_bytes(data)

    def take(self, spec: str, name: str) -> None:
        """Take one library in, with the fonts and images that its style sheet needs."""
        if spec == "made:turns":
            self.put(name, turns().encode())
            return
        path = self.source(spec)
        if path.suffix not in {".js", ".css"}:
            self.put(name, path.read_bytes())
            return
        text = without_maps(path.read_text("utf-8"))
        if path.suffix == ".css":
            if name == "bootstrap-glyphicons.css":
                text = glyphicons(text)
            text, files = flatten(text)
            for relative, flat in files.items():
                self.put(flat, (path.parent / relative).read_bytes())
        if found := outside(text):
            raise SystemExit(f"{spec} would call another address: {found[0]}")
        self.put(name, text.encode())


def pack(listing: dict[str, dict[str, str]], packages: Path, folder: Path) -> None:
    """Write all files, the basemap and ``manifest.json`` into ``folder``.

    ``listing["libraries"]`` maps an address to where its file comes from, ``listing["beside"]`` a file's
    name to the same for what scripts ask for by themselves.
    """
    packing = Packing(packages, folder)
    urls: dict[str, str] = {}
    for url, spec in listing["libraries"].items():
        urls[url] = url.rpartition("/")[2]
        packing.take(spec, urls[url])
    for name, spec in listing["beside"].items():
        packing.take(spec, name)
    packing.put("LICENCES.txt", licences(packages).encode())
    topology = json.loads((packages / "us-atlas/counties-10m.json").read_text("utf-8"))
    packing.put("basemap.json", json.dumps(basemap(topology), separators=(",", ":")).encode())
    total = hashlib.sha256()
    for name, data in sorted(packing.written.items()):
        total.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    manifest = {"version": total.hexdigest()[:16], "files": urls}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def licences(packages: Path) -> str:
    """The licence of each package, in full where the package brings its text."""
    parts = []
    for manifest in sorted([*packages.glob("*/package.json"), *packages.glob("@*/*/package.json")]):
        described = json.loads(manifest.read_text("utf-8"))
        files = [path for path in sorted(manifest.parent.iterdir()) if path.name.upper().startswith("LICEN")]
        title = f"{described['name']} {described['version']}: {described.get('license', 'see below')}"
        parts.append("\n\n".join([title, *(path.read_text("utf-8") for path in files)]))
    return ("\n\n" + "-" * 79 + "\n\n").join(parts) + "\n"
