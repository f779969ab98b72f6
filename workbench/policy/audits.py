"""Who audits (464.6, 464.10(c)): the administrator leads, two persons review, nobody judges his or her own rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from workbench.policy.caller import Caller
from workbench.policy.decision import Assent, Decision, allow, refuse
from workbench.policy.roles import Role
from workbench.policy.sections import Section

REVIEWERS = 2
"""Persons who say what each row is, neither knowing the other's word."""


def decide_lead(caller: Caller) -> Decision:
    """Announcing, drawing, deciding and sealing is the administrator's."""
    if Role.ADMINISTRATOR in caller.roles:
        return allow(Section.MONITORING)
    return refuse(
        Section.MONITORING,
        "The ALPR administrator performs the audit.",
        "Review its rows; an administrator announces, draws, decides and seals.",
    )


def decide_review(caller: Caller, of: str, spoken: Collection[str]) -> Decision:
    """A row is reviewed by two persons, and by neither of whom it is; ``spoken`` are those who did already."""
    if caller.username == of:
        return refuse(
            Section.MONITORING,
            "Nobody reviews a row of his or her own.",
            "Leave it to another administrator or auditor.",
        )
    if len(spoken) >= REVIEWERS:
        return refuse(
            Section.MONITORING,
            f"{' and '.join(sorted(spoken))} have said what this row is; their words stand.",
            "Raise a finding where you see it otherwise.",
        )
    return allow(Section.MONITORING)


def decide_finding(caller: Caller, of: Collection[str]) -> Decision:
    """An administrator decides, never about his or her own rows, and never alone."""
    if not (lead := decide_lead(caller)).allowed:
        return lead
    if caller.username in of:
        return refuse(
            Section.MONITORING,
            "Nobody decides a finding about rows of his or her own.",
            "Leave it to another administrator.",
        )
    return refuse(
        Section.MONITORING,
        "What is decided of a finding is approved by a second person.",
        "Another administrator finds it on the signed-in page, under Waiting for your word. Ask again then.",
        Assent.SECOND_PERSON,
    )


def decide_approver(approved_by: str, of: Collection[str]) -> Decision:
    """Whoever approved a decision is not the one whom it is about."""
    if approved_by in of:
        return refuse(
            Section.MONITORING,
            f"{approved_by} approved a decision about rows of his or her own.",
            "Have another administrator approve it: change a word of the decision and ask anew.",
        )
    return allow(Section.MONITORING)


def due_by(end: date, days: int) -> date:
    """By when the audit of a quarter is to be sealed that ended before this day."""
    return end + timedelta(days=days)
