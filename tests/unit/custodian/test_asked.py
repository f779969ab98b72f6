"""A question is asked in words (464.10(b)): what nobody asked for is left away, and nothing is said twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from workbench.custodian.asked import in_words, question
from workbench.policy.decision import Assent
from workbench.store.registers.assents import AssentRow, State

pytestmark = pytest.mark.section("464.10(b)", "464.11")

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")
PURPOSE = {"case_number": "26-04712", "category": "criminal_investigation"}


def asked(elements: dict[str, Any]) -> AssentRow:
    """Ana's question whether these reads may be taken out."""
    summary = {"action": "export.reads", "realm": "live", "elements": elements, "purpose": PURPOSE}
    times = {"asked_at": NOW, "expires_at": NOW + timedelta(hours=1), "answered_at": None}
    who = {"needs": Assent.OWN, "asked_by": "ana", "answered_by": None}
    what = {"assent": "a-1", "digest": "0" * 64, "action": "export.reads", "subject": "", "note": ""}
    return AssentRow(**what, **who, **times, summary=summary, state=State.PENDING)


def test_ways_to_widen_a_search_are_told_only_where_somebody_asked_for_them() -> None:
    plain = {"pattern": "7?BR4*", "lookalikes": False, "distance": 0, "candidates": False, "search": "plates"}
    assert dict(in_words(plain, ZONE)) == {"Pattern": "7?BR4*", "Kind of search": "by a partial plate"}
    wide = {"lookalikes": True, "distance": 1, "candidates": True}
    assert dict(in_words(wide, ZONE)) == {
        "Look-alikes": "yes",
        "Characters that may differ": "1",
        "Cameras' other readings too": "yes",
    }


def test_the_case_is_said_once_and_another_cases_file_is_named_as_such() -> None:
    told = question(asked({"format": "pdf", "case_number": "26-04712"}), ZONE)
    assert told.title == "Confirm that you take these reads out as a file"
    assert list(told.details.items())[-3:] == [
        ("Format of the file", "paper (PDF)"),
        ("Case", "26-04712"),
        ("Purpose", "Criminal investigation"),
    ]
    other = question(asked({"case_number": "26-09999"}), ZONE).details
    assert (other["Case whose file it goes into"], other["Case"]) == ("26-09999", "26-04712")
