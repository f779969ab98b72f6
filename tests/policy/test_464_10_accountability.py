"""464.10: a login that documents every access, and a legitimate purpose for each, in words that say something."""

from __future__ import annotations

import pytest

from tests.policy.people import Station, analyst, purpose, search
from workbench.errors import LogUnavailable
from workbench.policy.purpose import problems

NARRATIVE = "Grey pick-up taken from a driveway on Orange Avenue overnight."
WHY = "The owner remembers the plate beginning with 7ABC."


@pytest.mark.section("464.10")
def test_what_can_not_be_documented_is_not_done(station: Station) -> None:
    station.journal.close()
    with pytest.raises(LogUnavailable):
        station.gate.admit(analyst(), purpose(), search())


@pytest.mark.section("464.10(a)")
def test_each_access_is_documented_by_name_date_and_time(station: Station) -> None:
    record = station.reader.get(station.gate.admit(analyst(), purpose(), search()).index)
    assert record.user == "ana"
    assert record.body["time"] == f"{record.time:%Y-%m-%dT%H:%M:%S}.00+00:00"


@pytest.mark.section("464.10(a)")
def test_a_sign_in_is_documented_too(station: Station) -> None:
    record = station.gate.event("hub.signin", "ana", "Test Police Department", {"client": {"address": "10.0.0.9"}})
    assert station.reader.get(record.index).body["client"] == {"address": "10.0.0.9"}


@pytest.mark.section("464.10(b)")
@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("case_number", "2026-00417", ""),
        ("case_number", "IA 26/3", ""),
        ("case_number", "", "case, incident or matter number"),
        ("case_number", "n/a", "case, incident or matter number"),
        ("case_number", "12", "case, incident or matter number"),
        ("case_number", "9" * 41, "at most 40 characters; this has 41"),
        ("case_number", "2026\n417", "case, incident or matter number"),
        ("case_number", "\uff12\uff10\uff12\uff16-\uff11", "case, incident or matter number"),
        ("narrative", "", "this has 0"),
        ("narrative", "    ", "this has 0"),
        ("narrative", "investigation", "this has 13"),
        ("narrative", ".", "this has 1"),
        ("narrative", "police investigation, official case", "does not tell"),
        ("narrative", "asdfghjkl qwertyuiop zxcvbnm", "does not tell"),
        ("narrative", "2026-00417 2026-00417", "does not tell"),
        ("narrative", "459 PC 459 PC 459 PC", "does not tell"),
        ("narrative", "stolen truck \u202e reversed text here", "direction-changing"),
        ("narrative", "stolen truck\x07 taken from Main Street", "control"),
        ("narrative", "stolen truck\u200b taken from Main Street", "invisible"),
        ("narrative", "Camio\u0301n robado de la calle Main", "NFC"),
        ("narrative", "Camión robado de la calle Main", ""),
        ("narrative", "truck " * 400, "this has 2,399"),
        ("why_this_plate", "because", "this has 7"),
        ("why_this_plate", NARRATIVE, "repeats the narrative"),
        ("why_this_plate", NARRATIVE.upper(), "repeats the narrative"),
    ],
)
def test_what_a_purpose_must_say(field: str, value: str, wrong: str) -> None:
    stated = {"category": "stolen_plate", "case_number": "2026-00417", "narrative": NARRATIVE, "why_this_plate": WHY}
    found = problems(**{**stated, field: value})
    assert found.keys() == ({field} if wrong else set())
    assert wrong in found.get(field, "")
