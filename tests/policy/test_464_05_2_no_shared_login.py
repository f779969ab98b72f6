"""464.5.2: nobody acts under another's name, and a purpose is its declarer's alone."""

from __future__ import annotations

import pytest

from tests.policy.people import Station, analyst, purpose, search
from workbench.errors import AssentRequired, Refused
from workbench.policy.caller import Caller
from workbench.policy.decision import Assent, Decision, refuse
from workbench.policy.purpose import Purpose
from workbench.policy.sections import Section

pytestmark = pytest.mark.section("464.5.2")


def test_a_purpose_that_somebody_else_declared_opens_nothing(station: Station) -> None:
    with pytest.raises(Refused, match="declared by somebody else") as told:
        station.gate.admit(analyst("ben"), purpose("ana"), search())
    assert told.value.section == "464.5.2"


def test_the_record_bears_the_name_of_whoever_tried(station: Station) -> None:
    with pytest.raises(Refused):
        station.gate.admit(analyst("ben"), purpose("ana"), search())
    (record,) = station.records()
    assert (record.user, record.body["user"]) == ("ben", "ben")


def test_a_confirmation_is_given_by_the_asker_alone(station: Station) -> None:
    def confirm(caller: Caller, purpose: Purpose | None, now: object) -> Decision:
        return refuse(Section.LEGITIMATE_PURPOSE, "This search is wide.", "", Assent.OWN)

    with pytest.raises(AssentRequired) as told:
        station.gate.admit(analyst("ana"), purpose("ana"), search("7*", rules=[confirm]))
    with pytest.raises(Refused, match="Only the person who asked"):
        station.registers.assents.answer(told.value.assent, "ben", True, "", station.clock, record=0)
