"""464.4.1: training and a copy of the policy come before any access, checked at each request."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.policy.people import NOW, TRAINED, VERSION, Station, analyst, person, purpose, search
from workbench.errors import TrainingRequired
from workbench.policy.access import decide_access
from workbench.policy.caller import Realm, Standing
from workbench.policy.roles import PERSONAL, Operation, Role, operations
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
        (replace(TRAINED, signed_off_at=NOW), True, ""),
        (replace(TRAINED, signed_off_at=NOW + DAY), False, "which has not come yet"),
    ],
    ids=[
        "in order",
        "nothing",
        "no end",
        "not signed off",
        "a day left",
        "ends now",
        "ended",
        "no copy",
        "old copy",
        "signed now",
        "signed tomorrow",
    ],
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


BEFORE_TRAINING = {
    Operation.DECLARE,
    Operation.LEARN,
    Operation.TRAIN,
    Operation.OVERSEE,
    Operation.ADMINISTER,
    Operation.HEALTH,
}
"""What a department begins with that has no trained member yet; none of it shows a read or a record."""


@pytest.mark.parametrize("operation", sorted(operations(PERSONAL)), ids=str)
def test_training_comes_before_any_portion_of_the_system(operation: Operation) -> None:
    asked = (purpose(), operation, Realm.LIVE, NOW, VERSION)
    assert decide_access(person(*PERSONAL), *asked).allowed
    decision = decide_access(person(*PERSONAL, standing=Standing()), *asked)
    assert decision.allowed is (operation in BEFORE_TRAINING)
    assert decision.allowed or decision.section == "464.4.1"


def test_a_device_hands_in_reads_under_its_own_credential() -> None:
    device = person(Role.DEVICE, standing=Standing())
    assert decide_access(device, None, Operation.INGEST, Realm.LIVE, NOW, VERSION).allowed


@pytest.mark.parametrize("role", sorted(PERSONAL), ids=str)
def test_whoever_may_learn_searches_the_training_store(role: Role) -> None:
    who = person(role, standing=Standing())
    practice = purpose(realm=Realm.TRAINING)
    decision = decide_access(who, practice, Operation.QUERY, Realm.TRAINING, NOW, VERSION)
    assert decision.allowed is (Operation.LEARN in who.operations)
