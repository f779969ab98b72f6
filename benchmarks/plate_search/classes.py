"""The classes of query that are measured, and what each asks (464.7(d)); every engine is given these same values.

"Plates" are the matching plates with how many reads each has and when the last was; "reads" are whole reads with the
columns of ``READS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PLATES = ("plate", "reads", "last")
READS = ("read_id", "time", "plate", "camera", "latitude", "longitude", "confidence", "source")
COMPANIONS = ("plate", "meetings")
HITS = ("read_id", "plate")


class Kind(StrEnum):
    """A class of query; its value is what tables and JSON call it."""

    PREFIX = "wildcards after a known prefix, plates"
    INSIDE = "wildcards with unknown first characters, plates"
    FRAGMENT = "fragment of three anywhere, plates"
    STAR = "* in the middle, plates"
    SETS = "[..] sets, plates"
    LOOKALIKES = "look-alikes, 5 of 7 known, plates"
    EDIT_1 = "edit distance 1, plates"
    EDIT_2 = "edit distance 2, plates"
    ONE_PLATE = "one plate, reads"
    ALL_READS = "wildcards, reads"
    CANVASS = "circle and window, reads"
    COMBINED = "wildcards, circle and window, reads"
    CO_TRAVEL = "who went with one vehicle"
    HOTLIST = "hotlist against incoming reads"


COLUMNS = {
    **dict.fromkeys(Kind, PLATES),
    **dict.fromkeys((Kind.ONE_PLATE, Kind.ALL_READS, Kind.CANVASS, Kind.COMBINED), READS),
    Kind.CO_TRAVEL: COMPANIONS,
    Kind.HOTLIST: HITS,
}
"""The columns of each class's answer."""


@dataclass(frozen=True, slots=True)
class Around:
    """Reads in a circle (degrees WGS 84, metres) with ``start <= time < end`` (UTC)."""

    latitude: float
    longitude: float
    radius_m: float
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Query:
    """One query. Which fields are set follows from ``kind``.

    ``text`` is a pattern (letters, digits, ``?``, ``*``, ``[..]``) or a plate; look-alikes and edit distance follow
    from the kind. In co-travel ``around`` is empty: the window is ``start`` and ``end``.
    """

    kind: Kind
    text: str = ""
    around: Around | None = None
    start: datetime | None = None
    end: datetime | None = None

    @property
    def distance(self) -> int:
        """How many single-character edits are allowed."""
        return {Kind.EDIT_1: 1, Kind.EDIT_2: 2}.get(self.kind, 0)


GAP_SECONDS = 300
"""Two vehicles meet when the same camera sees them at most so many seconds apart."""
MEETINGS = 2
"""Whoever met the vehicle at this many of its reads goes with it."""
