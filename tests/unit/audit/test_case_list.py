"""The agency's list of cases, and what our own records are to the detectors (464.6, 464.10(b))."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.policy.people import Station, analyst, purpose, search
from workbench.audit.case_list import case_list
from workbench.audit.own_rows import looked_at
from workbench.audit.row import Case
from workbench.errors import FormatError, StoreUnavailable

pytestmark = pytest.mark.section("464.6", "464.10(b)")


def test_cases_are_read_by_number_with_their_end_and_their_members(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("case_number,closed,members\n26-A1,,ana ben\n26-a2 ,2026-07-31,\n", "utf-8")
    assert case_list(file) == {
        "26-a1": Case(None, frozenset({"ana", "ben"})),
        "26-a2": Case(date(2026, 7, 31), frozenset()),
    }


def test_a_list_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    with pytest.raises(StoreUnavailable):
        case_list(file)
    file.write_text("case,closed\n")
    with pytest.raises(FormatError, match="needs the columns"):
        case_list(file)
    file.write_text("case_number,closed,members\n1,soon,\n")
    with pytest.raises(FormatError) as told:
        case_list(file)
    assert told.value.line == 2


def test_a_record_becomes_a_row_and_a_pattern_is_no_plate(station: Station) -> None:
    for pattern in ("7abc-123", "7ABC*", "7AB"):
        station.gate.admit(analyst(), purpose(), search(pattern))
    rows = looked_at(station.reader, 0, station.gate.records())
    assert [row.plate for row in rows] == ["7ABC123", "", "7AB"]
    assert [row.pattern and row.pattern.text for row in rows] == [None, "7ABC*", None]
    first = rows[0]
    assert (first.user, first.case, first.address, first.trained) == ("ana", "2026-00417", "127.0.0.1", True)
    assert first.reason.startswith("Grey pick-up")
