"""Who audits, and whose rows nobody judges (464.6, 464.10(c))."""

from __future__ import annotations

from datetime import date

import pytest

from tests.policy.people import person
from workbench.policy.audits import decide_approver, decide_finding, decide_lead, decide_review, due_by
from workbench.policy.decision import Assent
from workbench.policy.roles import Role
from workbench.policy.sections import Section

pytestmark = pytest.mark.section("464.6", "464.10(c)")

ADAM = person(Role.ADMINISTRATOR, name="adam")


@pytest.mark.parametrize("role", list(Role))
def test_the_administrator_leads_an_audit_and_nobody_else(role: Role) -> None:
    decision = decide_lead(person(role))
    assert decision.allowed is (role is Role.ADMINISTRATOR)
    assert decision.section is Section.MONITORING


@pytest.mark.parametrize(
    ("of", "spoken", "allowed"),
    [("ana", (), True), ("ana", ("eve",), True), ("ana", ("eve", "olga"), False), ("adam", (), False)],
)
def test_a_row_is_reviewed_by_two_and_never_by_its_own_person(of: str, spoken: tuple[str, ...], allowed: bool) -> None:
    assert decide_review(ADAM, of, spoken).allowed is allowed


def test_a_finding_is_never_decided_alone_nor_about_oneself() -> None:
    asked = decide_finding(ADAM, {"ana"})
    assert (asked.allowed, asked.needs) == (False, Assent.SECOND_PERSON)
    own = decide_finding(ADAM, {"ana", "adam"})
    assert (own.allowed, own.needs) == (False, None)
    assert decide_finding(person(Role.AUDITOR), {"ana"}).needs is None


def test_whom_a_decision_is_about_does_not_approve_it() -> None:
    assert decide_approver("eve", {"ana"}).allowed
    assert decide_approver("", {"ana"}).allowed
    assert not decide_approver("ana", {"ana"}).allowed


def test_an_audit_is_due_so_many_days_after_the_quarter() -> None:
    assert due_by(date(2026, 10, 1), 30) == date(2026, 10, 31)
