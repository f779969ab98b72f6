"""Which quarters wait for their audit, and which are overdue (464.6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from workbench.policy.audits import due_by
from workbench.policy.quarters import over
from workbench.wire.audits import Due


def due(began: datetime | None, now: datetime, zone: str, sealed: Collection[str], days: int) -> Iterator[Due]:
    """Of the quarters that are over since the log ``began`` (UTC), those whose audit is not sealed, oldest first."""
    if began is None:
        return
    today = now.astimezone(ZoneInfo(zone)).date()
    for quarter in over(began, now, zone):
        if quarter.name not in sealed:
            by = due_by(quarter.next.first, days)
            yield Due(quarter=quarter.name, by=by, overdue=today > by)
