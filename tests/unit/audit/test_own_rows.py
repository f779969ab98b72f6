"""Our own records as the detectors are told of them (464.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.policy.people import NOW, Station, analyst, purpose, search
from tests.unit.audit.quarter import OLGA, house
from workbench.accesslog.record import Kind, Record
from workbench.audit.detectors.every import flags, idle
from workbench.audit.detectors.overlapping import OVERLAPPING
from workbench.audit.own_rows import is_looked_at, looked_at, row_of
from workbench.audit.queue import queue
from workbench.audit.row import Ground
from workbench.wire.audits import AskQueue

pytestmark = pytest.mark.section("464.6")


def record(index: int, action: str = "search.plates", elements: Mapping[str, Any] | None = None, **body: Any) -> Record:
    """Ana's, on the day of that number."""
    more = {"realm": "live", "elements": elements or {}, "training_record": 1, **body}
    return Record(index, NOW + timedelta(days=index), Kind.INTENT, "ana", action, more)


def test_who_measures_breaches_again_and_again_about_one_person_snoops_as_in_the_log() -> None:
    records = [record(day, "breach.scope", {"number": 1, "user": "ben"}) for day in range(4)]
    assert all(map(is_looked_at, records))
    (flag,) = flags([row_of(each) for each in records], Ground())
    assert (flag.detector, flag.rows) == ("snooping in the log", (0, 1, 2, 3))


@pytest.mark.section("464.5.2")
def test_a_login_that_two_share_is_named_by_its_sign_ins_in_a_log_whose_searches_come_by_a_socket(
    tmp_path: Path,
) -> None:
    with Station(tmp_path) as station, house(station, 3) as made:
        begin = station.gate.records()
        come = [("hub.signin", "192.0.2.7"), ("hub.signin", "198.51.100.4"), ("hub.signout", "192.0.2.7")]
        shared = [signed(station, action, "ben", address, minutes=8) for action, address in come]
        for action, address in (("hub.signin", "192.0.2.9"), ("hub.signout", "192.0.2.9"), ("hub.signin", "192.0.2.7")):
            signed(station, action, "cem", address, minutes=8)
        made.searched("ben")
        now = station.clock
        seen = queue(made.desk(OLGA), AskQueue(start=now - timedelta(days=1), end=now + timedelta(hours=1)))
        (flag,) = (each for each in seen.flags if each.detector == "overlapping sessions")
        assert (flag.user, flag.rows, seen.looked_at) == ("ben", shared, 1)
        assert shared[0] == begin
        assert flag.entries[1].asked == "signed in, from 198.51.100.4"
        assert "overlapping sessions" not in seen.idle


def test_a_wrong_password_from_elsewhere_is_nobodys_second_session(tmp_path: Path) -> None:
    with Station(tmp_path) as station, house(station, 3) as made:
        signed(station, "hub.signin", "ben", "192.0.2.7", minutes=5)
        signed(station, "hub.signin-failed", "ben", "198.51.100.4", minutes=5)
        signed(station, "hub.signin", "ben", "192.0.2.7", minutes=5)
        now = station.clock
        seen = queue(made.desk(OLGA), AskQueue(start=now - timedelta(days=1), end=now + timedelta(hours=1)))
        assert not [each for each in seen.flags if each.detector == "overlapping sessions"]


def signed(station: Station, action: str, user: str, address: str, *, minutes: float) -> int:
    """What the Hub reports so many minutes later; the index of its record."""
    station.clock += timedelta(minutes=minutes)
    told = {"client": {"address": address}, "detail": {}}
    return station.gate.event(action, user, "Test Police Department", told).index


@pytest.mark.section("464.5.2")
def test_a_log_of_accounts_at_a_socket_tells_no_address_so_that_overlapping_sessions_are_idle() -> None:
    at_socket, over_network = (row_of(record(0, client={"address": address})) for address in ("uid 1007", "192.0.2.7"))
    assert (at_socket.address, over_network.address) == ("", "192.0.2.7")
    assert OVERLAPPING in idle([at_socket], Ground())
    assert OVERLAPPING not in idle([at_socket, over_network], Ground())


def test_a_record_becomes_a_row_and_a_pattern_is_no_plate(station: Station) -> None:
    for pattern in ("7abc-123", "7ABC*", "7AB"):
        station.gate.admit(analyst(), purpose(), search(pattern))
    rows = looked_at(station.reader, 0, station.gate.records())
    assert [row.plate for row in rows] == ["7ABC123", "", "7AB"]
    assert [row.pattern and row.pattern.text for row in rows] == [None, "7ABC*", None]
    first = rows[0]
    assert (first.user, first.case, first.address, first.trained) == ("ana", "2026-00417", "127.0.0.1", True)
    assert first.reason.startswith("Grey pick-up")
