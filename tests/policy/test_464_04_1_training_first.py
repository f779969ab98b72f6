"""464.4.1: training and a copy of the policy come before any access, checked at each request."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.policy.people import NOW, TRAINED, VERSION, Station, analyst, purpose, search
from workbench.errors import TrainingRequired
from workbench.policy.caller import Realm, Standing
from workbench.policy.standing import decide_standing

pytestmark = pytest.mark.section("464.4.1")

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("standing", "allowed", "reason"),
    [
        (TRAINED, True, ""),
        (Standing(), False, "not complete"),
        (replace(TRAINED, trained_until=None), False, "not complete"),
        (replace(TRAINED, signed_off_by=None), False, "not complete"),
        (replace(TRAINED, trained_until=NOW + DAY), True, ""),
        (replace(TRAINED, trained_until=NOW), False, "ended on 2026-03-02"),
        (replace(TRAINED, trained_until=NOW - DAY), False, "ended on 2026-03-01"),
        (replace(TRAINED, acknowledged=None), False, f"version {VERSION}"),
        (replace(TRAINED, acknowledged="2025-01"), False, f"version {VERSION}"),
    ],
    ids=["in order", "nothing", "no end", "not signed off", "a day left", "ends now", "ended", "no copy", "old copy"],
)
def test_who_may_query_by_training(standing: Standing, allowed: bool, reason: str) -> None:
    decision = decide_standing(standing, NOW, VERSION)
    assert decision.allowed is allowed
    assert reason in decision.reason


def test_training_that_ends_in_mid_session_ends_the_next_search(station: Station) -> None:
    ending = replace(TRAINED, trained_until=NOW + timedelta(minutes=5))
    station.gate.admit(analyst(standing=ending), purpose(), search())
    station.clock = NOW + timedelta(minutes=5)
    with pytest.raises(TrainingRequired, match="training ended"):
        station.gate.admit(analyst(standing=ending), purpose(), search())


def test_the_training_store_is_open_to_whoever_is_still_learning(station: Station) -> None:
    learner = analyst(standing=Standing())
    receipt = station.gate.admit(learner, purpose(realm=Realm.TRAINING), search(realm=Realm.TRAINING))
    assert receipt.realm is Realm.TRAINING


def test_a_purpose_for_the_training_store_does_not_open_the_reads(station: Station) -> None:
    with pytest.raises(TrainingRequired, match="declared for the training store"):
        station.gate.admit(analyst(), purpose(realm=Realm.TRAINING), search(realm=Realm.LIVE))
