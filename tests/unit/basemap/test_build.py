"""464.7(d): a road shapefile becomes one file that a map can draw, or it is told why not."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest
import shapefile
from pmtiles.reader import MmapSource, Reader

from tests.unit.basemap.shapefiles import ROADS, written
from workbench.basemap import build
from workbench.basemap.roads import roads
from workbench.cli import app, main
from workbench.errors import BadInput

pytestmark = pytest.mark.section("464.7(d)")


def test_roads_have_their_kind_name_and_parts(tmp_path: Path) -> None:
    found = list(roads(written(tmp_path)))
    assert [(each.kind, each.name, len(each.lines)) for each in found] == [
        ("highway", "I- 8", 1),
        ("major_road", "State Hwy 86", 1),
        ("minor_road", "Fictitious St", 2),
        ("other", "", 1),
    ]
    assert found[0].lines == [[(-115.9, 32.77), (-115.4, 32.775)]]
    assert [each.name for each in roads(tmp_path / "tl_2025_06025_roads.shp")] == [each.name for each in found]


def test_the_file_has_tiles_where_roads_are_and_says_whose_they_are(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    made = build(written(tmp_path), tmp_path / "county.pmtiles", told=lambda zoom, tiles: told.append((zoom, tiles)))
    assert made.roads == 4
    assert [zoom for zoom, _ in told] == list(range(5, 15))
    assert sum(tiles for _, tiles in told) == made.tiles
    with (tmp_path / "county.pmtiles").open("rb") as file:
        reader = Reader(MmapSource(file))
        header = reader.header()
        assert (header["min_zoom"], header["max_zoom"], header["clustered"]) == (5, 14, True)
        assert (header["min_lon_e7"], header["max_lat_e7"]) == (-1_159_000_000, 329_000_000)
        assert reader.metadata()["attribution"] == "Roads: US Census Bureau, TIGER/Line"
        x, y = 2932, 6610  # of zoom 14, where Fictitious Street begins
        tile = reader.get(14, x, y)
        assert tile is not None
        assert b"Fictitious St" in gzip.decompress(tile)
        assert b"Fictitious St" not in gzip.decompress(reader.get(9, x >> 5, y >> 5) or b"")
        assert reader.get(14, 0, 0) is None
    assert (tmp_path / "county.pmtiles").stat().st_mode & 0o777 == 0o644


def test_the_same_roads_make_the_same_file(tmp_path: Path) -> None:
    source = written(tmp_path)
    for name in ("a.pmtiles", "b.pmtiles"):
        build(source, tmp_path / name)
    assert (tmp_path / "a.pmtiles").read_bytes() == (tmp_path / "b.pmtiles").read_bytes()


def test_what_is_no_road_file_is_told_and_the_old_map_stays(tmp_path: Path) -> None:
    out = tmp_path / "county.pmtiles"
    out.write_bytes(b"the old one")
    (tmp_path / "text.zip").write_bytes(b"not a zip")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("readme.txt", "no shapes")
    with shapefile.Writer(str(tmp_path / "points"), shapeType=shapefile.POINT) as points:
        points.field("NAME", "C")
        points.point(1, 1)
        points.record("x")
    with shapefile.Writer(str(tmp_path / "plain"), shapeType=shapefile.POLYLINE) as plain:
        plain.field("NAME", "C")
        plain.line([[[1, 1], [2, 2]]])
        plain.record("x")
    feet = [("S1400", "In feet", [[(6_700_000.0, 1_800_000.0), (6_700_100.0, 1_800_100.0)]])]
    cases = {
        "text.zip": "can't be read as a shapefile",
        "empty.zip": "can't be read as a shapefile",
        "points.shp": "holds point shapes",
        "plain.shp": "no columns FULLNAME and MTFCC",
        written(tmp_path, feet, "feet").name: "not in degrees",
        written(tmp_path, ROADS[-1:], "none").name: "No road was found",
        "missing.zip": "can't be read as a shapefile",
    }
    for name, words in cases.items():
        with pytest.raises(BadInput, match=words):
            build(tmp_path / name, out)
    assert out.read_bytes() == b"the old one"
    assert not list(tmp_path.glob(".county*"))


def test_the_command_makes_the_file_and_says_what_is_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "county.pmtiles"
    app(["basemap", "build", str(written(tmp_path)), "--out", str(out)], standalone_mode=False)
    assert f"{out}: 4 roads" in capsys.readouterr().out


def test_the_command_wants_a_name_that_the_map_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["workbench", "basemap", "build", str(tmp_path), "--out", "county.zip"])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert "does not end in .pmtiles" in capsys.readouterr().err
