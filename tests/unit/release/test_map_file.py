"""464.5, 464.7(d), 464.9: a map that leaves says whose it is and that a read is a lead; it holds all it needs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from tests.policy.people import NOW
from tests.unit.release.ground import QUERY, libraries, made, stamp
from tests.unit.release.test_hostile_text import HOSTILE, camera_of
from tests.unit.store.reads_ground import read, table
from workbench.errors import BadInput
from workbench.mapping.assets import BASE
from workbench.mapping.document import document
from workbench.mapping.laid import Sheet
from workbench.mapping.offline import OfflineAssetError
from workbench.prose.shown import visible
from workbench.release.mapfile import MOST
from workbench.release.stamp import LEAD, OFFICIAL
from workbench.wire.export import Format

pytestmark = pytest.mark.section("464.5", "464.7(d)", "464.9", "464.11")

BREAKING = "</script><!--{{ 7 * 7 }}<!--alpr-data--><img src=https://evil.example/x onerror=alert(1)>"
CIRCLE = {"latitude": 32.8, "longitude": -115.5, "radius_m": 900}
CORNERS = {"vertices": [[32.7, -115.6], [32.8, -115.6], [32.8, -115.5]]}


def seen(name: str, minutes: int = 0, camera: str = "EC-04", **more: Any) -> Mapping[str, Any]:
    place = {"latitude": 32.79, "longitude": -115.56}
    return read(name, "7ABC123", NOW + timedelta(minutes=minutes), camera=camera, **{**place, **more})


def page(*reads: Mapping[str, Any], query: Mapping[str, Any] = QUERY, **said: Any) -> str:
    return made(Format.MAP, table(reads), of=stamp(**said), query=query).decode()


def stored(text: str) -> dict[str, Any]:
    """The layers that the page draws."""
    [data] = re.findall(r'<script type="application/json" id="alpr-data">(.*?)</script>', text)
    found: dict[str, Any] = json.loads(data)
    return found


def test_the_whole_stamp_stands_on_the_page_before_the_map() -> None:
    text = page(seen("r-1"))
    for name, value in stamp().lines():
        assert f"<dt>{name}</dt><dd>{html.escape(value)}</dd>" in text
    for notice in (LEAD, OFFICIAL):
        assert f'<p class="lead">{notice}</p>' in text
    assert text.index(LEAD) < text.index("What the map shows")


def test_a_camera_is_a_circle_with_its_count_on_the_map_and_a_row_under_it() -> None:
    text = page(seen("r-1"), seen("r-2", 1), seen("r-3", 2, "EC-05", latitude=32.7))
    assert [(each["id"], each["count"]) for each in stored(text)["cameras"]] == [("EC-05", 1), ("EC-04", 2)]
    assert "<td>Camera</td><td>EC-04</td><td>2</td>" in text
    assert stored(text)["sight"]["bounds"] == [32.7, -115.56, 32.79, -115.56]


def test_the_reads_of_a_camera_that_moves_are_points_and_of_many_clusters() -> None:
    several = stored(page(*(seen(f"r-{place}", latitude=32.5 + place / 100) for place in range(3))))
    assert (len(several["points"]["ids"]), several["points"]["clustered"]) == (3, False)
    many = table(seen(f"r-{place}", latitude=32 + place / 4000) for place in range(2001))
    assert stored(made(Format.MAP, many).decode())["points"]["clustered"]


def test_one_vehicle_is_numbered_stops_in_the_order_of_its_reads() -> None:
    reads = [seen("r-2", 9, "EC-05", latitude=32.7), seen("r-1"), seen("r-3", 11)]
    text = page(*reads, query={"plate": "7ABC123", "area": CORNERS})
    assert [(each["label"], each["latitude"]) for each in stored(text)["stops"]] == [("1, 3", 32.79), ("2", 32.7)]
    assert stored(text)["track"] == [[32.79, -115.56], [32.7, -115.56], [32.79, -115.56]]
    assert [shape["kind"] for shape in stored(text)["shapes"]] == ["polygon"]
    assert "the order of reads, not a route" in text


def test_what_was_searched_around_stands_on_the_map() -> None:
    scenes = [{"area": CIRCLE}, {"area": None}, {"area": CORNERS}]
    shapes = stored(page(seen("r-1"), query={"scenes": scenes}))["shapes"]
    assert [(shape["name"], shape["kind"]) for shape in shapes] == [("Scene 1", "circle"), ("Scene 3", "polygon")]
    [area] = stored(page(query={"pattern": "7ABC*", "area": CIRCLE}))["shapes"]
    assert (area["name"], area["circle"]) == ("Area searched", CIRCLE)


def test_a_read_without_a_place_is_counted_and_an_empty_answer_is_a_map_too() -> None:
    assert "<dd>1 of 2; the others have no place</dd>" in page(seen("r-1"), seen("r-2", latitude=None))
    assert stored(page())["sight"] == {}


def test_more_reads_than_a_file_shows_are_refused_in_words() -> None:
    with pytest.raises(BadInput, match="10,000 reads at most; 10,001") as caught:
        made(Format.MAP, table([seen("r-1")]).sample(MOST + 1, with_replacement=True))
    assert caught.value.where == "format"


def test_of_long_texts_and_many_reads_the_file_stays_small() -> None:
    many = table(seen(f"r-{place}", camera="x" * 10_000, latitude=32 + place / 500) for place in range(1000))
    assert len(made(Format.MAP, many)) < 2_500_000


@pytest.mark.section("464.10(a)")
def test_everything_stands_in_the_file_and_nothing_outside_is_named() -> None:
    text = page(seen("r-1"))
    assert BASE not in text
    assert not re.findall(r"<(?:script|link)[^>]+(?:src|href)=", text)
    assert not re.search(r"https?:(?!\W*www\.w3\.org)", text)
    assert "default-src 'none'" in text
    assert "connect-src" not in text
    assert "data:image/png;base64,cG5n" in text


@pytest.mark.section("464.10(a)")
@pytest.mark.parametrize("query", [QUERY, {"plate": "7ABC123"}], ids=["plates", "vehicle"])
def test_hostile_words_stay_words_in_the_page_and_in_its_data(query: Mapping[str, Any]) -> None:
    text = page(seen("r-1", camera=BREAKING), query=query, why=BREAKING, person=BREAKING)
    assert "<img" not in text
    assert "{{ 7 * 7 }}" in text
    layers = stored(text)
    [place] = layers["stops"] or layers["cameras"]
    assert BREAKING in place["text"]


@pytest.mark.section("464.10(a)")
@HOSTILE
def test_no_text_becomes_a_part_of_the_page(text: str) -> None:
    plain, given = page(seen("r-1")), camera_of(text)
    told = page(seen("r-1", camera=given), why=given, query=QUERY)
    assert visible(given, 60) in stored(told)["cameras"][0]["name"]
    tags = r"<[a-zA-Z!/][^>]{0,30}"
    assert re.findall(tags, re.sub(r'id="alpr-data">.*?<', "", told)) == re.findall(
        tags, re.sub(r'id="alpr-data">.*?<', "", plain)
    )


@pytest.mark.section("464.10(a)")
def test_a_library_that_would_call_outside_stops_the_file() -> None:
    with libraries() as small:
        (small.folder / "leaflet.js").write_text("y = 'https:\\\\/\\\\/tiles.example'", "utf-8")
        text = document(Sheet(), [], [], small).decode()
        assert "tiles.example" in text
        assert "https:\\/" not in text
        (small.folder / "leaflet.css").write_text("@import '//fonts.example/x'", "utf-8")
        with pytest.raises(OfflineAssetError):
            document(Sheet(), [], [], small)
