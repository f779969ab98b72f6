"""464.10(a): the agency's own maps are read where they lie, and what is no map is passed over."""

from __future__ import annotations

import gzip
from pathlib import Path

from alpr_lab.basemaps import listing, tile

from tests.unit.lab.maps import KINDS, filled, mbtiles, picture


def test_each_kind_of_map_is_known_by_what_it_is(tmp_path: Path) -> None:
    found = {each["path"]: each for each in listing(filled(tmp_path / "maps"))}
    assert {path: each["kind"] for path, each in found.items()} == KINDS
    assert (found["aerial"]["suffix"], found["aerial"]["lowest"], found["aerial"]["deepest"]) == (".png", 1, 1)
    assert found["county.mbtiles"]["attribution"] == "County GIS"
    assert (found["county.mbtiles"]["lowest"], found["county.mbtiles"]["deepest"]) == (1, 1)


def test_without_a_folder_there_is_no_map(tmp_path: Path) -> None:
    assert listing(None) == []
    assert listing(tmp_path / "missing") == []


def test_rows_are_counted_from_the_north_and_packed_tiles_are_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.mbtiles"
    mbtiles(path, "pbf", {(2, 1, 3): gzip.compress(b"\x1a\x00"), (2, 1, 0): picture()})
    assert tile(path, 2, 1, 0) == (b"\x1a\x00", "application/x-protobuf")
    assert (tile(path, 2, 1, 3) or (b"", ""))[1] == "image/png"
    assert tile(path, 2, 0, 0) is None
    assert tile(path, 2, 1, 4) is None
    assert tile(path, 31, 0, 0) is None
