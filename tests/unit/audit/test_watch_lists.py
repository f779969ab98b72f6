"""Detectors ask both lists of watched plates: the auditors' and the administrator's (464.7.1(b), 464.7.1(c))."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.people import NOW, Station
from workbench.audit.watching import WatchKey, word_of
from workbench.wire.programme_lists import WatchEntry, WatchKind

pytestmark = pytest.mark.section("464.7.1(b)", "464.7.1(c)")

KEY = WatchKey(b"auditors" * 4)


def entry(station: Station, plate: str, about: str) -> WatchEntry:
    hashed = station.registers.watch_list.hashed(plate)
    return WatchEntry(
        entry=hashed, kind=WatchKind.HOUSEHOLD, about=about, note="", added_by="adam", added_at=NOW, record=3
    )


def test_a_plate_is_known_by_the_word_of_whichever_list_has_it(tmp_path: Path) -> None:
    with Station(tmp_path) as station:
        registers = station.registers
        registers.watch_list.use(b"custodian's key, 32 bytes of it!")
        assert word_of(registers, KEY) is None
        registers.watch_list.add(entry(station, "7ABC123", "otto"))
        registers.watch_list.add(entry(station, "8XYZ940", ""))
        only = word_of(registers, KEY)
        assert only is not None
        assert (only("7ABC123"), only("8XYZ940"), only("9AAA111")) == ("household, otto", "household", "")
        registers.watched_plates.watch(KEY.hashed("9AAA111"), "complainant of May", "aud", NOW, 4)
        both = word_of(registers, KEY)
        assert both is not None
        assert (both("7ABC123"), both("9AAA111"), both("9AAA112")) == ("household, otto", "complainant of May", "")


def test_without_an_entry_of_the_administrators_no_key_is_asked_for(tmp_path: Path) -> None:
    with Station(tmp_path) as station:
        station.registers.watched_plates.watch(KEY.hashed("9AAA111"), "complainant of May", "aud", NOW, 4)
        told = word_of(station.registers, KEY)
        assert told is not None
        assert told("7ABC123") == ""
