"""Audits ask the administrators' watch-list, and are told of every member whom a plate concerns (464.7.1(b)-(c))."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.policy.people import NOW, Station
from tests.unit.audit.quarter import OLGA, house, opened
from workbench.audit.own_watch import word_of
from workbench.audit.queue import queue
from workbench.audit.reviewing import rows_of
from workbench.audit.row import Ground
from workbench.wire.audits import AskQueue, AskRows
from workbench.wire.programme_lists import WatchEntry, WatchKind

pytestmark = pytest.mark.section("464.7.1(b)", "464.7.1(c)")

PLATE = "8XYZ123"


def own_ground(station: Station) -> Ground:
    """What the detectors know of the list as it stands now."""
    return Ground(watched=word_of(station.registers), keyed=station.registers.watch_list.short)


def listed(station: Station, plate: str, *concerned: tuple[WatchKind, str]) -> None:
    """An entry for each of them."""
    entry = station.registers.watch_list.hashed(plate)
    for kind, about in concerned:
        said = WatchEntry(entry=entry, kind=kind, about=about, note="", added_by="adam", added_at=NOW, record=3)
        assert station.registers.watch_list.add(said)


def test_a_plate_is_known_by_what_the_list_says_of_it(tmp_path: Path) -> None:
    with Station(tmp_path) as station:
        assert word_of(station.registers) is None
        listed(station, "7ABC123", (WatchKind.HOUSEHOLD, "otto"))
        listed(station, "9AAA111", (WatchKind.COMPLAINANT, ""))
        word = word_of(station.registers)
        assert word is not None
        told = [word(station.registers.watch_list.short(plate)) for plate in ("7ABC123", "9AAA111", "9AAA112")]
        assert told == ["household, otto", "complainant", ""]


def test_a_plate_watched_for_two_members_names_both(tmp_path: Path) -> None:
    with Station(tmp_path) as station, house(station, 3) as made:
        index = made.searched("ben", PLATE)
        listed(station, PLATE, (WatchKind.HOUSEHOLD, "otto"), (WatchKind.COLLEAGUE, "ben"))
        made.ground = own_ground(station)
        now = station.clock
        seen = queue(made.desk(OLGA), AskQueue(start=now - timedelta(days=1), end=now + timedelta(hours=1)))
        (flag,) = (each for each in seen.flags if each.detector == "watch-list")
        assert (flag.user, flag.rows) == ("ben", [index])
        assert "“colleague, ben; household, otto”" in flag.reason


@pytest.mark.section("464.6")
def test_every_row_about_a_watched_plate_comes_into_the_sample(tmp_path: Path) -> None:
    with Station(tmp_path) as station, house(station, 3) as made:
        asked = {made.searched("ben", PLATE) for _ in range(100)}
        listed(station, PLATE, (WatchKind.HOUSEHOLD, "otto"))
        made.ground = own_ground(station)
        audit = opened(made, quarter="2026-Q3", drawn_at=station.clock + timedelta(days=1))
        assert audit.drawn < len(asked), "chance alone takes a part of them"
        assert asked <= {row.index for row in rows_of(made.desk(), AskRows(audit=audit.audit)).rows}
