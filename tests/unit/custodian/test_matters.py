"""Whatever can be entered can be decided, under actions that the log's events know (464.8 to 464.11)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workbench.accesslog.events.actions import DEEDS
from workbench.custodian.matters import DECIDING
from workbench.store.registers.docket import Entry
from workbench.wire.docket import Kind, State

pytestmark = pytest.mark.section("464.11", "464.8", "464.10")


def entry(kind: Kind, body: dict[str, object]) -> Entry:
    return Entry(1, kind, body, State.WAITING, "ana", datetime(2026, 3, 2, tzinfo=UTC), 7, "", None, "", ())


def test_every_kind_is_decided_under_actions_of_its_own() -> None:
    assert set(DECIDING) == set(Kind)
    actions = [action for each in DECIDING.values() for action in (each.approve, each.refuse)]
    assert len(set(actions)) == len(actions)
    assert set(actions) <= DEEDS.keys()


def test_nobody_decides_what_he_or_she_entered_whatever_its_kind() -> None:
    assert all("ana" in deciding.others(entry(kind, {})) for kind, deciding in DECIDING.items())


def test_a_policy_is_shown_by_its_beginning_and_its_digest_beside_the_password() -> None:
    text = "464.2 Official use. " * 200
    asked = DECIDING[Kind.POLICY].words(entry(Kind.POLICY, {"version": "2027-01", "sha256": "ab", "text": text}))
    assert asked.title == "Put version 2027-01 of the policy in force"
    assert asked.details["It begins"].startswith("464.2 Official use.")
    assert "2,500 characters more" in asked.details["It begins"]
    assert asked.details["SHA-256 of its text"] == "ab"
