"""Times, numbers and lists in words, the same on every panel, map and page."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def local(time: datetime | None, zone: str) -> str:
    """A moment as every panel shows it, in the agency's time zone with its name: ``2026-11-23 14:05 PST``."""
    return "-" if time is None else time.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M %Z")


def exact(time: datetime, zone: str) -> str:
    """A moment to the second, in the agency's time zone and in UTC: for tooltips and details."""
    there = time.astimezone(ZoneInfo(zone))
    return f"{there:%Y-%m-%d %H:%M:%S %Z} ({time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC)"


def plural(number: int, one: str, many: str = "") -> str:
    """``1 read``, ``1,234 reads``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str] | tuple[str, ...]) -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
