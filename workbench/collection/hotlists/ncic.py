"""NCIC extracts (464.7(f), 464.7(g)): fixed width, a kind of record in the first column, no case number but NCIC's.

Columns, from 0: kind 0, NCIC's number 0 to 10 (kind and digits), originating agency 10 to 19, day 19 to 27, plate 27
to 37, state 37 to 39, year of the plate 39 to 43, its type 43 to 45, vehicle's year 45 to 49, make 49 to 53, model 53
to 56, style 56 to 58, colour from 58. States deliver variants of it; what they have besides is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from workbench.collection import text
from workbench.collection.hotlists.entry import Found, Given
from workbench.wire.ingest import Rejected

REASONS = {
    "A": "child abduction alert",
    "C": "supervised release",
    "F": "vehicle of a felony",
    "H": "protection order",
    "K": "protective interest",
    "L": "violent person",
    "M": "missing person",
    "P": "stolen plate",
    "R": "stolen Canadian vehicle",
    "T": "gang or terrorist organisation member",
    "V": "stolen vehicle",
    "W": "wanted person",
    "X": "registered sex offender",
}
"""What the first column says, in our words."""

_LINE = re.compile(r"[A-Z][0-9A-Z]{9}[0-9A-Z]{9}\d{8}[0-9A-Z .-]{10}[0-9A-Z ]{2}.*", re.ASCII)
_STATES = {"NB": "NE"}
"""NCIC's own codes where they differ from those of the post."""
_VEHICLE = ((58, 80), (45, 49), (49, 53), (53, 56))
"""Colour, year, make, model."""


def recognised(first: str, second: str) -> bool:
    """Whether a file that begins with these lines is one; the first may be a head."""
    return any(_LINE.fullmatch(line) for line in (first, second))


def read(stream: BinaryIO) -> Iterator[Found]:
    """Each line; the first is a head where it has not the shape of an entry."""
    for line, content in text.lines(stream):
        if _LINE.fullmatch(content):
            yield _entry(line, content)
        elif line > 1 and content.strip():
            yield Rejected(line=line, reason="the line has not the columns of an NCIC extract")


def _entry(line: int, content: str) -> Found:
    reason = REASONS.get(content[0])
    if reason is None:
        return Rejected(line=line, reason=f"records of the kind {content[0]} are not known")
    state = content[37:39].strip()
    return line, Given(
        content[27:37],
        state=_STATES.get(state, state),
        reason=reason,
        case_number=content[:10],
        entered=content[19:27],
        note=" ".join(part for first, last in _VEHICLE if (part := content[first:last].strip())),
    )
