from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from tests.unit.ui.fakes import NOW, FakeSearcher, me, reads
from workbench.errors import AssentRequired, LogUnavailable
from workbench.mapping.stops import stops
from workbench.plates.pattern import parse
from workbench.ui.search.model import LIMITS, SearchModel
from workbench.ui.search.pattern import marks, read
from workbench.ui.search.records import recorded, summary
from workbench.ui.search.results import in_order, vehicles, with_vehicle
from workbench.ui.search.tables import read_columns
from workbench.ui.search.why import Likely, why_cell
from workbench.ui.search.window import default_window, to_utc, window_problem
from workbench.wire.queries import QueryProgress
from workbench.wire.search import Circle

ZONE = "America/Los_Angeles"


def model(client: FakeSearcher | None = None, **traits: object) -> SearchModel:
    made = SearchModel(client or FakeSearcher(), (client or FakeSearcher()).me(), lambda: NOW)
    for name, value in traits.items():
        setattr(made, name, value)
    return made


def test_the_default_window_never_has_to_be_confirmed() -> None:
    start, end = default_window(NOW, 30, ZONE)
    length = to_utc(end, ZONE) - to_utc(start, ZONE)  # type: ignore[operator]
    assert timedelta(days=29) < length < timedelta(days=30)
    assert to_utc(end, ZONE) > NOW  # type: ignore[operator]


def test_typed_times_are_the_agencys_and_travel_as_utc() -> None:
    assert to_utc(datetime(2026, 7, 1, 12), ZONE) == datetime(2026, 7, 1, 19, tzinfo=UTC)  # noqa: DTZ001
    assert to_utc(datetime(2026, 12, 1, 12), ZONE) == datetime(2026, 12, 1, 20, tzinfo=UTC)  # noqa: DTZ001


def test_a_window_that_ends_before_it_starts_or_has_one_end_is_told() -> None:
    late, early = NOW, NOW - timedelta(days=1)
    assert "ends before" in window_problem(late, early)
    assert "both ends" in window_problem(None, early)
    assert window_problem(None, None) == window_problem(early, late) == ""


@pytest.mark.parametrize("year", [1, 1900, 1990, 2099, 9999])
def test_a_window_outside_of_our_time_is_told(year: int) -> None:
    far = datetime(year, 1, 1)  # noqa: DTZ001 - as it is typed
    assert window_problem(far, NOW) == window_problem(NOW, far) == "Give times from 1991 to 2098."


def test_a_pattern_is_told_in_words() -> None:
    words = read("7ab?1*", lookalikes=False).words
    assert words.startswith("7AB, then any one character, then 1, then any run of characters or none.")
    assert "5 to 10 characters long, 4 of them known." in words
    assert "8 as B" in read("8??", lookalikes=True).words


def test_sets_and_single_lookalikes_are_told_in_words() -> None:
    words = read("7[ab]~8[12][12]?", lookalikes=False).words
    assert words.startswith("7, then A or B, then 8, then 2 characters, each 1 or 2, then any one character.")
    assert words.endswith("6 characters long, 5 of them known. Look-alikes too: 8 as B.")


@pytest.mark.parametrize(("typed", "position"), [("7A%", 2), ("7\u0410B", 1), ("7A🚗", 2), ("*", -1), ("   ", -1)])
def test_a_pattern_that_cannot_be_searched_names_the_place(typed: str, position: int) -> None:
    reading = read(typed, lookalikes=False)
    assert (reading.pattern, reading.position) == (None, position)


@pytest.mark.parametrize(
    ("pattern", "plate", "pieces"),
    [
        ("7AB?1*", "7ABC123", [("7AB", "given"), ("C", "open"), ("1", "given"), ("23", "open")]),
        ("7A8C123", "7ABC123", [("7A", "given"), ("B", "swapped"), ("C123", "given")]),
        ("7[AB]8C*", "7ABC123", [("7A", "given"), ("B", "swapped"), ("C", "given"), ("123", "open")]),
        ("*12*", "7ABC123", [("7ABC", "open"), ("12", "given"), ("3", "open")]),
        ("ZZZ", "7ABC123", [("7ABC123", "open")]),
        ("9999999", "7ABC123", [("7ABC123", "open")]),
    ],
)
def test_the_matched_and_swapped_characters_are_marked(pattern: str, plate: str, pieces: list[tuple[str, str]]) -> None:
    assert marks(parse(pattern, lookalikes=True), plate) == pieces


def test_a_plate_that_is_only_near_shows_what_is_wrong() -> None:
    assert marks(parse("7ABC123", distance=1), "7ABX123") == [("7AB", "given"), ("X", "swapped"), ("123", "given")]
    assert marks(parse("7ABC123", distance=1), "7AB123") == [("7AB123", "given")]
    reason = "X read for C at position 4, not a look-alike; 7AB given at 1-3"
    [column] = [column for column in read_columns(None, ZONE) if column.key == "match"]
    cell = column.cell({"match": reason, "likeness": "near"})
    assert cell.pieces == [("Near: ", "bad"), ("", ""), (reason.partition(";")[0], "bad")]
    assert cell.title == reason


@pytest.mark.parametrize(
    ("match", "told"),
    [
        ("7AB given at 1-3; C for ? at 4", ["as asked"]),
        ("corrected from 1XYZ999 to 7ABC123: 7ABC given at 1-4", ["corrected from 1XYZ999 to 7ABC123"]),
        (
            "the camera's other reading 7A8 (80%): 8 read for B at position 3, seen in 1 of 210 B's; 7A given at 1-2",
            ["the camera's other reading 7A8 (80%)", "8 read for B at position 3, seen in 1 of 210 B's"],
        ),
    ],
)
def test_the_reason_tells_what_the_marked_plate_does_not_show(match: str, told: list[str]) -> None:
    cell = why_cell(None)({"match": match, "likeness": "exact"})
    assert [text for text, _ in cell.pieces if text.strip(", ")] == told


async def test_each_plate_tells_how_likely_it_is_and_whether_that_was_measured_or_assumed() -> None:
    asked = model(pattern="7AB*")
    await asked.search()
    assert asked.head
    assert asked.reads is not None
    assert Likely.of(asked.head, asked.reads) is None, "nothing is told of an unknown matrix"
    extra = {"confusion": "assumed-1", "compared": 0}
    likely = Likely.of(asked.head.model_copy(update={"extra": extra}), asked.reads)
    assert likely
    words = why_cell(likely)({"match": "7AB given at 1-3", "likeness": "exact", "likelihood": -0.2 - math.log(40)})
    assert words.pieces[-1] == ("40 times less likely", "quiet")
    assert "assumed-1: assumed, nothing measured here yet" in words.title
    assert likely.words(likely.best) == ("" if likely.even else "likeliest")
    assert replace(likely, even=True).words(likely.best) == "", "nothing is compared where all are alike"
    assert replace(likely, even=False).words(likely.best) == "likeliest"
    assert likely.words(-math.inf) == ""
    assert likely.words(-40.0) == "over a million times less likely"
    extra = {"confusion": "7", "compared": 81_204}
    measured = Likely.of(asked.head.model_copy(update={"extra": extra}), asked.reads)
    assert measured
    assert measured.words(-0.2 - math.log(2)) == "2 times less likely"


async def test_nothing_found_keeps_the_tilde_of_the_whole_pattern_in_front() -> None:
    asked = model(pattern="~ZZZ9999", lookalikes=True)
    for way in asked.loosenings():
        way.apply()
    assert asked.pattern == "~*ZZZ9999*"


async def test_a_search_sends_what_the_form_says() -> None:
    client = FakeSearcher()
    asked = model(client, pattern="7AB?1*", lookalikes=True, use_area=True, radius_km=2.5)
    await asked.search()
    sent = client.calls[0]
    assert sent["circle"] == Circle(latitude=32.792, longitude=-115.563, radius_m=2500)
    assert (sent["pattern"], sent["lookalikes"], sent["end"]) == ("7AB?1*", True, NOW + timedelta(minutes=1))
    assert asked.reads is not None
    assert set(asked.reads["vehicle"]) == {"7ABC123", "7AB8123", "7ABX199"}
    assert asked.status == "23 reads of 3 plates. On record as 14."


async def test_nothing_is_sent_when_the_form_is_wrong() -> None:
    client = FakeSearcher()
    for wrong in ({"pattern": ""}, {"pattern": "*"}, {"pattern": "7A%"}, {"pattern": "7AB1", "end": None}):
        asked = model(client, **wrong)
        await asked.search()
        assert asked.trouble is not None
    too_wide = model(client, pattern="7AB1", use_area=True, radius_km=900.0)
    await too_wide.search()
    assert too_wide.trouble is not None
    assert "200 km" in too_wide.trouble.title
    for nowhere in ({"latitude": 999.0}, {"longitude": -181.0}, {"radius_km": -5.0}, {"radius_km": float("nan")}):
        asked = model(client, pattern="7AB1", use_area=True, **nowhere)
        await asked.search()
        assert "latitude from -90 to 90" in asked.cautions()
    assert client.calls == []


async def test_a_question_is_passed_on_and_the_search_can_be_made_again() -> None:
    client = FakeSearcher(fails=[AssentRequired("Sure?", assent="a", page="/services/edge/assents/a")])
    asked = model(client, pattern="7??????")
    await asked.search()
    assert asked.trouble is not None
    assert asked.trouble.page == "/services/edge/assents/a"
    await asked.search()
    assert asked.trouble is None
    assert asked.head is not None


async def test_a_failure_takes_the_old_answer_off_the_screen() -> None:
    client = FakeSearcher()
    asked = model(client, pattern="7AB?1*")
    await asked.search()
    asked.vehicle = "7ABC123"
    client.fails = [LogUnavailable("The access log can't be written.")]
    await asked.search()
    assert (asked.reads, asked.head, asked.vehicle, asked.busy) == (None, None, "", False)
    assert asked.trouble is not None
    assert "Nothing was released" in asked.trouble.how


async def test_a_long_search_tells_how_far_it_is_and_is_called_off_at_the_custodian() -> None:
    client = FakeSearcher(told=QueryProgress(done=3, of=12, seconds=1.5))
    client.held.clear()
    asked = model(client, pattern="7AB?1*")
    far = asyncio.Event()
    asked.observe(lambda change: far.set() if "3 of 12 parts" in change["new"] else None, "status")
    asking = asyncio.ensure_future(asked.search())
    await asyncio.wait_for(far.wait(), 20)
    assert asked.busy
    asked.cancel()
    await asking
    assert (asked.busy, asked.shown, len(client.called_off)) == (False, None, 1)
    assert asked.status.startswith("Called off")


async def test_nothing_found_offers_to_ask_for_more() -> None:
    asked = model(pattern="ZZZ9999", use_area=True)
    await asked.search()
    labels = [way.label for way in asked.loosenings()]
    assert [label.split()[0] for label in labels] == ["Allow", "Allow", "Search", "Allow", "Search", "Look"]
    assert "asked to confirm" in labels[-1]
    for way in asked.loosenings():
        way.apply()
    assert (asked.lookalikes, asked.candidates, asked.pattern, asked.use_area) == (True, True, "*ZZZ9999*", False)
    assert asked.reading().pattern is not None
    assert asked.loosenings() == []


def labels(**form: object) -> list[str]:
    return [way.label for way in model(**form).loosenings()]


def test_a_wrong_character_and_other_readings_are_offered_where_they_can_be_searched() -> None:
    assert "Allow one wrong character" in labels(pattern="7ABC9")
    assert "Allow one wrong character (you will be asked to confirm)" in labels(pattern="7ABC")
    for pattern in ("7AB?1*", "7A"):
        assert not any("wrong character" in label for label in labels(pattern=pattern))
    loosened = labels(pattern="ZZZ9999", distance=1, candidates=True)
    assert not any("wrong" in label or "readings" in label or "around" in label for label in loosened)


async def test_a_wrong_character_that_is_allowed_is_sent_and_found() -> None:
    client = FakeSearcher()
    asked = model(client, pattern="7ABC124")
    await asked.search()
    assert asked.status.startswith("No read fits.")
    [one_wrong] = [way for way in asked.loosenings() if "wrong" in way.label]
    one_wrong.apply()
    asked.candidates = True
    await asked.search()
    assert [(call["distance"], call["candidates"]) for call in client.calls] == [(0, False), (1, True)]
    assert asked.reads is not None
    assert set(asked.reads["likeness"]) == {"near"}
    assert asked.shown is not None
    assert asked.shown.asked.words.endswith("One character may be wrong, missing or too many.")


async def test_a_run_and_wrong_characters_do_not_go_together_and_nothing_is_sent() -> None:
    client = FakeSearcher()
    asked = model(client, pattern="7AB1*", distance=2)
    assert asked.reading().position == 4
    await asked.search()
    assert asked.trouble is not None
    assert client.calls == []


async def test_the_widest_window_offered_is_the_agencys() -> None:
    asked = model(pattern="ZZZ9999")
    asked.me = asked.me.model_copy(update={"age_days": 60})
    assert [way.label for way in asked.loosenings() if way.asks] == ["Look back 60 days (you will be asked to confirm)"]


async def test_a_short_window_is_widened_without_having_to_confirm_first() -> None:
    asked = model(pattern="ZZZ9999")
    asked.look_back(1)
    assert [way.asks for way in asked.loosenings() if way.label.startswith("Look")] == [False]


def found() -> pl.DataFrame:
    extra = {"match": pl.lit("as asked"), "likeness": pl.lit("exact"), "likelihood": pl.lit(-0.2)}
    return with_vehicle(reads().with_columns(**extra))


def test_vehicles_gather_the_reads_of_one_plate() -> None:
    first = vehicles(found()).row(0, named=True)
    assert (first["vehicle"], first["reads"], first["description"]) == ("7ABC123", 14, "silver Toyota Corolla")
    assert first["first"] < first["last"]


def test_vehicles_are_ranked_by_closeness_then_likelihood_then_reads() -> None:
    how = {
        "7ABX199": ("exact", -9.0),
        "7ABC123": ("lookalike", -4.0),
        "7AB8123": ("lookalike", -1.0),
        "A12BCD3": ("near", -0.5),
        "8XYZ940": ("near", -0.5),
    }
    told = {
        name: [how[plate][place] for plate in found()["plate"]] for place, name in ((0, "likeness"), (1, "likelihood"))
    }
    ranked = vehicles(found().with_columns(pl.Series(name, values) for name, values in told.items()))
    assert ranked["vehicle"].to_list() == ["7ABX199", "7AB8123", "7ABC123", "8XYZ940", "A12BCD3"]


def test_a_vehicle_is_ranked_and_explained_by_the_read_that_fits_it_best() -> None:
    how = {"likeness": ["near", "exact", "lookalike"], "likelihood": [-1.0, -6.0, -2.0], "match": ["n", "e", "l"]}
    frame = found().head(3).with_columns(pl.Series(name, values) for name, values in how.items())
    assert vehicles(frame).select("likeness", "likelihood", "match").row(0) == ("exact", -6.0, "e")


def test_a_corrected_plate_stands_for_the_vehicle() -> None:
    frame = found().head(3).with_columns(resolved_plate=pl.lit("7ABC128"))
    assert set(with_vehicle(frame)["vehicle"]) == {"7ABC128"}


def test_stops_are_numbered_in_the_order_of_time() -> None:
    ordered = in_order(found(), "7ABX199")
    placed, track = stops(ordered, ordered["read_id"][1], ZONE)
    assert ordered["number"].to_list() == [1, 2, 3]
    assert ordered["time"].is_sorted()
    assert len(track) == 3
    assert [stop.label for stop in placed if stop.chosen] == [
        stop.label for stop in placed if "2" in stop.label.split(", ")
    ]
    assert sorted(number for stop in placed for number in stop.label.split(", ")) == ["1", "2", "3"]


async def test_the_records_and_sources_are_named_under_the_result() -> None:
    asked = model(FakeSearcher(who=me(sources=["department", "<b>"])), pattern="7AB?1*")
    await asked.search()
    assert asked.head is not None
    words = recorded(asked.head, ZONE)
    assert "asked in record 14, released in record 15, 2026-11-24 10:30 PST" in words
    assert "Left out, because you hold no grant for it: <b>federal</b>" in words
    assert "&lt;b&gt;" in words


async def test_the_matrix_behind_the_likelihoods_is_named_under_the_result() -> None:
    asked = model(FakeSearcher(), pattern="7AB?1*")
    await asked.search()
    assert asked.head is not None
    assert "matrix of misreads" not in recorded(asked.head, ZONE)
    measured = asked.head.model_copy(update={"extra": {"confusion": "<7>", "compared": 81_204}})
    assert "<b>&lt;7&gt;</b> (measured on 81,204 compared characters)" in recorded(measured, ZONE)
    assumed = asked.head.model_copy(update={"extra": {"confusion": "assumed-1", "compared": 0}})
    assert "<b>assumed-1</b> (assumed: nothing was measured here yet)" in recorded(assumed, ZONE)


async def test_a_cut_answer_says_how_much_is_missing() -> None:
    asked = model(FakeSearcher(), pattern="7AB?1*")
    await asked.search()
    assert asked.head is not None
    assert summary(asked.head.model_copy(update={"count": LIMITS[0], "total": 1200})).startswith(
        "The first 500 of 1,200"
    )
