"""How long reads are kept (464.9): two years at least, whatever the configuration says."""

from __future__ import annotations

from datetime import datetime, timedelta

from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.sections import Section

FLOOR_DAYS = 730
"""Days that every read is kept at least (Government Code 34090)."""


def decide_schedule(days: int) -> Decision:
    """Whether a retention schedule of so many days may be configured."""
    if days < FLOOR_DAYS:
        return refuse(
            Section.RETENTION,
            f"Reads are kept for {FLOOR_DAYS} days at least; {days} is too short.",
            f"Set retention.days to {FLOOR_DAYS} or more.",
        )
    return allow(Section.RETENTION)


def decide_purge(stored: datetime, now: datetime, days: int, *, held: bool) -> Decision:
    """Whether a read stored at that time (UTC) may be purged under a schedule of so many days."""
    if not (schedule := decide_schedule(days)).allowed:
        return schedule
    if held:
        return refuse(
            Section.RETENTION,
            "These reads are held as evidence or for a discovery request.",
            "Book them into evidence and lift the hold first.",
        )
    if now - stored < timedelta(days=days):
        return refuse(
            Section.RETENTION,
            f"These reads are kept until {stored + timedelta(days=days):%Y-%m-%d}.",
            "Wait until then.",
        )
    return allow(Section.RETENTION)
