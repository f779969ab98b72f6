"""Cameras, watched plates, open cases and words on both databases (464.3, 464.7.1(b), 464.9, 464.10(b))."""

from __future__ import annotations

from datetime import date
from threading import Thread

import pytest

from tests.contract.registers import LATER, NOW
from workbench.store.registers import Registers
from workbench.wire.programme_lists import Camera, CaseList, KnownCase, LexiconName, WatchEntry, WatchKind

pytestmark = pytest.mark.section("464.3", "464.10(b)")


def cases(record: int, count: int) -> CaseList:
    return CaseList(name="ñ.csv", cases=count, sha256="ab" * 32, imported_by="adam", imported_at=NOW, record=record)


def test_a_camera_is_what_was_kept_last(registers: Registers) -> None:
    here = Camera(name="ñ 車", source="state", latitude=32.5, longitude=-115.25, place="Main")
    registers.cameras.keep(here, "adam", NOW, 1)
    registers.cameras.keep(here.model_copy(update={"latitude": 33.0}), "eve", LATER, 2)
    (kept,) = registers.cameras.all()
    assert (kept.latitude, kept.kept_by, kept.record, kept.active) == (33.0, "eve", 2, True)
    assert registers.cameras.places("state") == {"ñ 車": (33.0, -115.25)}
    assert registers.cameras.places("department") == {}


@pytest.mark.section("464.7.1(b)")
def test_an_entry_of_the_watch_list_stands_once_for_each_member(registers: Registers) -> None:
    listed = registers.watch_list
    listed.use(b"k" * 32)
    entry = WatchEntry(
        entry=listed.hashed("7ABC123"),
        kind=WatchKind.OWN,
        about="otto",
        note="",
        added_by="adam",
        added_at=NOW,
        record=3,
    )
    assert listed.add(entry)
    assert not listed.add(entry)
    assert listed.add(entry.model_copy(update={"about": ""}))
    assert [(each.entry, each.about) for each in listed.all()] == [(entry.entry, ""), (entry.entry, "otto")]
    assert listed.remove(entry.entry, "otto")
    assert not listed.remove(entry.entry, "otto")
    assert [each.about for each in listed.all()] == [""]


def test_a_list_of_cases_replaces_the_one_before(registers: Registers) -> None:
    open_cases = registers.open_cases
    assert (open_cases.current(), open_cases.listed("26-1")) == (None, None)
    open_cases.replace([KnownCase(number=f"26-{n}") for n in range(12_000)], cases(1, 12_000))
    assert (open_cases.listed("26-11999"), open_cases.listed("26-12000")) == (True, False)
    shut = KnownCase(number="26-4", closed=date(2026, 7, 31), members=["ana", "ben"])
    open_cases.replace([KnownCase(number="IA 26/3"), shut], cases(2, 1))
    assert (open_cases.listed("26-11999"), open_cases.listed("ia 26/3")) == (False, True)
    assert open_cases.current() == cases(2, 1)
    assert open_cases.listed("26-4") is False
    assert open_cases.known() == {"ia 26/3": KnownCase(number="IA 26/3"), "26-4": shut}


def test_words_have_versions_that_nobody_overwrites(registers: Registers) -> None:
    lexicons = registers.lexicons
    assert lexicons.current(LexiconName.VAGUE).version == 0
    kept = [Thread(target=lexicons.keep, args=(LexiconName.VAGUE, [f"w{n}"], "adam", NOW, n)) for n in range(5)]
    for thread in kept:
        thread.start()
    for thread in kept:
        thread.join()
    assert lexicons.current(LexiconName.VAGUE).version == 5
    assert lexicons.current(LexiconName.LABELS).version == 0
