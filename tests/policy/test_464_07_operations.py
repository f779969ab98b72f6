"""464.7: use stays within the purposes of the policy: official business, trained people, their own sources."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tests.policy.people import Station, analyst, purpose, search
from workbench.errors import PurposeRequired, TrainingRequired
from workbench.policy.caller import Standing
from workbench.policy.purpose import Purpose
from workbench.wire.purpose import PurposeDraft


@pytest.mark.section("464.7")
@pytest.mark.section("464.7(a)")
def test_no_search_without_official_business(station: Station) -> None:
    with pytest.raises(PurposeRequired):
        station.gate.admit(analyst(), None, search())


@pytest.mark.section("464.7(a)")
def test_suspicion_is_no_condition_and_has_no_field() -> None:
    asked = {*PurposeDraft.model_fields, *(field.name for field in fields(Purpose))}
    assert not {name for name in asked if "suspicion" in name or "cause" in name}


@pytest.mark.section("464.7(e)")
def test_no_access_to_reads_before_training_is_complete(station: Station) -> None:
    with pytest.raises(TrainingRequired, match="not complete and signed off") as told:
        station.gate.admit(analyst(standing=Standing()), purpose(), search())
    assert "training notebook" in told.value.how
    assert station.records()[0].body["outcome"] == "refused"
