"""The figures of a report (464.6): counted from the log's records in clear, and from what was reviewed and decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workbench.audit.sampling.leaf import LOOKS, OWN, SEARCHES


@dataclass(slots=True)
class Figures:
    """How the system was used in the period; each count is of records."""

    requests: int = 0
    admitted: int = 0
    refused: int = 0
    results: int = 0
    shown: int = 0
    """Reads and records that went out, all results together."""
    files: int = 0
    users: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    sections: Counter[str] = field(default_factory=Counter)
    """Refusals by the section that they rest on."""
    weeks: dict[date, int] = field(default_factory=dict)
    """Requests by the Monday of their week, the agency's."""


def figures(records: Iterable[Mapping[str, Any]], begin: datetime, until: datetime, zone: str) -> Figures:
    """Of records as they stand in clear, in their order, all of the period from ``begin`` to ``until`` (UTC)."""
    there, found = ZoneInfo(zone), Figures(weeks=weeks_of(begin, until, zone))
    for clear in records:
        action, kind = str(clear["action"]), clear["kind"]
        if clear.get("realm") != "live" or not (action.startswith(SEARCHES) or action in LOOKS):
            continue
        if kind == "result":
            _result(found, clear)
        elif kind == "intent" or (kind == "refusal" and clear.get("needs") != OWN):
            _request(found, clear, there)
    return found


def weeks_of(begin: datetime, until: datetime, zone: str, times: Iterable[datetime] = ()) -> dict[date, int]:
    """The weeks of a period (UTC), each by its Monday, and how many of these moments are in it."""
    there, found = ZoneInfo(zone), dict[date, int]()
    monday = _monday(begin.astimezone(there).date())
    while monday <= (until - timedelta(microseconds=1)).astimezone(there).date():
        found[monday] = 0
        monday += timedelta(days=7)
    for time in times:
        found[_monday(time.astimezone(there).date())] += 1
    return found


def _request(found: Figures, clear: Mapping[str, Any], there: ZoneInfo) -> None:
    found.requests += 1
    found.users[str(clear["user"])] += 1
    found.actions[str(clear["action"])] += 1
    found.weeks[_monday(datetime.fromisoformat(clear["time"]).astimezone(there).date())] += 1
    if clear["kind"] == "intent":
        found.admitted += 1
        found.categories[str(clear.get("category") or "none")] += 1
    else:
        found.refused += 1
        found.sections[str(clear.get("section") or "none")] += 1


def _result(found: Figures, clear: Mapping[str, Any]) -> None:
    if clear.get("outcome") != "released":
        return
    found.results += 1
    found.files += clear["action"] in ("export.reads", "log.export")
    if isinstance(clear.get("count"), int):
        found.shown += clear["count"]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
