"""California DOJ's SVS, SFR and SLR extracts (464.7(f), 464.7(g)): fixed width, a head, and a foot that counts.

    DATE01/31/2026 09:00
    7SYN482 CA1320260119
    TOTAL RECORD 0000001

A line ends in state (2), county (2) and the day of the loss (8); what stands before it, eight columns at most, is
the plate. They are counted from the end, since public descriptions disagree on the plate's width. Reason, case
number and expiry are in no such file: they come with the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from workbench.collection import text
from workbench.collection.hotlists.entry import Found, Given
from workbench.errors import FormatError
from workbench.wire.ingest import Rejected

_HEAD = re.compile(r"DATE\s*\d")
_FOOT = re.compile(r"TOTAL RECORDS?\s*:?\s*(\d{1,10})\s*")
_LINE = re.compile(r"(?P<plate>.{1,8})(?P<state>[A-Z ]{2})(?P<county>[0-9A-Z ]{2})(?P<lost>\d{8})", re.ASCII)
_NOT_COUNTED = 2
"""Head and foot: some counts may include them."""


def recognised(first: str) -> bool:
    """Whether a file that begins with this line is one."""
    return _HEAD.match(first) is not None


def read(stream: BinaryIO) -> Iterator[Found]:
    """Each line between head and foot. Raises ``FormatError`` when either is missing, or lines are."""
    count, told, line = 0, -1, 0
    for line, content in text.lines(stream):
        if line == 1:
            _demand_head(content)
        elif told >= 0 and content.strip():
            raise FormatError("Lines follow the foot of the list.", line=line, how="Fetch the list again.")
        elif (foot := _FOOT.fullmatch(content)) is not None:
            told = int(foot[1])
        elif content.strip():
            count += 1
            yield _entry(line, content)
    if told < 0:
        raise FormatError(
            "The list has no foot that counts its records: it was cut off.", line=line, how="Fetch the list again."
        )
    if not count <= told <= count + _NOT_COUNTED:
        raise FormatError(
            f"The foot counts {told:,} records and the list has {count:,}.", line=line, how="Fetch the list again."
        )


def _demand_head(content: str) -> None:
    if not recognised(content):
        raise FormatError("The list does not begin with its date.", line=1, how="Hand over the file as DOJ gave it.")


def _entry(line: int, content: str) -> Found:
    found = _LINE.fullmatch(content.rstrip())
    if found is None:
        return Rejected(line=line, reason="the line does not end in state, county and the day of the loss")
    county = found["county"].strip()
    note = f"county {county}" if county else ""
    return line, Given(found["plate"], state=found["state"], entered=found["lost"], note=note)
