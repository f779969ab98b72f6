"""One entry of a list, as an adapter found it and as it is kept (464.7.1(c), 464.7(f), 464.7(g)).

An adapter only knows where a format keeps a field. ``settle`` knows what an entry must have; what it does not say
itself is taken from the terms of the list, or it is rejected. Nothing is guessed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import BinaryIO
from zoneinfo import ZoneInfo

from workbench.collection import values
from workbench.collection.regions import region
from workbench.errors import BadInput
from workbench.plates.normalise import is_normalised, normalise
from workbench.policy.hotlists import entry_problem
from workbench.store.registers.hotlists import Entry
from workbench.wire.hotlists import YEARS, HotlistOffer
from workbench.wire.ingest import Rejected

_DAY = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_LAST_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for entries that do not say it themselves; days are those of ``zone``, ``now`` is UTC."""

    offer: HotlistOffer
    zone: ZoneInfo
    now: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """One entry in the format's own terms, as it stood; empty where the format is silent.

    ``entered`` and ``expires`` are days (``2026-01-31``, ``20260131``) or moments with an offset.
    """

    plate: str
    state: str = ""
    reason: str = ""
    case_number: str = ""
    entered: str = ""
    expires: str = ""
    note: str = ""


Found = tuple[int, Given] | Rejected
Adapter = Callable[[BinaryIO], Iterator[Found]]
"""Reads a stream from its start; raises ``FormatError`` when the whole of it can't be read."""


def settle(line: int, given: Given, terms: Terms) -> Entry | Rejected:
    """The entry, or why it is not one. A reason never repeats the plate: receipts outlive lists."""
    try:
        return _settled(given, terms)
    except BadInput as error:
        return Rejected(line=line, reason=error.message)


def _settled(given: Given, terms: Terms) -> Entry:
    offer = terms.offer
    plate, state = _plate(given.plate), _region(given.state)
    reason = values.text(given.reason, "reason") or offer.reason.strip()
    case_number = values.text(given.case_number, "case number") or offer.case_number.strip()
    entered = first_moment(given.entered, "entry date", terms.zone) or _begins(offer.entry_date, terms.zone)
    expires = last_moment(given.expires, "expiry", terms.zone) or _ends(offer.expiry, terms.zone)
    if problem := entry_problem(reason, case_number, entered, expires, terms.now):
        raise BadInput(problem)
    if entered is None or expires is None or expires <= entered:
        raise BadInput("the entry expires before it begins")
    return Entry(
        entry_id=_identity(offer.name, plate, state or "", reason, case_number),
        plate=plate,
        state=state,
        reason=reason,
        case_number=case_number,
        entered=entered,
        expires=expires,
        note=values.text(given.note, "note") or "",
    )


def _plate(given: str) -> str:
    stripped = given.strip()
    if not stripped:
        raise BadInput("the plate is empty")
    try:
        return stripped if is_normalised(stripped) else normalise(stripped)
    except BadInput:
        raise BadInput("the plate can't be read: it needs 1 to 10 letters A-Z or digits") from None


_region = lru_cache(maxsize=1024)(region)


@lru_cache(maxsize=1024)
def first_moment(given: str, what: str, zone: ZoneInfo) -> datetime | None:
    """The moment, or the beginning of the day, in UTC; None when nothing is given."""
    return _moment(given, what) or _begins(_day(given, what), zone)


@lru_cache(maxsize=1024)
def last_moment(given: str, what: str, zone: ZoneInfo) -> datetime | None:
    """The moment, or the end of the day, in UTC; None when nothing is given."""
    return _moment(given, what) or _ends(_day(given, what), zone)


def _moment(given: str, what: str) -> datetime | None:
    if not _MOMENT.fullmatch(given.strip()):
        return None
    try:
        return _of_our_time(datetime.fromisoformat(given.strip()).astimezone(UTC), what)
    except (ValueError, OverflowError):
        raise BadInput(f"there is no such {what}") from None


def _day(given: str, what: str) -> date | None:
    if not given.strip():
        return None
    found = _DAY.fullmatch(given.strip())
    if found is None:
        raise BadInput(f"the {what} is not written year first, like 2026-01-31")
    try:
        day = date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        raise BadInput(f"there is no such {what}") from None
    _of_our_time(datetime.combine(day, time(), UTC), what)
    return day


def _of_our_time(moment: datetime, what: str) -> datetime:
    if moment.year not in YEARS:
        raise BadInput(f"the {what} is not of our time")
    return moment


@lru_cache(maxsize=64)
def _begins(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(), zone).astimezone(UTC) if day else None


@lru_cache(maxsize=64)
def _ends(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC) - _LAST_MOMENT if day else None


def _identity(*parts: str) -> str:
    """The same entry has the same identity in each version of its list: 32 hexadecimal digits of SHA-256."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
