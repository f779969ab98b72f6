"""One row of a log as detectors see it (464.6): of our own access log, or of another system's. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from workbench.plates.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Row:
    """Who looked, when (UTC), at what and why. What a log does not tell is empty, or None.

    ``index`` is the record in our log, the row of the file in another's. ``plate`` is one whole plate, normalised;
    ``pattern`` what was asked for where other plates fit, too, and ``released`` the plates that the answer showed,
    be it to a pattern, a place or an image, written as ``Ground.keyed`` does; ``about`` whom or what a look at the log
    itself was for; ``seen`` how many reads came out.
    """

    index: int
    time: datetime
    user: str = ""
    action: str = "search"
    admitted: bool = True
    section: str = ""
    plate: str = ""
    pattern: Pattern | None = None
    released: frozenset[str] = frozenset()
    case: str = ""
    category: str = ""
    reason: str = ""
    address: str = ""
    about: str = ""
    seen: int | None = None
    trained: bool | None = None

    @property
    def plates(self) -> bool:
        """Whether plates were asked for by their characters."""
        return bool(self.plate) or self.pattern is not None


@dataclass(frozen=True, slots=True)
class Case:
    """A case as the agency's own list has it; whoever is not among ``members`` has no part in it, if any are named."""

    closed: date | None = None
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ground:
    """What detectors know besides the rows: the agency's zone, its open cases, and what a plate is watched as."""

    zone: str = "America/Los_Angeles"
    cases: Mapping[str, Case] | None = None
    watched: Callable[[str], str] | None = None
    """The word for a plate that is watched, written as ``keyed`` does, or nothing."""
    concerned: Callable[[str, str], bool] = lambda _plate, _user: False
    """Whether a watched plate is this person's own, or on the list on account of him or her."""
    keyed: Callable[[str], str] = str
    """How a plate is written for these rules: as a keyed hash of our own log's, as it is of another's."""


@dataclass(frozen=True, slots=True)
class Flag:
    """What a detector found: whose rows, which, and why in words; it is a question to a person, no verdict."""

    detector: str
    section: str
    user: str
    rows: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Detector:
    """One rule. ``needs`` names the fields of a row without which it finds nothing."""

    name: str
    section: str
    looks_for: str
    find: Callable[[list[Row], Ground], Iterable[Flag]]
    needs: frozenset[str] = field(default_factory=frozenset)


def by_user(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Each person's rows in order of time; rows whose person is masked are left out."""
    known = sorted((row for row in rows if row.user), key=attrgetter("user", "time", "index"))
    return [(user, list(own)) for user, own in groupby(known, key=attrgetter("user"))]


def day_of(row: Row, zone: str) -> date:
    """The agency's day."""
    return row.time.astimezone(ZoneInfo(zone)).date()


def indexes(rows: Iterable[Row]) -> tuple[int, ...]:
    """Their indexes, in order."""
    return tuple(sorted(row.index for row in rows))


def counted(number: int, word: str) -> str:
    """A number of things in words, e.g. ``1 row`` or ``2 searches``."""
    many = f"{word}es" if word.endswith("ch") else f"{word}s"
    return f"{number} {word if number == 1 else many}"
