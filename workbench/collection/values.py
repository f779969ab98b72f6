"""Single values from outside: text, numbers, times, places. Each raises ``BadInput`` with a reason to show.

Reasons quote a value only when it can't be a plate (464.9: receipts outlive the reads that they count).
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workbench.errors import BadInput

LENGTH = 200
"""Characters of any text field."""
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
"""A time before this is that of a camera whose clock was never set."""
AHEAD = timedelta(days=1)
"""How far a time may lie after the receipt: clocks drift, reads do not come from tomorrow."""

_NUMBER = re.compile(r"[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d{1,3})?", re.ASCII)
_ISO = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[T ](?P<clock>\d\d:\d\d:\d\d)(?P<fraction>[.,]\d{1,9})?"
    r" ?(?P<offset>Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_QUOTABLE = re.compile(r"[0-9T:.,+/Z -]{0,40}", re.ASCII)
_NOTHING = frozenset({"", "unknown", "none", "null", "n/a", "missing", "other"})
_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_CAPITALS = frozenset({"BMW", "GMC", "MG", "BYD", "JAC"})


def text(value: Any, what: str) -> str | None:
    """Text in NFC without surrounding space; None when empty. Numbers are read as their digits."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadInput(f"the {what} is not a text")
    if isinstance(value, int | float):
        value = _digits(value, what)
    stripped = unicodedata.normalize("NFC", value).strip()
    if len(stripped) > LENGTH:
        raise BadInput(f"the {what} has {len(stripped)} characters, more than {LENGTH}")
    quick = stripped.isascii() and stripped.isprintable()
    if not quick and any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for char in stripped):
        raise BadInput(f"the {what} has control or invisible characters")
    return stripped or None


def _digits(value: float, what: str) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        raise BadInput(f"the {what} is not a text")
    return format(value, "d") if isinstance(value, int) and abs(value) < 10**30 else repr(float(value))[:LENGTH]


def number(value: Any, what: str) -> float | None:
    """A finite number; None when empty. Decimal point, no thousands separators."""
    if isinstance(value, bool):
        raise BadInput(f"the {what} is not a number")
    if isinstance(value, int | float):
        found = float(value) if abs(value) < 1e300 else math.inf
    else:
        given = text(value, what)
        if given is None:
            return None
        if not _NUMBER.fullmatch(given):
            raise BadInput(f"the {what} is not a number{_quoted(given)}")
        found = float(given)
    if not math.isfinite(found):
        raise BadInput(f"the {what} is not a number")
    return found


def confidence(value: Any, scale: float) -> float | None:
    """From 0 to 1; ``scale`` is what the vendor counts to. Percentages that overshoot by rounding are 1.

    A percentage below one is a share that was put where a percentage belongs: no camera reports so poor a read.
    """
    found = number(value, "confidence")
    if found is None:
        return None
    if scale > 1 and 0 < found < 1:
        raise BadInput(f"the confidence {found:g} counts to 1 where this format counts to {scale:g}")
    part = found / scale
    if not -1e-9 <= part <= 1.0001:
        raise BadInput(f"the confidence {found:g} is not between 0 and {scale:g}")
    return min(max(part, 0.0), 1.0)


def degrees(value: Any, limit: int, what: str) -> float | None:
    """Degrees within plus or minus ``limit``; None when empty."""
    found = number(value, what)
    if found is not None and abs(found) > limit:
        raise BadInput(f"the {what} {found:g} is not between -{limit} and {limit} degrees")
    return found


def place(north: Any, east: Any) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees; a pair that only makes sense the other way round is said to be swapped."""
    latitude, longitude = number(north, "latitude"), number(east, "longitude")
    if latitude is not None and longitude is not None and 90 < abs(latitude) <= 180 and abs(longitude) <= 90:
        raise BadInput(f"the latitude {latitude:g} is beyond 90 degrees: latitude and longitude look swapped")
    return degrees(latitude, 90, "latitude"), degrees(longitude, 180, "longitude")


def year(value: Any) -> int | None:
    """The model year; None when empty, or a vendor's range or zero, which is no year."""
    try:
        found = number(value, "vehicle year")
    except BadInput:
        return None
    return int(found) if found is not None and found.is_integer() and 1900 <= found <= 2100 else None


def moment(value: Any, time_zone: str, now: datetime) -> datetime:
    """A moment in UTC from ISO 8601 text with an offset, or without one and the batch's zone."""
    if isinstance(value, datetime):
        return plausible(value, now)
    given = text(value, "time")
    if given is None:
        raise BadInput("no time is given")
    found = _ISO.fullmatch(given)
    if found is None:
        raise BadInput(f"the time is not written like 2026-01-31T23:59:59Z{_quoted(given)}")
    fraction = (found["fraction"] or ".0")[1:7].ljust(6, "0")
    try:
        naive = datetime.strptime(f"{found['date']} {found['clock']}.{fraction}", "%Y-%m-%d %H:%M:%S.%f")  # noqa: DTZ007
        if found["offset"]:
            aware = naive.replace(tzinfo=datetime.strptime(found["offset"], "%z").tzinfo)
            return plausible(aware, now)
    except ValueError:
        raise BadInput(f"there is no such time{_quoted(given)}") from None
    return plausible(local(naive, time_zone), now)


def local(naive: datetime, time_zone: str) -> datetime:
    """A wall-clock time in the batch's zone; rejected when the clocks skipped it or showed it twice."""
    if not time_zone:
        raise BadInput("the time has no offset and no time zone came with the batch")
    there = zone(time_zone)
    aware = naive.replace(tzinfo=there)
    try:
        other = naive.replace(tzinfo=there, fold=1)
        if aware.utcoffset() != other.utcoffset():
            raise BadInput("the time has no offset and the clocks were changed in that hour")
        return aware.astimezone(UTC)
    except OverflowError:
        raise BadInput("there is no such time") from None


def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            f"'{name[:40]}' is no time zone.", where="time_zone", how="Use an IANA name such as America/Los_Angeles."
        ) from None


def epoch(value: Any, unit: int, now: datetime) -> datetime:
    """A moment in UTC from a count of ``unit`` ths of a second since 1970."""
    found = number(value, "time")
    if found is None:
        raise BadInput("no time is given")
    try:
        whole, rest = divmod(value if isinstance(value, int) else int(found), unit)
        return plausible(datetime.fromtimestamp(whole, UTC) + timedelta(microseconds=rest * 1_000_000 // unit), now)
    except (ValueError, OverflowError, OSError):
        raise BadInput("there is no such time") from None


def plausible(found: datetime, now: datetime) -> datetime:
    """The moment in UTC, unless it lies in the future or before any such camera."""
    try:
        moment_utc = found.astimezone(UTC)
    except OverflowError:
        raise BadInput("there is no such time") from None
    if moment_utc > now + AHEAD:
        raise BadInput(f"the time {moment_utc:%Y-%m-%dT%H:%M:%SZ} lies in the future")
    if moment_utc < OLDEST:
        raise BadInput(f"the time {moment_utc:%Y-%m-%dT%H:%M:%SZ} is that of a clock which was never set")
    return moment_utc


def word(value: Any, what: str) -> str | None:
    """A lower-case word such as a body type; None for the vendors' ways to say that they don't know."""
    given = text(value, what)
    found = given.casefold().replace("_", " ") if given else ""
    return None if found in _NOTHING else found


def colour(value: Any) -> str | None:
    """A colour's lower-case name."""
    found = word(value, "colour")
    return found.replace("gray", "grey") if found else None


def make(value: Any) -> str | None:
    """A maker's or a model's name as it is written on the car, whichever way the vendor puts it."""
    given = text(value, "make or model")
    if not given or given.casefold() in _NOTHING:
        return None
    spaced = given.replace("_", " ")
    if spaced.upper() in _CAPITALS or (spaced.islower() and len(spaced) <= 5 and not spaced.isalpha()):
        return spaced.upper()
    plain = spaced.replace(" ", "").isalpha()
    return spaced.title() if spaced.islower() or (spaced.isupper() and plain) else spaced


model = make
"""A model's name, by the same rule."""


def direction(value: Any) -> str | None:
    """One of eight compass points from degrees, or the camera's own lower-case word (in, out, forward ...)."""
    if isinstance(value, bool):
        raise BadInput("the direction is not a text")
    try:
        found = number(value, "direction")
    except BadInput:
        given = text(value, "direction") or ""
        return given.upper() if given.upper() in _COMPASS else word(given, "direction")
    if found is None or not 0 <= found <= 360:
        return None
    return _COMPASS[round(found / 45) % 8]


def _quoted(given: str) -> str:
    digits = _QUOTABLE.fullmatch(given) and any(char in ":./-" for char in given)
    return f": {given}" if digits else ""
