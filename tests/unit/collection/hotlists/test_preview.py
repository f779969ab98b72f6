"""A list is looked through before it is put in force (464.5, 464.7(f), 464.7(g)): nothing changes, on record twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.policy.conftest import station
from tests.policy.people import NOW, Station, analyst, purpose
from tests.unit.collection.desk import SETTINGS
from tests.unit.collection.hotlists.lists import HEADER, TERMS, administrator, install
from workbench.accesslog.record import Kind
from workbench.collection.hotlists.differences import differences, frame_of
from workbench.collection.hotlists.preview import preview_hotlist
from workbench.errors import BadInput, FormatError, Refused
from workbench.policy.caller import Caller
from workbench.policy.purpose import Purpose
from workbench.store.registers.hotlists import Entry
from workbench.wire.hotlist_entries import HotlistPreview, PreviewOffer

__all__ = ["station"]
pytestmark = pytest.mark.section("464.7(g)")

DAY = timedelta(days=1)
_MINE: Any = object()


def look(
    station: Station, lines: str, caller: Caller | None = None, why: Purpose | None = _MINE, **terms: Any
) -> HotlistPreview:
    asked = PreviewOffer.model_validate({"offer": {**TERMS, **terms}})
    stated = purpose("adam") if why is _MINE else why
    who = caller or administrator()
    return preview_hotlist(station.gate, station.registers, who, stated, asked, (HEADER + lines).encode(), SETTINGS)


def entry(plate: str, **changes: Any) -> Entry:
    known: dict[str, Any] = {"entry_id": "0" * 32, "state": "CA", "reason": "stolen", "case_number": "26-1", "note": ""}
    return Entry(**{**known, "plate": plate, "entered": NOW, "expires": NOW + DAY, **changes})


def test_what_would_change_is_told_and_nothing_is_changed(station: Station) -> None:
    first = install(station, "7ABC123,CA,,,,,\n7ABC124,CA,,,,,\n7ABC125,,,,,,\n")
    before = station.registers.hotlists.page(None, 10)
    told = look(station, "7ABC123,CA,,,,,\n7ABC124,CA,felony vehicle,,,,\n6XYZ999,CA,,,,,\n7ABC123,CA,,,,,\n,,,,,,\n")
    assert (told.accepted, told.duplicate, told.rejected, told.problems[0].line) == (3, 1, 1, 6)
    assert (told.added, told.removed, told.changed, told.same) == (1, 1, 1, 1)
    assert (told.replaces, told.before, told.changed_fields) == (first.version, 3, {"reason": 1})
    assert [(c.before and c.before.plate, c.after and c.after.plate, c.fields) for c in told.changes] == [
        (None, "6XYZ999", []),
        ("7ABC125", None, []),
        ("7ABC124", "7ABC124", ["reason"]),
    ]
    assert [each.plate for each in told.first] == ["7ABC123", "7ABC124", "6XYZ999"]
    assert station.registers.hotlists.page(None, 10) == before


@pytest.mark.section("464.5")
def test_the_look_is_on_record_before_and_after_with_every_plate_that_was_shown(station: Station) -> None:
    told = look(station, "7ABC123,CA,,,,,\n")
    before, after = station.records()[-2:]
    assert (before.index, before.action, before.purpose["case_number"]) == (
        told.record, "hotlists.preview", purpose().case_number,
    )  # fmt: skip
    assert (after.index, after.body["intent"], after.body["count"]) == (told.result_record, told.record, 1)


@pytest.mark.section("464.7(f)")
def test_to_whom_the_source_was_not_granted_nothing_that_is_in_force_is_shown(station: Station) -> None:
    install(station, "7ABC123,CA,,,,,\n")
    told = look(station, "6XYZ999,CA,,,,,\n", replace(administrator(), sources=frozenset()))
    assert (told.added, told.removed, told.shown) == (1, 1, False)
    assert [(change.before, change.after and change.after.plate) for change in told.changes] == [(None, "6XYZ999")]


@pytest.mark.section("464.5", "464.4")
def test_nobody_looks_a_list_through_without_role_and_purpose(station: Station) -> None:
    for who, why in ((administrator(), None), (administrator(), purpose("ana")), (analyst("adam"), purpose("adam"))):
        with pytest.raises(Refused):
            look(station, "7ABC123,CA,,,,,\n", who, why)
        assert station.records()[-1].kind is Kind.REFUSAL
    with pytest.raises(Refused, match="no source of this agency"):
        look(station, "7ABC123,CA,,,,,\n", source="neighbour")


def test_a_file_that_holds_no_list_is_told(station: Station) -> None:
    with pytest.raises(FormatError, match="no entry that can be taken"):
        look(station, ",,,,,,\n")
    assert station.records()[-1].body["outcome"] == "failed"
    with pytest.raises(BadInput, match="typed in one by one"):
        look(station, "7ABC123,CA,,,,,\n", name="Own entries")


def test_what_was_looked_through_is_installed_only_beside_the_version_it_was_compared_with(station: Station) -> None:
    told = look(station, "7ABC123,CA,,,,,\n")
    assert told.replaces == 0
    assert install(station, "7ABC123,CA,,,,,\n", replaces=0).version == 1
    with pytest.raises(BadInput, match="came into force meanwhile"):
        install(station, "6XYZ999,CA,,,,,\n", replaces=0)
    assert len(station.registers.hotlists.page(None, 10)) == 1
    assert install(station, "6XYZ999,CA,,,,,\n", replaces=1).version == 2
    assert install(station, "6XYZ999,CA,,,,,\n").repeated


def test_a_plate_that_is_listed_for_two_cases_is_compared_case_by_case() -> None:
    before = frame_of([entry("7ABC123"), entry("7ABC123", case_number="26-2")])
    after = frame_of(
        [entry("7ABC123", case_number="26-2", note="seen"), entry("7ABC123"), entry("7ABC123", state="AZ")]
    )
    found = differences(before, after)
    assert (found.added, found.removed, found.changed, found.same) == (1, 0, 1, 1)
    assert found.changed_fields == {"note": 1}
    assert differences(after, after).same == 3
    none = frame_of([])
    assert (differences(none, after).added, differences(after, none).removed) == (3, 3)
