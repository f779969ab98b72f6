"""When the details of the access log may be shredded (464.9, 464.10): old enough, and by two persons."""

from __future__ import annotations

from datetime import datetime, timedelta

from workbench.policy.decision import Assent, Decision, allow, refuse
from workbench.policy.retention import FLOOR_DAYS
from workbench.policy.sections import Section


def decide_old_enough(before: datetime, now: datetime, days: int) -> Decision:
    """Whether what is older than ``before`` (UTC) may be shredded at all under a schedule of so many days."""
    kept = max(days, FLOOR_DAYS)
    if now - before < timedelta(days=kept):
        return refuse(
            Section.RETENTION,
            f"Details of the access log are kept for {kept} days.",
            f"Give a time before {now - timedelta(days=kept):%Y-%m-%d}.",
        )
    return allow(Section.RETENTION)


def decide_shred(before: datetime, now: datetime, days: int) -> Decision:
    """What the policy says to shredding what is older than ``before`` (UTC) under a schedule of so many days.

    Never without a second person: an administrator who approved nothing can't have done it alone.
    """
    if not (age := decide_old_enough(before, now, days)).allowed:
        return age
    return refuse(
        Section.ACCOUNTABILITY,
        "What is shredded can't be read again, so a second administrator approves it.",
        "Another administrator finds it on the signed-in page, under Waiting for your word. Ask again then.",
        Assent.SECOND_PERSON,
    )
