"""Which frames of a video are looked at (464.7(d)): some a second, by the time at which each is shown.

What a file says of its frames a second is often the unit of its clock and not how many there are; the time of a frame
is told with it. Where no times are told the rate is all there is.
"""

from __future__ import annotations

import math

_LIKELY = (1.0, 240.0)
_USUAL = 25.0
"""Frames a second where a file tells nothing that can be."""
_EARLY = 0.02
"""Seconds by which a frame may come before it is due: times are rounded."""


class Sampler:
    """Takes the frames of one video in their order."""

    def __init__(self, told: float, wanted: float) -> None:
        """``told`` are the frames a second that the file has by its own word, ``wanted`` those to look at."""
        low, high = _LIKELY
        self._rate = told if math.isfinite(told) and low <= told <= high else _USUAL
        self._step = 1 / wanted
        self._due = 0.0
        self._number = -1
        self._timed = False

    def second(self, milliseconds: float) -> float | None:
        """The second of the next frame if it is to be looked at; None if not. ``milliseconds``: its time, as told."""
        self._number += 1
        usable = math.isfinite(milliseconds) and milliseconds > 0
        self._timed = self._timed or usable
        second = max(0.0, milliseconds / 1000) if usable else 0.0 if self._timed else self._number / self._rate
        if second < self._due - _EARLY:
            return None
        self._due = max(self._due + self._step, second + self._step / 2)
        return second
