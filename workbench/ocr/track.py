"""A plate through the frames of a video (464.7(d)): one passing car is one reading, voted by its best frames.

A line belongs to the track whose last line it overlaps, or whose text it repeats but for a character or two; the
looks of a track's best lines are weighed together as those of one line are (``weigh``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.ocr.quad import overlap
from workbench.ocr.reader import Line

_SAME_PLACE = 0.3
_SAME_TEXT = 2
"""Characters in which the texts of one plate may differ between two frames."""
_GAP = 1.5
"""Seconds that a plate may be out of sight."""
_VOTES = 6
"""Lines of a track that vote: the most legible ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """A line in one frame; ``frame`` is whatever the caller keeps of it."""

    second: float
    line: Line
    frame: object


@dataclass(slots=True)
class Track:
    """One plate through several frames."""

    sightings: list[Sighting] = field(default_factory=list)

    @property
    def last(self) -> Sighting:
        """Where it was seen last."""
        return self.sightings[-1]

    @property
    def best(self) -> Sighting:
        """Where it can be read best."""
        return max(self.sightings, key=lambda each: each.line.rank)

    def voters(self) -> list[Line]:
        """The lines that say what it reads, the most legible first."""
        return [each.line for each in sorted(self.sightings, key=lambda each: -each.line.rank)[:_VOTES]]

    def add(self, sighting: Sighting) -> None:
        """Go on with it. Pictures of frames that are the best no more are let go."""
        self.sightings.append(sighting)
        best = self.best
        self.sightings = [
            each if each is best or each.frame is None else Sighting(each.second, each.line, None)
            for each in self.sightings
        ]


class Tracker:
    """Takes frames in the order of time; ``ended`` gives the tracks that nothing can be added to any more."""

    def __init__(self) -> None:
        self._open: list[Track] = []

    def add(self, second: float, lines: Sequence[Line], frame: object) -> list[Track]:
        """Take a frame's lines; the tracks that ended before it."""
        ended = [track for track in self._open if second - track.last.second > _GAP]
        self._open = [track for track in self._open if second - track.last.second <= _GAP]
        free = list(self._open)
        for line in lines:
            sighting = Sighting(second, line, frame)
            track = max(free, key=lambda each: _likeness(each, line), default=None)
            if track is None or _likeness(track, line) <= 0:
                self._open.append(Track([sighting]))
                continue
            free.remove(track)
            track.add(sighting)
        return ended

    def ended(self) -> list[Track]:
        """What is left at the end of the video."""
        left, self._open = self._open, []
        return left


def _likeness(track: Track, line: Line) -> float:
    """How much a line looks like the next of a track; 0 for not at all."""
    last = track.last.line
    apart = _apart(last.texts[0].text, line.texts[0].text)
    shared = overlap(last.quad, line.quad)
    if apart <= _SAME_TEXT:
        return 2.0 - apart / 4 + shared
    return shared if shared >= _SAME_PLACE and apart <= 2 * _SAME_TEXT else 0.0


def _apart(one: str, other: str) -> int:
    """Characters to change, add or leave out (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for place, char in enumerate(one, 1):
        before, row[0] = row[0], place
        for at, other_char in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (char != other_char))
    return row[-1]
