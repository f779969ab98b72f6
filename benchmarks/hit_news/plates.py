"""Plates that are on the list, plates that are not, and the files that carry them; all of them made up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_SHAPE = "9AAA999"
_EVERY = 7
"""Milliseconds between two reads of a batch."""


def listed(number: int) -> str:
    """The plate of an entry: the numbers of the serial in an order of its own, no two alike."""
    rest, plate = number, ""
    for mark in _SHAPE:
        marks = _LETTERS if mark == "A" else "0123456789" if plate else "123456789"
        rest, at = divmod(rest, len(marks))
        plate += marks[at]
    return plate


def hotlist(entries: int, now: datetime) -> str:
    """A list of so many entries in the workbench's own layout."""
    until = (now + timedelta(days=30)).date()
    rows = (f"{listed(n)},CA,stolen vehicle,26-00417,{now.date()},{until}" for n in range(entries))
    return "\n".join(["plate,state,reason,case_number,entry_date,expiry", *rows, ""])


def batch(wanted: str, reads: int, chance: random.Random) -> str:
    """A batch whose last read is the plate that is wanted; the others stand on no list."""
    begun = datetime.now(UTC) - timedelta(minutes=5)
    lines = [
        f"{time.isoformat()},{plate},CA,0.95,32.79,-115.56,EC-04" for time, plate in _passing(begun, reads, chance)
    ]
    lines[-1] = f"{begun.isoformat()},{wanted},CA,0.95,32.79,-115.56,EC-04"
    return "\n".join(["time,plate,state,confidence,latitude,longitude,camera", *lines, ""])


def _passing(begun: datetime, reads: int, chance: random.Random) -> Iterator[tuple[datetime, str]]:
    for number in range(reads):
        yield begun + timedelta(milliseconds=number * _EVERY), f"ZZ{chance.randrange(10**4, 10**5)}"


def _read(time: datetime, plate: str) -> str:
    return f"{time.isoformat()},{plate},CA,0.95,32.79,-115.56,EC-04"
