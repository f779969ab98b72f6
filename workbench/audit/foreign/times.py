"""Times as audit files write them (464.5(2)): ISO 8601, or month/day/year with AM and PM, with a zone or without."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_AMERICAN = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})[,\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AP])?\.?M?\.?\s*([A-Z]{1,4}T?)?",
    re.IGNORECASE,
)
_ZONES = {
    "": None,
    "UTC": "UTC",
    "GMT": "UTC",
    "Z": "UTC",
    **dict.fromkeys(("PST", "PDT", "PT"), "America/Los_Angeles"),
    **dict.fromkeys(("MST", "MDT", "MT"), "America/Denver"),
    **dict.fromkeys(("CST", "CDT", "CT"), "America/Chicago"),
    **dict.fromkeys(("EST", "EDT", "ET"), "America/New_York"),
}


def moment(text: str, zone: str) -> datetime:
    """The moment, UTC; one without a zone is read in ``zone``. ``ValueError`` for what is no time."""
    said = text.strip()
    if found := _AMERICAN.fullmatch(said):
        return _american(found, zone)
    try:
        told = datetime.fromisoformat(said)
    except ValueError:
        raise ValueError(f"'{said[:40]}' is no time") from None
    return (told if told.tzinfo else told.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _american(found: re.Match[str], zone: str) -> datetime:
    month, day, year, hour, minute = (int(found[number]) for number in range(1, 6))
    half, name = (found[7] or "").upper(), (found[8] or "").upper()
    if half and not 1 <= hour <= 12:
        raise ValueError(f"there is no hour {hour} {half}M")
    if name not in _ZONES:
        raise ValueError(f"'{name}' is no zone that is known")
    clock = hour % 12 + 12 * (half == "P") if half else hour
    there = ZoneInfo(_ZONES[name] or zone)
    full = year if year > 99 else 2000 + year
    return datetime(full, month, day, clock, minute, int(found[6] or 0), tzinfo=there).astimezone(UTC)
