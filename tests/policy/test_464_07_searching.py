"""464.7(d): partial plates of suspects' vehicles around a scene; 464.7(f): from granted sources only."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.policy.people import NOW, Station, analyst, purpose, search
from tests.unit.store.reads_ground import opened
from workbench.errors import PatternError
from workbench.plates.pattern import parse
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.search import Circle, Window

SCENE = (32.792, -115.563)
HOUR = timedelta(hours=1)
SEEN = [
    # read, plate, hours before noon, degrees north of the scene (0.01 is 1.1 km), source
    ("near", "7ABC123", 2, 0.0, "department"),
    ("away", "7ABC123", 2, 0.05, "department"),
    ("early", "7ABC123", 50, 0.0, "department"),
    ("state", "7ABC123", 2, 0.0, "state"),
    ("lookalike", "7A8C123", 2, 0.0, "department"),
    ("other", "6XYZ999", 2, 0.0, "department"),
]
PARTIAL = parse("7AB?1*")
AROUND = Circle(latitude=SCENE[0], longitude=SCENE[1], radius_m=800)
THAT_MORNING = Window(start=NOW - 3 * HOUR, end=NOW)


@pytest.fixture
def store(station: Station, tmp_path: Path) -> ReadStore:
    """The reads of a morning around a scene."""
    rows = [
        {
            "read_id": name,
            "plate": plate,
            "time": NOW - hours * HOUR,
            "latitude": SCENE[0] + north,
            "longitude": SCENE[1],
            "source": source,
        }
        for name, plate, hours, north, source in SEEN
    ]
    store = opened(tmp_path / "reads")
    store.append(pl.DataFrame(rows, schema=READ_SCHEMA), station.gate.admit(analyst(), purpose(), search()))
    return store


@pytest.mark.section("464.7(d)")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        (PlateQuery(PARTIAL), {"near", "away", "early", "state"}),
        (PlateQuery(parse("7AB?1*", lookalikes=True)), {"near", "away", "early", "state", "lookalike"}),
        (PlateQuery(PARTIAL, circle=AROUND), {"near", "early", "state"}),
        (PlateQuery(PARTIAL, window=THAT_MORNING), {"near", "away", "state"}),
        (PlateQuery(PARTIAL, window=THAT_MORNING, circle=AROUND), {"near", "state"}),
        (PlateQuery(parse("*9*"), window=THAT_MORNING, circle=AROUND), {"other"}),
        (PlateQuery(parse("8*")), set()),
    ],
    ids=["partial", "look-alikes", "around the scene", "that morning", "all together", "one digit", "none"],
)
def test_a_partial_plate_is_searched_around_a_scene(
    station: Station, store: ReadStore, query: PlateQuery, found: set[str]
) -> None:
    receipt = station.gate.admit(analyst(), purpose(), search(query.pattern.text))
    assert set(store.find(query, receipt).reads["read_id"]) == found


@pytest.mark.section("464.7(d)")
@pytest.mark.parametrize("pattern", ["", "*", "?", "???*", "* - *"])
def test_a_pattern_that_would_list_everybodys_plates_is_no_partial_plate(pattern: str) -> None:
    with pytest.raises(PatternError) as told:
        parse(pattern)
    assert told.value.section == "464.7(d)"


@pytest.mark.section("464.7(f)")
@pytest.mark.parametrize(
    ("sources", "found"),
    [
        (frozenset({"department"}), {"near", "away", "early"}),
        (frozenset({"state"}), {"state"}),
        (frozenset({"department", "state"}), {"near", "away", "early", "state"}),
        (frozenset({"federal"}), set()),
        (frozenset(), set()),
    ],
)
def test_reads_of_a_source_that_was_not_granted_are_not_mixed_in(
    station: Station, store: ReadStore, sources: frozenset[str], found: set[str]
) -> None:
    receipt = station.gate.admit(analyst(), purpose(), search())
    assert set(store.find(PlateQuery(PARTIAL, sources=sources), receipt).reads["read_id"]) == found


@pytest.mark.section("464.7(f)")
def test_a_source_is_granted_person_by_person_under_a_record_and_can_be_taken_back(station: Station) -> None:
    sources = station.registers.sources
    assert sources.granted("ana") == frozenset()
    sources.grant("ana", "state", by="adam", record=1)
    assert sources.granted("ana") == {"state"}
    assert sources.granted("ben") == frozenset()
    sources.revoke("ana", "state")
    assert sources.granted("ana") == frozenset()
