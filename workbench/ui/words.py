"""Text for people: whatever came from data or people is shown, never obeyed (464.10(a))."""

from __future__ import annotations

import html
import unicodedata
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def visible(text: object, limit: int = 4000) -> str:
    """The text with each invisible or direction-changing character spelled out, cut after ``limit`` characters."""
    given = str(text)
    shown = "".join(_spelled(char) for char in given[:limit])
    return shown + "…" if len(given) > limit else shown


def _spelled(char: str) -> str:
    if char in "\n\t" or unicodedata.category(char) not in _UNSEEN:
        return char
    return f"[U+{ord(char):04X}]"


def escape(text: object) -> str:
    """The text as HTML that can only be read: nothing in it is a tag, an attribute or an entity."""
    return html.escape(visible(text), quote=True)


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
