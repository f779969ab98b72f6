"""When reads may be purged (464.9): all of them old enough, none held, and by two persons."""

from __future__ import annotations

from datetime import datetime, timedelta

from workbench.policy.decision import Assent, Decision, allow, refuse
from workbench.policy.retention import FLOOR_DAYS
from workbench.policy.sections import Section


def decide_cut_off(before: datetime, now: datetime, days: int) -> Decision:
    """Whether everything older than ``before`` (UTC) may go under a schedule of so many days, two years at least."""
    kept = max(days, FLOOR_DAYS)
    if now - before < timedelta(days=kept):
        return refuse(
            Section.RETENTION,
            f"Reads are kept for {kept} days.",
            f"Give a day before {now - timedelta(days=kept):%Y-%m-%d}.",
        )
    return allow(Section.RETENTION)


def decide_purge_before(before: datetime, now: datetime, days: int) -> Decision:
    """What the policy says to purging everything older than ``before`` (UTC): never without a second person."""
    if not (age := decide_cut_off(before, now, days)).allowed:
        return age
    return refuse(
        Section.RETENTION,
        "What is purged can't be had back, so a second administrator approves it.",
        "Another administrator finds it on the signed-in page, under Waiting for your word. Ask again then.",
        Assent.SECOND_PERSON,
    )
