"""A canvass is asked by the agency's clock and narrowed at once; why each vehicle is left out is told (464.7(d))."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import CAMERAS, DAY, HOUR
from tests.unit.ui.investigator import NIGHTLY, RESIDENT, STRANGER, Investigator, investigator
from workbench.errors import AssentRequired, HubUnavailable
from workbench.mapping.shapes import Shape
from workbench.ui.canvass.model import CanvassModel
from workbench.ui.canvass.results import habit, why
from workbench.ui.canvass.scenes import CIRCLE, CORNERS, Scene
from workbench.ui.search.window import typed
from workbench.wire.queries import QueryProgress
from workbench.wire.search import Circle

pytestmark = pytest.mark.section("464.7(d)")

ZONE = "America/Los_Angeles"


def scene(key: str, camera: str, start: datetime, end: datetime) -> Scene:
    """A scene of 300 m around a camera of ours; times in UTC."""
    latitude, longitude = CAMERAS[camera]
    at = {"kind": CIRCLE, "latitude": latitude, "longitude": longitude, "radius_m": 300.0}
    return Scene(key, start=typed(start, ZONE), end=typed(end, ZONE), **at)


FIRST = scene("A", "EC-01", NOW - HOUR, NOW)
SECOND = scene("B", "EC-09", NOW - DAY - HOUR, NOW - DAY + HOUR)


def made(client: Investigator, *scenes: Scene, **traits: Any) -> CanvassModel:
    return CanvassModel(client, client.me(), lambda: NOW, scenes=scenes, **traits)


@pytest.fixture
def client(station: Station, tmp_path: Path) -> Investigator:
    return investigator(station, tmp_path)


async def test_those_at_two_of_two_scenes_are_found_with_scenes_and_times(client: Investigator) -> None:
    model = made(client, FIRST, SECOND, at_least=2)
    await model.search()
    (row,) = model.sieve.kept().to_dicts()
    assert row["vehicle"] == STRANGER
    assert [(each["scene"], each["first"]) for each in row["seen"]] == [(1, NOW - HOUR / 4), (2, NOW - DAY)]
    assert model.told().startswith("1 vehicle at 2 or more of 2 scenes. On record as ")
    sent = client.calls[0]["scenes"][0].window
    assert (sent.start, sent.end) == (NOW - HOUR, NOW), "what was typed in the agency's zone is sent in UTC"


async def test_residents_come_last_and_are_left_out_at_once_with_the_reason(client: Investigator) -> None:
    model = made(client, FIRST)
    await model.search()
    assert model.sieve.kept()["vehicle"].to_list() == [STRANGER, NIGHTLY, RESIDENT]
    model.sieve.leave_out = True
    assert model.sieve.kept()["vehicle"].to_list() == [STRANGER]
    assert len(client.calls) == 1, "nothing is asked anew"
    shown = model.sieve.shown
    assert shown
    reasons = {
        row["vehicle"]: why(row, ["Scene A"], shown.of, model.sieve.residents(), 1)
        for row in model.sieve.left_out().to_dicts()
    }
    assert reasons[RESIDENT] == (
        "It was read in the area of Scene A on 27 of 27 other days (usual from 7 on). "
        "That leaves no scene; 1 asked for."
    )
    model.sieve.percent = 90
    assert model.sieve.kept()["vehicle"].to_list() == [STRANGER, NIGHTLY], "the threshold acts on the answer at once"
    night = model.sieve.kept().filter(vehicle=NIGHTLY).row(0, named=True)
    assert habit(night, shown.keys, shown.of) == [("A: 14 of 27 days, 0 at this hour", False)]
    assert "1 left out as usually there" in model.told()


async def test_a_scene_that_is_usual_does_not_count_but_another_may(client: Investigator) -> None:
    model = made(client, FIRST, SECOND, at_least=1)
    await model.search()
    model.sieve.leave_out = True
    assert STRANGER in model.sieve.kept()["vehicle"]
    assert RESIDENT in model.sieve.left_out()["vehicle"]


async def test_a_partial_plate_a_scene_and_a_brush_narrow_without_asking(client: Investigator) -> None:
    model = made(client, FIRST, SECOND)
    await model.search()
    everybody = len(model.sieve.kept())
    model.sieve.narrow = "5tr"
    assert model.sieve.kept()["vehicle"].to_list() == [STRANGER]
    model.sieve.narrow = "7H?ME*"
    assert model.sieve.kept()["vehicle"].to_list() == [RESIDENT]
    model.sieve.narrow = "7H?ME* <script>"
    assert len(model.sieve.kept()) == everybody, "what can't be read narrows nothing, and says so"
    assert model.sieve.reading().pattern is None
    model.sieve.narrow, model.sieve.scene = "", 2
    assert STRANGER in model.sieve.kept()["vehicle"]
    assert RESIDENT not in model.sieve.kept()["vehicle"]
    model.sieve.scene = 0
    model.sieve.brush(1, (NOW - timedelta(minutes=18), NOW - timedelta(minutes=10)))
    assert model.sieve.kept()["vehicle"].to_list() == [STRANGER]
    model.sieve.vehicle = STRANGER
    model.sieve.brush(1, (NOW - timedelta(minutes=35), NOW - timedelta(minutes=25)))
    assert (model.sieve.vehicle, RESIDENT in model.sieve.kept()["vehicle"]) == ("", True)
    model.sieve.brush(1, None)
    assert len(model.sieve.kept()) == everybody
    assert len(client.calls) == 1


@pytest.mark.section("464.9")
async def test_what_the_sieve_leaves_may_be_taken_out_by_itself_with_what_narrowed_it(client: Investigator) -> None:
    model = made(client, FIRST, SECOND)
    await model.search()
    assert model.taking.parts == ()
    model.sieve.narrow, model.sieve.scene, model.sieve.leave_out = "5tr", 2, True
    model.sieve.brush(1, (NOW - timedelta(minutes=18), NOW - timedelta(minutes=10)))
    model.sieve.vehicle = STRANGER
    shown, vehicle = model.taking.parts
    assert shown.reads["read_id"].to_list() == model.sieve.reads()["read_id"].to_list() != []
    left, *others = shown.narrowed.split("; ")
    assert left == "without 2 vehicles left out as usually there (usual from 25 % of the days before)"
    assert others[:2] == ["plates like 5TR", f"reads at {SECOND.label}"]
    assert re.fullmatch(rf"vehicles read at {FIRST.label} from 2026-.* to 2026-.* P[SD]T", others[2])
    assert set(vehicle.reads["vehicle"]) == {STRANGER}
    model.sieve.clear()
    assert model.taking.parts == ()


async def test_whoever_is_cut_from_the_answer_is_not_taken_for_a_resident(client: Investigator) -> None:
    model = made(client, FIRST, SECOND, at_least=2)
    await model.search()
    shown = model.sieve.shown
    assert shown
    half = shown.reads.filter(pl.col("read_id") == "here")
    model.sieve.shown = replace(shown, reads=half)
    model.sieve.leave_out = True
    assert (len(model.sieve.kept()), len(model.sieve.left_out())) == (1, 0)


async def test_looks_are_values_between_commas(client: Investigator) -> None:
    model = made(client, FIRST, colour="Black, white", make=" Ford ,, ")
    await model.search()
    assert model.sieve.kept()["vehicle"].to_list() == [RESIDENT]
    asked = client.calls[0]["vehicle"]
    assert (asked.colour, asked.make) == (["Black", "white"], ["Ford"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "it has no place"),
        ({"start": None}, "it has no time"),
        ({"end": datetime.fromisoformat("1800-01-01T00:00")}, "Give times from 1991 to 2098."),
        ({"start": typed(NOW, ZONE), "end": typed(NOW - HOUR, ZONE)}, "ends before it starts"),
        ({"latitude": 95.0}, "Give a latitude from -90 to 90"),
        ({"radius_m": float("nan")}, "Give a radius"),
        ({"kind": CORNERS, "corners": "32.79, -115.56\nhere"}, "Line 2 is no place: here"),
        ({"kind": CORNERS, "corners": "32.79, -115.56"}, "at least three corners"),
        ({"kind": CORNERS, "corners": "0,0\n1,1\n0,1\n1,0"}, "cross or touch"),
    ],
)
async def test_what_is_wrong_with_a_scene_is_told_and_nothing_is_asked(
    client: Investigator, changes: dict[str, Any], words: str
) -> None:
    model = made(client, replace(FIRST, name="Adams Ave", **changes))
    await model.search()
    assert words in model.told()
    assert model.told().startswith("Not searched: A: Adams Ave:")
    assert client.calls == []
    assert model.asking.trouble
    assert model.asking.trouble.kind == "form"


async def test_more_scenes_asked_for_than_there_are_is_told(client: Investigator) -> None:
    model = made(client, FIRST, at_least=2)
    await model.search()
    assert "Nobody can be at 2 scenes: there is one." in model.told()


async def test_an_answer_goes_away_before_another_question_and_after_a_refusal(client: Investigator) -> None:
    model = made(client, FIRST)
    await model.search()
    model.limit = 5_000
    assert model.told().endswith("The form asks for something else by now: press Canvass.")
    await model.search()
    assert model.sieve.shown is None
    assert model.asking.trouble
    assert (model.asking.trouble.kind, model.asking.status) == ("ask", "Nothing was searched yet.")
    client.fails.append(HubUnavailable("The Hub is away."))
    model.limit = 500
    await model.search()
    assert model.asking.trouble.title == "The Hub is away."
    client.fails.append(AssentRequired("Confirm it.", assent="a1", page="/services/edge/assents/a1"))
    await model.search()
    assert model.asking.trouble.page == "/services/edge/assents/a1"
    await model.search()
    assert model.asking.trouble is None
    assert model.sieve.shown


async def test_a_running_search_tells_how_far_it_is_and_is_called_off_at_the_custodian(client: Investigator) -> None:
    client.held.clear()
    client.told = QueryProgress(done=30, of=90, seconds=3.0)
    model = made(client, FIRST)
    far = asyncio.Event()
    model.asking.observe(lambda _change: far.set(), "progress")
    search = asyncio.create_task(model.search())
    await asyncio.wait_for(far.wait(), 20)
    assert model.told() == (
        "Looking for who was at 1 scene of 1 or more … 30 of 90 parts, 10.0 a second, about 6 s left."
    )
    model.cancel()
    assert not model.asking.busy
    assert model.told() == (
        "Called off: nothing of it is shown. What was asked stays in the access log, and so does what was released if "
        "it had ended by then."
    )
    await search
    assert len(client.called_off) == 1
    assert model.sieve.shown is None


async def test_areas_drawn_on_the_map_become_scenes_and_changes_follow(client: Investigator) -> None:
    model = made(client)
    circle = Circle(latitude=32.8, longitude=-115.5, radius_m=400)
    model.take_shapes((Shape("Scene A", circle),))
    assert [(each.key, each.kind, each.radius_m) for each in model.scenes] == [("A", CIRCLE, 400)]
    (own,) = (each.shape for each in model.scenes)
    assert own
    model.take_shapes((own, Shape("Scene B", circle)))
    model.edit("B", name="Car park, Main St")
    shapes = [each.shape for each in model.scenes]
    assert [shape.name for shape in shapes if shape] == ["Scene A", "B: Car park, Main St"]
    wider = circle.model_copy(update={"radius_m": 900})
    model.take_shapes((Shape("B: Car park, Main St", wider),))
    assert [(each.kind, each.radius_m) for each in model.scenes] == [("", 400), (CIRCLE, 900)]
    model.remove_scene("A")
    model.remove_scene("B")
    assert [each.key for each in model.scenes] == ["A"], "one is always left to fill in"


def test_a_second_scene_begins_with_the_first_ones_time_and_a_free_letter(client: Investigator) -> None:
    model = made(client, FIRST, replace(SECOND, key="C"))
    model.add_scene()
    assert [(each.key, each.start) for each in model.scenes][-1] == ("B", SECOND.start)


async def test_the_hour_that_autumn_repeats_is_in_the_window_twice_and_is_told(client: Investigator) -> None:
    autumn = replace(
        FIRST, start=datetime.fromisoformat("2026-11-01T01:00"), end=datetime.fromisoformat("2026-11-01T01:30")
    )
    model = made(client, autumn)
    assert "2026-11-01 01:00 comes twice, as PDT and as PST" in model.odd()
    await model.search()
    window = client.calls[0]["scenes"][0].window
    assert window.end - window.start == timedelta(hours=1, minutes=30)
    spring = replace(
        FIRST, start=datetime.fromisoformat("2026-03-08T02:30"), end=datetime.fromisoformat("2026-03-08T04:00")
    )
    assert "does not exist" in made(client, spring).odd()
