"""Who asks by a pattern is seen as who asks for the plate (464.6, 464.7.1(b)-(c)): by the real log's records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.policy.people import Station, person, search
from tests.unit.audit.quarter import ALWAYS, OLGA, House, house, opened
from workbench.audit.own_rows import looked_at
from workbench.audit.own_watch import concerned_in, word_of
from workbench.audit.queue import queue
from workbench.audit.reviewing import rows_of
from workbench.audit.row import Ground
from workbench.gate import Request
from workbench.policy.roles import Operation, Role
from workbench.wire.audits import AskQueue, AskRows, Flagged
from workbench.wire.programme_lists import WatchEntry, WatchKind

pytestmark = pytest.mark.section("464.7.1(b)", "464.7.1(c)")
PLATE = "8XYZ123"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[House]:
    """A quarter in which nobody looked for the plate, which is watched."""
    with Station(tmp_path) as station, house(station, 3) as built:
        watch(built, PLATE, "ben")
        yield built


def watch(made: House, plate: str, about: str) -> None:
    """Put a plate on the administrators' list, and tell the detectors."""
    registers = made.station.registers
    said = WatchEntry(
        entry=registers.watch_list.hashed(plate), kind=WatchKind.HOUSEHOLD, about=about, note="", added_by="adam",
        added_at=made.station.clock, record=3,
    )  # fmt: skip
    assert registers.watch_list.add(said)
    keyed = registers.watch_list.short
    made.ground = Ground(watched=word_of(registers), concerned=concerned_in(registers), keyed=keyed)


def asked(made: House, pattern: str, *shown: str, case: str = "2026-00417", **more: object) -> int:
    """One of Ben's searches a day later, and the plates in its answer; the index of the request."""
    made.later(days=1)
    caller = person(Role.ANALYST, name="ben", standing=ALWAYS)
    purpose = made.purpose(caller)
    object.__setattr__(purpose, "case_number", case)
    receipt = made.station.gate.admit(caller, purpose, search(pattern, **more))
    made.station.gate.release(receipt, {"count": len(shown), "read_ids": ["a" * 32 for _ in shown]}, shown)
    return receipt.index


def looked(made: House, action: str, operation: Operation, *shown: str) -> int:
    """One of Ben's looks that name no plate, and the plates in its answer; the index of the request."""
    made.later(days=1)
    caller = person(Role.ANALYST, name="ben", standing=ALWAYS)
    receipt = made.station.gate.admit(caller, made.purpose(caller), Request(action, operation, {"limit": 500}))
    made.station.gate.release(receipt, {"count": len(shown)}, shown)
    return receipt.index


def flagged(made: House, detector: str) -> list[Flagged]:
    """What this rule says of the last month."""
    now = made.station.clock
    seen = queue(made.desk(OLGA), AskQueue(start=now - timedelta(days=30), end=now + timedelta(hours=1)))
    return [flag for flag in seen.flags if flag.detector == detector]


@pytest.mark.parametrize(
    ("pattern", "more"),
    [
        (PLATE, {}),
        ("8xyz-123", {}),
        ("8XYZ12?", {}),
        ("?XYZ123", {}),
        ("8XYZ123*", {}),
        ("8XY[YZ]123", {}),
        ("~8XYZ123", {}),
        ("BXYZ1Z3", {"lookalikes": True}),
        ("8XYZ124", {"distance": 1}),
        ("8XYZ1234", {"distance": 1}),
    ],
)
def test_no_wildcard_hides_a_watched_plate_although_nothing_was_found(
    made: House, pattern: str, more: dict[str, object]
) -> None:
    index = asked(made, pattern, **more)
    (flag,) = flagged(made, "watch-list")
    assert (flag.user, flag.rows) == ("ben", [index])
    assert PLATE not in flag.reason
    assert "“household, ben”" in flag.reason


@pytest.mark.parametrize(
    ("pattern", "more"), [("8XY*", {}), ("*123", {}), ("8XYZ???", {}), ("8XYZ456", {"distance": 2}), ("??[XY]YZ*", {})]
)
def test_a_wide_pattern_meets_the_list_by_what_its_answer_showed_alone(
    made: House, pattern: str, more: dict[str, object]
) -> None:
    asked(made, pattern, "8XYA123", "8XYB123", **more)
    assert not flagged(made, "watch-list")
    index = asked(made, pattern, "8XYA123", PLATE, **more)
    (flag,) = flagged(made, "watch-list")
    assert flag.rows == [index]
    assert "by patterns" in flag.reason


def test_among_many_plates_somebody_elses_is_there_by_chance_and_the_askers_own_is_not(made: House) -> None:
    town = [f"8XYA{number:03d}" for number in range(30)]
    watch(made, "8XYB777", "otto")
    asked(made, "8XY*", *town, "8XYB777")
    assert not flagged(made, "watch-list")
    few = asked(made, "8XY*", *town[:8], "8XYB777")
    own = asked(made, "8XY*", *town, PLATE)
    told = {flag.reason.split("“")[1].split("”")[0]: flag.rows for flag in flagged(made, "watch-list")}
    assert told == {"household, ben": [own], "household, otto": [few]}


LOOKS = [
    ("search.canvass", Operation.QUERY),
    ("search.convoy", Operation.QUERY),
    ("images.look", Operation.QUERY),
    ("hits.page", Operation.QUERY),
    ("reviews.queue", Operation.REVIEW),
    ("export.reads", Operation.EXPORT),
]


@pytest.mark.parametrize(("action", "operation"), LOOKS)
def test_who_names_no_plate_is_seen_with_a_watched_one_all_the_same(
    made: House, action: str, operation: Operation
) -> None:
    town = [f"8XYA{number:03d}" for number in range(30)]
    watch(made, "8XYB777", "otto")
    looked(made, action, operation, *town[:3])
    looked(made, action, operation, *town, "8XYB777")
    assert not flagged(made, "watch-list")
    few = looked(made, action, operation, "8XYB777")
    own = [looked(made, action, operation, *town, PLATE), asked(made, "8XYZ12?")]
    told = {flag.reason.split("“")[1]: flag.rows for flag in flagged(made, "watch-list")}
    assert told == {
        "household, otto” was shown 1 time where no plate was named.": [few],
        "household, ben” was asked for 1 time, by patterns and shown 1 time where no plate was named.": own,
    }
    assert not flagged(made, "repeat tracking")


def test_what_an_answer_showed_stands_in_no_look_at_the_log_and_no_plate_in_the_record(made: House) -> None:
    index = asked(made, "8XY*", PLATE, "8XYA123") + 1
    record = made.station.reader.get(index)
    keyed = record.body["plates_keyed"]
    assert len(keyed) == 32
    assert made.station.registers.watch_list.short(PLATE) in keyed
    assert PLATE not in str(record.body)
    assert '"plates_keyed"' not in next(made.station.reader.in_clear(index, index + 1)).__str__()
    seen = queue(made.desk(OLGA), AskQueue(start=record.time - timedelta(days=3), end=record.time + timedelta(1)))
    assert seen.flags
    assert keyed not in seen.model_dump_json()


def test_a_plate_that_is_followed_by_ever_other_patterns_is_named_once(made: House) -> None:
    ways = ["8XYZ12?", "8XY*", "?XYZ123", "8X?Z123", "8*3"]
    rows = [asked(made, way, PLATE, f"8XYA12{n}", case=f"2026-0050{n}") for n, way in enumerate(ways)]
    (flag,) = flagged(made, "repeat tracking")
    assert (flag.user, flag.rows) == ("ben", rows)
    assert "5 times, by patterns, on 5 days" in flag.reason
    assert "under 5 different cases" in flag.reason


def test_narrow_patterns_follow_a_plate_that_no_camera_saw(made: House) -> None:
    rows = [asked(made, way, case=f"2026-0050{n}") for n, way in enumerate(["8XYZ12?", "?XYZ123", "8XYZ123"])]
    (flag,) = flagged(made, "repeat tracking")
    assert flag.rows == rows
    assert "3 times, 2 of them by patterns, on 3 days" in flag.reason


def test_the_same_wide_pattern_under_many_cases_tracks_nobody_while_other_plates_come_out(made: House) -> None:
    for number in range(6):
        asked(made, "8XY*", f"8XYA10{number}", f"8XYB20{number}", case=f"2026-0050{number}")
    assert not flagged(made, "repeat tracking")


@pytest.mark.section("464.6")
def test_rows_whose_pattern_reached_a_watched_plate_come_into_the_sample(made: House) -> None:
    narrow = {asked(made, "8XYZ12?") for _ in range(40)}
    wide = {asked(made, "8XY*", PLATE) for _ in range(40)}
    others = {asked(made, "8XY*", "8XYA123") for _ in range(120)}
    audit = opened(made, quarter="2026-Q3", drawn_at=made.station.clock + timedelta(days=1))
    drawn = {row.index for row in rows_of(made.desk(), AskRows(audit=audit.audit)).rows}
    assert narrow | wide <= drawn
    assert not others <= drawn


def test_an_answer_that_is_recorded_after_the_last_row_is_still_that_rows(made: House) -> None:
    index = asked(made, "8XY*", PLATE)
    (*_, last) = looked_at(made.station.reader, 0, index + 1)
    assert (last.index, len(last.released)) == (index, 1)
