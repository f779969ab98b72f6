"""One vehicle's looks: each asked once, on record by itself, and told in words (464.7(d))."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import DAY, HOUR, MINUTE, seen
from tests.unit.ui.investigator import RESIDENT, Investigator, investigator
from workbench.errors import AssentRequired
from workbench.synthetic.stories import STORIES
from workbench.ui.vehicle.company import one_in, percent, together, verdict
from workbench.ui.vehicle.drawer import around
from workbench.ui.vehicle.gaps import span, words
from workbench.ui.vehicle.heat import busiest, heat
from workbench.ui.vehicle.model import CHOICES, COMPANY, GAPS, LIMITS, PLACES, RATES, TRACK, VehicleModel
from workbench.ui.vehicle.places import hours, profile, scored
from workbench.ui.vehicle.rates import by_camera
from workbench.ui.vehicle.rates import words as rate_words
from workbench.ui.vehicle.track import duration, faults, impossible, legs
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.search import Vehicle

pytestmark = pytest.mark.section("464.7(d)")

CONVOY = next(story for story in STORIES if story.key == "convoy")
LEADER, FOLLOWER = CONVOY.answer


def made(client: Investigator, plate: str = RESIDENT, **traits: Any) -> VehicleModel:
    return VehicleModel(client, client.me(), lambda: NOW, plate=plate, **traits)


@pytest.fixture
def client(station: Station, tmp_path: Path) -> Investigator:
    return investigator(station, tmp_path)


async def test_the_reads_come_in_the_order_of_time_and_are_stepped_through(client: Investigator) -> None:
    model = made(client, RESIDENT.lower())
    await model.go()
    track = model.track()
    assert track["number"].to_list() == list(range(1, 29))
    assert track["time"].is_sorted()
    assert model.question
    assert model.question.plate == RESIDENT
    model.step(1)
    assert model.spot == track["read_id"][0]
    model.step(1)
    model.step(5)
    assert model.spot == track["read_id"][6]
    model.step(-100)
    assert model.spot == track["read_id"][0]
    model.brush = (NOW - 3 * DAY, NOW)
    assert model.track()["number"].to_list() == [26, 27, 28]
    model.step(-1)
    assert model.spot == track["read_id"][-1], "a read outside the brush is not gone on from"


async def test_the_end_of_the_brush_is_not_in_it_as_with_every_brush(client: Investigator) -> None:
    model = made(client)
    await model.go()
    times = model.track()["time"]
    model.brush = (times[0], times[2])
    assert model.track()["number"].to_list() == [1, 2]


async def test_each_look_is_asked_once_under_a_record_of_its_own(client: Investigator) -> None:
    model = made(client)
    await model.go()
    for name in (PLACES, PLACES, COMPANY, GAPS, RATES):
        await model.open(name)
    kinds = [call["kind"] for call in client.calls]
    assert kinds == [
        "VehicleSearch",
        "PlacesSearch",
        "ConvoySearch",
        "GapsSearch",
        "BaseRatesSearch",
        "BaseRatesSearch",
    ]
    heads = [head for look in model.looks.values() if look.answered for head in look.answered.heads]
    assert len({head.record for head in heads}) == 6
    assert client.calls[-1]["vehicle"] == Vehicle(make=["Ford"], colour=["white"])
    model.limit = LIMITS[1]
    assert model.stale()
    model.limit = LIMITS[0]
    assert not model.stale()


async def test_a_part_of_a_plate_leads_to_those_that_fit_and_one_is_chosen(client: Investigator) -> None:
    client.store = client.store.with_columns(plate=pl.lit(RESIDENT), time=pl.lit(NOW - HOUR))
    model = made(client, "7H?ME*")
    await model.go()
    assert model.picking
    found = model.looks[CHOICES].answered
    assert found
    assert found.frame["vehicle"].unique().to_list() == [RESIDENT]
    await model.open(PLACES)
    assert model.looks[PLACES].answered is None, "of a part of a plate nothing else is asked"
    await model.choose(RESIDENT)
    assert (model.picking, len(model.track())) == (False, 28)


@pytest.mark.parametrize(
    ("plate", "words"),
    [
        ("", "Type the vehicle's whole plate"),
        ("   ", "Type the vehicle's whole plate"),
        ("*", "would list everybody's plates"),
        ("7" * 10_000, "this has 10000"),
        ("<script>alert(1)</script>", "LESS-THAN SIGN"),
        ("7AB\u202eC", "U+202E"),
    ],
)
async def test_what_is_no_plate_is_told_and_nothing_is_asked(client: Investigator, plate: str, words: str) -> None:
    model = made(client, plate)
    await model.go()
    assert words in model.trouble
    assert client.calls == []


async def test_a_window_that_is_none_is_told(client: Investigator) -> None:
    model = made(client)
    model.end = None
    await model.go()
    assert model.trouble == "Give both ends of the time window, or clear both."
    model.start = None
    await model.go()
    assert model.trouble == "Give both ends of the time window."


async def test_a_refusal_stands_at_its_look_and_it_is_asked_again(client: Investigator) -> None:
    model = made(client)
    await model.go()
    client.fails.append(AssentRequired("Confirm it.", assent="a1", page="/services/edge/assents/a1"))
    await model.open(GAPS)
    asking = model.looks[GAPS].asking
    assert asking.trouble
    assert (asking.trouble.page, model.looks[TRACK].asking.trouble) == ("/services/edge/assents/a1", None)
    await model.open(GAPS)
    assert (asking.trouble, model.looks[GAPS].answered is None) == (None, False)


async def test_another_question_calls_off_what_is_under_way(client: Investigator) -> None:
    client.held.clear()
    model = made(client)
    first = asyncio.create_task(model.go())
    await asyncio.sleep(0)
    assert model.looks[TRACK].asking.busy
    again = asyncio.create_task(model.choose(LEADER))
    await asyncio.gather(first, again)
    assert model.track()["vehicle"].unique().to_list() == [LEADER]
    assert len(client.called_off) == 1


async def test_company_is_told_in_words_that_say_what_chance_would_do(client: Investigator) -> None:
    model = made(client, LEADER)
    await model.go()
    await model.open(COMPANY)
    answered = model.looks[COMPANY].answered
    assert answered
    row = answered.frame.row(0, named=True)
    assert (row["plate"], verdict(row["corrected"])) == (FOLLOWER, "far more often than chance explains")
    told = together(row, answered.head.extra["met"])
    assert f"on {row['outings']} of its {row['of_outings']} outings" in told
    assert "are expected to be there by chance" in told


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "less than 1 in a billion"),
        (4e-6, "1 in 250,000"),
        (0.0123, "1 in 81"),
        (0.4, "1 in 2.5"),
        (0.5, "1 in 2"),
        (0.9, "more than one half"),
    ],
)
def test_a_chance_is_told_as_people_read_it(chance: float, words: str) -> None:
    assert one_in(chance) == words


def test_a_share_is_told_as_people_read_it() -> None:
    assert [percent(share) for share in (0.0, 0.005, 0.05, 0.5, 1.0)] == [
        "less than 0.01 %",
        "0.5 %",
        "5 %",
        "50 %",
        "100 %",
    ]
    assert [verdict(rate).split()[0] for rate in (0.0001, 0.005, 0.02, 0.5)] == ["far", "more", "somewhat", "no"]


async def test_places_are_scored_by_days_and_the_hours_are_counted_fully(client: Investigator) -> None:
    model = made(client, "5TGM839")
    await model.go()
    await model.open(PLACES)
    answered = model.looks[PLACES].answered
    assert answered
    found = scored(answered.frame, answered.head.extra["days"])
    assert found.select("place", "score", "days", "of_days").row(0) == ("EC-11", 100.0, 7, 7)
    counts = hours(answered.frame)
    assert (len(counts), sum(counts)) == (168, len(model.track()))
    nightly = [int(hour % 24 == 2) for hour in range(168)]
    assert profile(nightly) == "nights, 22 to 06 (100%); 29% at weekends"
    assert hours(answered.frame.clear()) == [0] * 168
    assert profile([0] * 168) == ""


def test_the_heat_is_a_table_with_heads_and_sums_and_its_colours_can_be_read() -> None:
    counts = [0] * 168
    counts[24 + 17], counts[6 * 24 + 3] = 14, 2
    page = heat(counts, "<b>Reads</b>")
    assert page.count('<th scope="row">') == 8
    assert page.count('<th scope="col">') == 25
    assert "&lt;b&gt;Reads&lt;/b&gt;" in page
    assert 'color:#fff">14</td>' in page
    assert busiest(counts) == "Most reads on Tue from 17 to 18 h: 14 reads."
    assert busiest([0] * 168) == "No read with a place."


def test_two_reads_that_one_vehicle_can_not_have_are_told() -> None:
    reads = pl.DataFrame(
        [seen("a", "7AB", "EC-01", HOUR), seen("b", "7AB", "BR-01", 58 * MINUTE), seen("c", "7AB", "EC-01", MINUTE)],
        schema=READ_SCHEMA,
    ).with_row_index("number", offset=1)
    told = legs(reads)
    assert told["km"].round(1).to_list() == [None, 21.0, 21.0]
    assert impossible(told)["number"].to_list() == [2]
    assert faults(told).startswith(
        "1 read can't be of the same vehicle as the one before. The worst is read 2: 21.0 km in 2 min."
    )
    assert faults(legs(reads.head(1))) == ""
    assert legs(reads.clear()).is_empty()
    nowhere = reads.with_columns(latitude=pl.lit(None, pl.Float64))
    assert legs(nowhere)["speed"].null_count() == 3


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.5, "30 s"), (12.4, "12 min"), (185, "3 h 05"), (59.9, "60 min"), (1440 * 4 + 130, "4 d 2 h")],
)
def test_a_duration_is_short(minutes: float, words: str) -> None:
    assert duration(minutes) == words


def test_a_gap_says_from_when_until_when_and_how_likely_it_is() -> None:
    row = {
        "after": datetime.fromisoformat("2026-11-01T07:00Z"),
        "before": None,
        "others": 25,
        "expected": 4.2,
        "days": 5,
        "cameras": ["EC-01", "EC-05"],
        "chance": 0.001,
        "blind": 1,
    }
    told = "".join(text for text, _ in span(row, "America/Los_Angeles"))
    assert told == "2026-11-01 00:00 PDT to window's end"
    assert words(row) == (
        "By its habits on the 25 other days it would have been read on 4.2 of 5 days, mostly at EC-01 and EC-05. The "
        "chance of no read at all is 1 in 1,000. 1 quarter-day left out: these cameras read nobody then."
    )


def test_base_rates_weigh_the_looks_at_the_cameras_of_the_vehicle() -> None:
    track = pl.DataFrame([seen("a", "7AB", "EC-01", HOUR), seen("b", "7AB", "EC-01", 2 * HOUR)], schema=READ_SCHEMA)
    every = pl.DataFrame({"camera": ["EC-01", "EC-01", "EC-09"], "reads": [300, 100, 999]})
    alike = pl.DataFrame({"camera": ["EC-01"], "reads": [4]})
    found = by_camera(track, every, alike)
    assert found.select("camera", "own", "all", "alike").rows() == [("EC-01", 2, 400, 4)]
    looks = Vehicle(colour=["black"], make=["Honda"])
    assert rate_words(found, looks) == (
        "At the 1 camera where it was read: 400 reads of all vehicles; 4 of a black Honda, 1 in 100 reads. "
        "2 of these are its own."
    )
    assert "don't tell what it looks like" in rate_words(by_camera(track, every, None), Vehicle())
    assert "none of a black Honda" in rate_words(by_camera(track, every, alike.clear()), looks)
    assert "at no camera" in rate_words(by_camera(track.clear(), every, alike), looks)


def test_a_vehicle_of_a_canvass_is_looked_at_around_its_scenes_and_not_in_the_future() -> None:
    start, end = around([(NOW - 40 * DAY, NOW - 40 * DAY + HOUR)], NOW, 30)
    assert start
    assert end
    assert timedelta(days=29) < end - start < timedelta(days=30)
    assert start < NOW - 50 * DAY
    assert end > NOW - 30 * DAY
    start, end = around([(NOW - 2 * HOUR, NOW - HOUR)], NOW, 30)
    assert (end, start and start < NOW - 28 * DAY) == (NOW, True)
    assert around([], NOW, 30) == (None, None)
    wide = (NOW - 45 * DAY, NOW)
    assert around([wide], NOW, 30) == wide
