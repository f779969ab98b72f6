"""464.5, 464.7(g): a map that leaves says whose it is and that a read is a lead; it holds all it needs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.ui.fakes import LEAFLET, NOW, assets
from workbench.errors import BadInput
from workbench.ui.map import Camera, FoliumView, OfflineAssetError, Shape, Stamp, Stop, exported
from workbench.ui.map.assets import BASE, Assets
from workbench.wire.search import Circle

pytestmark = [pytest.mark.section("464.5"), pytest.mark.section("464.7(g)")]

HOSTILE = "</script><!--{{ 7 * 7 }}<img src=https://evil.example/x onerror=alert(1)>"
STAMP = Stamp("ana", "Demo Police", "Criminal investigation", "26-01234", "plates like 7?BR4*", NOW, "UTC", 41)


@pytest.fixture
def files(tmp_path: Path) -> Assets:
    """Libraries of a line each, in place of the real ones."""
    for name in LEAFLET.values():
        text = 'a{background:url("a.png")}' if name.endswith(".css") else "x = 'https://leafletjs.com'; // </script>"
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "a.png").write_bytes(b"png")
    return assets(tmp_path)


def view() -> FoliumView:
    made = FoliumView("<p>", shapes=[Shape("Scene A", Circle(latitude=32.8, longitude=-115.5, radius_m=900))])
    made.show(
        cameras=[Camera(HOSTILE, 32.7, -115.5, count=1234, text=f"{HOSTILE}\n1,234 reads")],
        stops=[Stop("r1", 32.7, -115.5, "1, 2", text="I-8\n1: noon")],
        track=[(32.7, -115.5), (32.8, -115.6)],
    )
    return made


def test_the_stamp_stands_on_the_page(files: Assets) -> None:
    page = exported(view(), STAMP, files).decode()
    for words in ("ana, Demo Police", "Criminal investigation", "26-01234", "plates like 7?BR4*", "record 41", "UTC"):
        assert words in page
    assert "A read is a lead: confirm it with the image" in page
    assert "the order of reads, not a route" in page


@pytest.mark.parametrize("missing", ["person", "organisation", "purpose", "case_number", "query"])
def test_without_a_whole_stamp_there_is_no_file(files: Assets, missing: str) -> None:
    lacking = replace(STAMP, **{missing: " "})
    with pytest.raises(BadInput, match="names person, purpose, case"):
        exported(view(), lacking, files)


def test_everything_stands_in_the_file_and_nothing_outside_is_named(files: Assets) -> None:
    page = exported(replace_text(view()), STAMP, files).decode()
    assert BASE not in page
    assert not re.findall(r"<(?:script|link)[^>]+(?:src|href)=", page)
    assert not re.search(r"https?://(?!www\.w3\.org)", page)
    assert "data:image/png;base64,cG5n" in page
    assert "connect-src" not in page


def replace_text(made: FoliumView) -> FoliumView:
    made.cameras = [Camera("I-8", 32.7, -115.5, count=3)]
    return made


def test_hostile_words_stay_words_in_the_page_and_in_its_data(files: Assets) -> None:
    page = exported(view(), replace(STAMP, query=HOSTILE), files).decode()
    assert "<img" not in page
    assert "{{ 7 * 7 }}" in page
    data = re.search(r'id="alpr-data">(.*?)</script>', page)
    assert data
    stored = json.loads(data[1])
    assert stored["cameras"][0]["id"] == HOSTILE
    assert stored["sight"]["bounds"] == [32.7, -115.6, 32.8, -115.5]


def test_a_library_that_would_call_outside_stops_the_export(files: Assets) -> None:
    (files.folder / "leaflet.js").write_text("fetch('https:' + '//x'); y = 'https:\\\\/\\\\/tiles.example'", "utf-8")
    made = exported(view(), STAMP, files).decode()
    assert "tiles.example" in made
    assert "https:\\/" not in made
    (files.folder / "leaflet.css").write_text("@import '//fonts.example/x'", "utf-8")
    with pytest.raises(OfflineAssetError):
        exported(view(), STAMP, files)


def test_what_the_map_shows_stands_under_it_in_rows(files: Assets) -> None:
    page = exported(view(), STAMP, files).decode()
    assert page.index("What the map shows") > page.index("stamp")
    for cells in ("<td>Area</td><td>Scene A</td>", "<td>Stop</td><td>1, 2</td>", "<td>1,234</td>"):
        assert cells in page
