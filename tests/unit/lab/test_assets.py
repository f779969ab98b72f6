"""464.10(a): maps are drawn from files of our own; packing them refuses whatever would call the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from making import assets
from making.sheets import outside

LAB = Path(__file__).parents[3] / "extensions/lab"


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Installed packages, as few as there can be."""
    folder = tmp_path / "node_modules"
    for name in ("us-atlas", "leaf/images"):
        (folder / name).mkdir(parents=True)
    empty = {"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": []}
    shapes = {"counties": {"geometries": []}, "states": {"geometries": []}}
    (folder / "us-atlas/counties-10m.json").write_text(json.dumps(empty | {"objects": shapes}), "utf-8")
    (folder / "leaf/package.json").write_text(
        json.dumps({"name": "leaf", "version": "1.0.0", "license": "MIT"}), "utf-8"
    )
    (folder / "leaf/LICENSE").write_text("May be used.", "utf-8")
    (folder / "leaf/leaf.js").write_text("go();\n//# sourceMappingURL=leaf.js.map", "utf-8")
    (folder / "leaf/leaf.css").write_text("a{background:url(images/a.png)}", "utf-8")
    (folder / "leaf/images/a.png").write_bytes(b"png")
    return folder


LISTING = {
    "libraries": {
        "https://cdn.example/leaf@1/leaf.min.js": "leaf/leaf.js",
        "https://cdn.example/leaf.css": "leaf/leaf.css",
    },
    "beside": {"marker.png": "leaf/images/a.png"},
}


def _pack(packages: Path, folder: Path, listing: dict[str, dict[str, str]] = LISTING) -> Path:
    folder.mkdir()
    assets.pack(listing, packages, folder)
    return folder


def test_each_address_has_its_file_and_each_sheet_its_images(packages: Path, tmp_path: Path) -> None:
    folder = _pack(packages, tmp_path / "static")
    files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    assert files == {
        "https://cdn.example/leaf@1/leaf.min.js": "leaf.min.js",
        "https://cdn.example/leaf.css": "leaf.css",
    }
    names = {each.name for each in folder.iterdir()}
    assert names == {"leaf.min.js", "leaf.css", "a.png", "marker.png", "basemap.json", "manifest.json", "LICENCES.txt"}
    assert "sourceMappingURL" not in (folder / "leaf.min.js").read_text("utf-8")
    assert "May be used." in (folder / "LICENCES.txt").read_text("utf-8")


def test_the_version_is_that_of_the_content(packages: Path, tmp_path: Path) -> None:
    def version(folder: Path) -> str:
        return str(json.loads((folder / "manifest.json").read_text("utf-8"))["version"])

    first, again = _pack(packages, tmp_path / "first"), _pack(packages, tmp_path / "again")
    (packages / "leaf/leaf.js").write_text("gone();", "utf-8")
    assert version(first) == version(again)
    assert version(_pack(packages, tmp_path / "other")) != version(first)


def test_a_sheet_that_calls_the_outside_stops_the_build(packages: Path, tmp_path: Path) -> None:
    (packages / "leaf/leaf.css").write_text("a{background:url(//cdn.example/a.png)}", "utf-8")
    with pytest.raises(SystemExit, match=r"leaf/leaf\.css would call another address"):
        _pack(packages, tmp_path / "static")


def test_two_files_of_one_name_stop_the_build(packages: Path, tmp_path: Path) -> None:
    (packages / "leaf/b.png").write_bytes(b"another")
    listing = {"libraries": LISTING["libraries"], "beside": {"a.png": "leaf/b.png"}}
    with pytest.raises(SystemExit, match=r"served as a\.png"):
        _pack(packages, tmp_path / "static", listing)


def test_whatever_a_map_of_ours_asks_for_is_carried() -> None:
    import folium
    from folium import plugins

    listing = json.loads((LAB / "assets/assets.json").read_text("utf-8"))["libraries"]
    classes = (
        folium.Map,
        plugins.MarkerCluster,
        plugins.FastMarkerCluster,
        plugins.HeatMap,
        plugins.Fullscreen,
        plugins.GeoMan,
        plugins.AntPath,
        plugins.PolyLineTextPath,
    )
    asked = {url for each in classes for _, url in [*each.default_js, *each.default_css]}
    assert asked == set(listing)


def test_what_is_installed_stays_at_home() -> None:
    from alpr_lab import assets as installed

    if not (installed.static_dir() / "manifest.json").is_file():
        pytest.skip("alpr-lab isn't built in this environment")
    assert installed.version().isalnum()
    assert all((installed.static_dir() / name).is_file() for name in installed.manifest().values())
    for path in installed.static_dir().iterdir():
        if path.suffix in {".js", ".css"}:
            assert outside(path.read_text("utf-8")) == [], path.name
    features = json.loads((installed.static_dir() / "basemap.json").read_text("utf-8"))["features"]
    counties = {each["properties"].get("fips") for each in features}
    assert {"06025", "06065", "06073", "04012", "04027"} <= counties
