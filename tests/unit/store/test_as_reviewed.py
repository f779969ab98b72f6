"""Whatever was read and reviewed, a search finds what a plain look at every read finds (464.7(d), 464.7(g))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import standing
from tests.policy.people import NOW, Station
from tests.unit.plates.strategies import oracle, pattern_texts, plates
from tests.unit.store.reads_ground import opened, read, receipt_of, table
from tests.unit.store.test_reads_oracle import circles, inside, readings, seen, sources, windows
from workbench.plates.key import pack, pack_many
from workbench.plates.pattern import Pattern, parse
from workbench.policy.reviews import Outcome, Said
from workbench.store.as_reviewed import ReadsAsReviewed
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.reviews import Terms
from workbench.store.sightings import Where
from workbench.wire.search import Circle, Window

pytestmark = pytest.mark.section("464.7(d)", "464.7(g)")

words = st.none() | st.sampled_from([Outcome.ACCEPTED, Outcome.REJECTED, Outcome.UNREADABLE]) | plates
"""What is said of a read: nothing, a word, or the plate that it is corrected to."""
Row = tuple[dict[str, Any], Outcome | str | None, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receipt]:
    with Station(tmp_path_factory.mktemp("station")) as station:
        yield receipt_of(station)


def reviewed(folder: Path, rows: list[Row], receipt: Receipt) -> tuple[ReadsAsReviewed, list[dict[str, Any]]]:
    """Reads in a store, reviewed; and the same as a plain list, with what was said of them."""
    store, registers = opened(folder / "reads"), Registers.open(standing.in_file(folder / "registers.sqlite"))
    every = [read(f"r-{place}", **row, candidates=others) for place, (row, _, others) in enumerate(rows)]
    store.append(table(every), receipt)
    stored = {one["read_id"]: one for one in table(every).iter_rows(named=True)}
    for one, (_, word, _) in zip(every, rows, strict=True):
        if word is None:
            continue
        corrected = None if isinstance(word, Outcome) or word == one["plate"] else word
        outcome = word if isinstance(word, Outcome) else Outcome.CORRECTED if corrected else Outcome.ACCEPTED
        said = Said(0, outcome, "ana", corrected)
        registers.reviews.say(stored[one["read_id"]], said, "", Terms(), NOW, receipt)
        one["outcome"], one["resolved_plate"] = outcome, corrected or one["resolved_plate"]
    return ReadsAsReviewed(store, registers.reviews), every


def closeness(pattern: Pattern, typed: str, one: dict[str, Any], *, candidates: bool) -> int | None:
    """0 as asked, 1 by a look-alike, 3 by another reading alone; None when it does not fit."""
    shown = [plate for plate in (one["plate"], one["resolved_plate"]) if plate]
    if any(oracle(parse(typed), typed).fullmatch(plate) for plate in shown):
        return 0
    if any(oracle(pattern, typed).fullmatch(plate) for plate in shown):
        return 1
    others = [each["plate"] for each in one["candidates"]] if candidates else []
    return 3 if any(oracle(pattern, typed).fullmatch(plate) for plate in others) else None


def shown_as(pattern: Pattern, typed: str, one: dict[str, Any]) -> list[str]:
    """The plates by which a read may be counted."""
    each = [one["resolved_plate"], one["plate"], *(other["plate"] for other in one["candidates"])]
    return [plate for plate in each if plate and oracle(pattern, typed).fullmatch(plate)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(seen, words, readings), min_size=1, max_size=30),
    pattern_texts,
    st.booleans(),
    st.booleans(),
    windows,
    circles,
    sources,
    st.integers(1, 40),
)
def test_a_search_finds_reads_by_what_was_observed_and_by_what_a_person_corrected(
    receipt: Receipt,
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[Row],
    typed: str,
    lookalikes: bool,
    candidates: bool,
    window: Window | None,
    circle: Circle | None,
    granted: frozenset[str] | None,
    limit: int,
) -> None:
    store, every = reviewed(tmp_path_factory.mktemp("store"), rows, receipt)
    pattern = parse(typed, lookalikes=lookalikes)
    query = PlateQuery(pattern, window, circle, granted, limit, candidates)
    fitting = [
        (close, one)
        for one in every
        if (close := closeness(pattern, typed, one, candidates=candidates)) is not None and inside(query, one)
    ]
    fitting.sort(key=lambda pair: (pair[0], NOW - pair[1]["time"], pair[1]["read_id"]))

    found = store.find(query, receipt)

    assert found.total == len(fitting)
    assert found.reads["read_id"].to_list() == [one["read_id"] for _, one in fitting[:limit]]
    assert found.closeness.tolist() == [close for close, _ in fitting[:limit]]
    for row, (_, one) in zip(found.reads.iter_rows(named=True), fitting, strict=False):
        outcome = one.get("outcome")
        assert (row["plate"], row["resolved_plate"]) == (one["plate"], one["resolved_plate"])
        assert (row["review"], row["reviewed_by"]) == ((outcome.value, "ana") if outcome else (None, None))
    counted = [shown_as(pattern, typed, one) for _, one in fitting if one.get("outcome") is not Outcome.REJECTED]
    assert found.plates == len(found.keys) <= len(counted)
    if not candidates:
        assert set(found.keys.tolist()) == {pack(plates[0]) for plates in counted}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(seen, words, readings), min_size=1, max_size=30), st.sets(plates, max_size=4), sources)
def test_sightings_are_of_the_corrected_plates_and_leave_rejected_reads_out(
    receipt: Receipt,
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[Row],
    others: set[str],
    granted: frozenset[str] | None,
) -> None:
    store, every = reviewed(tmp_path_factory.mktemp("store"), rows, receipt)
    asked = others | {every[0]["plate"], every[-1]["resolved_plate"] or every[-1]["plate"]}
    stand = [
        one
        for one in every
        if one.get("outcome") is not Outcome.REJECTED and (granted is None or one["source"] in granted)
    ]
    stand.sort(key=lambda one: (one["time"], one["read_id"]))
    told = [(one["read_id"], one["plate"], one["resolved_plate"]) for one in stand]
    columns = ("read_id", "plate", "resolved_plate")

    at = store.at(Where(sources=granted), receipt, most=1000)
    assert at.select(columns).rows() == told
    assert at["key"].to_list() == _keys([resolved or plate for _, plate, resolved in told])

    found = store.of_plates(pack_many(sorted(asked)), Where(sources=granted), receipt)
    assert found.select(columns).rows() == [row for row in told if {row[1], row[2]} & asked]
    assert found.schema == at.schema

    spots = pl.DataFrame(
        {"spot": [7], "time": [NOW - timedelta(days=40)], "latitude": [0.0], "longitude": [0.0]},
        schema_overrides={"spot": pl.UInt32, "time": pl.Datetime("us", "UTC")},
    )
    near = store.around(spots, 90 * 86_400.0, 100_000.0, Where(sources=granted), receipt, most=1000)
    placed = [row for row, one in zip(told, stand, strict=True) if one["latitude"] is not None]
    assert near.select(columns).rows() == placed


def _keys(plates: list[str]) -> list[int]:
    return pack_many(plates).astype("int64").tolist()


def test_without_reviews_a_store_tells_that_nothing_was_said(tmp_path: Path, receipt: Receipt) -> None:
    store = opened(tmp_path)
    store.append(table([read("r-1", "7ABC123")]), receipt)
    (row,) = ReadsAsReviewed(store, None).find(PlateQuery(parse("7ABC123")), receipt).reads.iter_rows(named=True)
    assert (row["read_id"], row["review"], row["reviewed_by"]) == ("r-1", None, None)
