"""Whatever is stored and asked, the store finds what a plain look at every read finds (464.7(d))."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.people import NOW, Station
from tests.unit.plates.strategies import oracle, pattern_texts, plates
from tests.unit.store.reads_ground import opened, read, receipt_of, table
from workbench.errors import PatternError
from workbench.plates.confusion import Confusion
from workbench.plates.explain import Likeness, explain
from workbench.plates.pattern import Pattern, parse
from workbench.search.reasons import with_reasons
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.segments.places import EARTH_RADIUS_M
from workbench.wire.search import Circle, Window

CLOSENESS = tuple(Likeness)
times = st.integers(0, 80 * 24).map(lambda hours: NOW - timedelta(hours=hours))
degrees = st.integers(-20, 20).map(lambda steps: steps / 1000)
windows = st.none() | st.tuples(times, times).filter(lambda pair: pair[0] != pair[1]).map(
    lambda pair: Window(start=min(pair), end=max(pair))
)
circles = st.none() | st.integers(1, 3000).map(lambda metres: Circle(latitude=0.0, longitude=0.0, radius_m=metres))
sources = st.none() | st.frozensets(st.sampled_from(["department", "state"]))
seen = st.fixed_dictionaries(
    {
        "plate": plates,
        "resolved_plate": st.none() | plates,
        "time": times,
        "latitude": st.none() | degrees,
        "longitude": degrees,
        "source": st.sampled_from(["department", "state"]),
    }
)


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receipt]:
    with Station(tmp_path_factory.mktemp("station")) as station:
        yield receipt_of(station)


def fits(pattern: Pattern, typed: str, one: dict[str, Any]) -> bool:
    wanted = oracle(pattern, typed)
    return any(wanted.fullmatch(plate) for plate in (one["plate"], one["resolved_plate"]) if plate)


def inside(query: PlateQuery, one: dict[str, Any]) -> bool:
    if query.window and not query.window.start <= one["time"] < query.window.end:
        return False
    if query.sources is not None and one["source"] not in query.sources:
        return False
    if query.circle is None:
        return True
    if one["latitude"] is None:
        return False
    return EARTH_RADIUS_M * math.radians(math.hypot(one["latitude"], one["longitude"])) <= query.circle.radius_m


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(seen, min_size=1, max_size=25), min_size=1, max_size=3),
    pattern_texts,
    st.booleans(),
    windows,
    circles,
    sources,
    st.integers(1, 60),
)
def test_the_store_finds_what_a_plain_look_finds(
    receipt: Receipt,
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[list[dict[str, Any]]],
    typed: str,
    lookalikes: bool,
    window: Window | None,
    circle: Circle | None,
    granted: frozenset[str] | None,
    limit: int,
) -> None:
    folder: Path = tmp_path_factory.mktemp("store")
    store = opened(folder)
    all_reads = []
    for number, rows in enumerate(batches):
        reads = [read(f"{number}-{place}", **row) for place, row in enumerate(rows)]
        store.append(table(reads), receipt)
        all_reads += reads
    pattern = parse(typed, lookalikes=lookalikes)
    query = PlateQuery(pattern, window, circle, granted, limit)
    wanted = [one for one in all_reads if fits(pattern, typed, one) and inside(query, one)]
    exact = {one["read_id"] for one in wanted if fits(parse(typed), typed, one)}
    wanted.sort(key=lambda one: (one["read_id"] not in exact, NOW - one["time"], one["read_id"]))
    for asked in (store, opened(folder)):
        found = asked.find(query, receipt)
        assert found.total == len(wanted)
        assert found.reads["read_id"].to_list() == [one["read_id"] for one in wanted[:limit]]
        assert found.plates <= len(wanted)


readings = st.lists(st.builds(dict, plate=plates, confidence=st.none() | st.sampled_from([0.25, 0.5])), max_size=3)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(plates, st.none() | plates, readings), min_size=1, max_size=40),
    pattern_texts,
    st.booleans(),
    st.integers(0, 2),
    st.booleans(),
    st.integers(1, 60),
)
def test_edits_and_other_readings_are_found_as_each_plates_explanation_tells(
    receipt: Receipt,
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str | None, list[dict[str, Any]]]],
    typed: str,
    lookalikes: bool,
    distance: int,
    candidates: bool,
    limit: int,
) -> None:
    try:
        pattern = parse(typed, lookalikes=lookalikes, distance=distance)
    except PatternError:
        pattern = parse(typed, lookalikes=lookalikes)
    reads = [
        read(f"{number}", plate, NOW - timedelta(hours=number), resolved_plate=resolved, candidates=others)
        for number, (plate, resolved, others) in enumerate(rows)
    ]

    def closeness(one: dict[str, Any]) -> int | None:
        found = [explain(pattern, plate) for plate in (one["plate"], one["resolved_plate"]) if plate]
        if matched := [CLOSENESS.index(match.likeness) for match in found if match]:
            return min(matched)
        other = any(explain(pattern, each["plate"]) for each in one["candidates"])
        return len(CLOSENESS) if candidates and other else None

    store = opened(tmp_path_factory.mktemp("store"))
    store.append(table(reads), receipt)
    found = store.find(PlateQuery(pattern, limit=limit, candidates=candidates), receipt)
    wanted = sorted((how, one["read_id"]) for one in reads if (how := closeness(one)) is not None)
    wanted.sort(key=lambda pair: (pair[0], int(pair[1])))
    assert found.total == len(wanted)
    assert found.reads["read_id"].to_list() == [read_id for _, read_id in wanted[:limit]]
    told = with_reasons(pattern, found.reads, Confusion.prior())
    assert told["likelihood"].is_finite().all()
    names = [*(likeness.value for likeness in CLOSENESS), "candidate"]
    assert told["likeness"].to_list() == [names[how] for how, _ in wanted[:limit]]
