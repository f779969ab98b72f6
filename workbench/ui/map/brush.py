"""A time line with a window over it (464.7(d)): reads an hour, and which of them the map shows just now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anywidget
import polars as pl
import traitlets as t

Window = tuple[datetime, datetime]
_HERE = Path(__file__).parent
BARS = 120
"""As many as can be told apart on a narrow screen."""
_STEPS = [timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 180, 360, 720, 1440, 2880, 10_080, 43_200, 129_600)]
"""What one bar may span: nobody thinks in 37 minutes."""


class TimeBrush(anywidget.AnyWidget):
    """Bars of how many reads there were, under a window that is dragged, played, or moved with the arrow keys.

    ``first`` and ``step_s`` place the bars, in seconds since 1970 (UTC); ``start`` and ``end`` count bars. The window
    is all of them until somebody narrows it.
    """

    _esm = _HERE / "brush.js"
    _css = _HERE / "brush.css"
    label = t.Unicode("Time window of the map").tag(sync=True)
    zone = t.Unicode("UTC").tag(sync=True)
    counts: t.List[int] = t.List().tag(sync=True)
    first = t.Int().tag(sync=True)
    step_s = t.Int(3600).tag(sync=True)
    start = t.Int(0).tag(sync=True)
    end = t.Int(0).tag(sync=True)

    def __init__(self, zone: str, **options: Any) -> None:
        super().__init__(zone=zone, **options)
        self._calls: list[Callable[[Window | None], None]] = []
        self._filling = False
        self._told: Window | None = None
        self.observe(self._moved, ["start", "end"])

    def show(self, times: pl.Series) -> None:
        """Count these times (UTC), and open the window to all of them; nobody is told of that."""
        first, step, counts = bars(times)
        self._filling = True
        with self.hold_sync():
            self.first, self.step_s, self.counts = first, step, counts
            self.start, self.end = 0, len(counts)
        self._filling, self._told = False, None

    @property
    def window(self) -> Window | None:
        """The window, UTC, its end outside; None where it holds every bar."""
        if not 0 <= self.start < self.end <= len(self.counts) or self.end - self.start == len(self.counts):
            return None
        edges = (self.first + place * self.step_s for place in (self.start, self.end))
        start, end = (datetime.fromtimestamp(edge, UTC) for edge in edges)
        return start, end

    def on_window(self, call: Callable[[Window | None], None]) -> None:
        """Call with each window that the person chooses; None for all of the time."""
        self._calls.append(call)

    def _moved(self, _change: object) -> None:
        # Both ends come in one message: what they make is told once.
        if self._filling or self.window == self._told:
            return
        self._told = self.window
        for call in self._calls:
            call(self.window)


def bars(times: pl.Series) -> tuple[int, int, list[int]]:
    """Where the first bar begins (seconds since 1970), how many seconds each spans, and how many times lie in each."""
    known = times.drop_nulls()
    if not len(known):
        return 0, 3600, []
    seconds = known.dt.epoch("s")
    low, high = int(seconds.min()), int(seconds.max())  # type: ignore[arg-type]
    fits = (int(step.total_seconds()) for step in _STEPS if (high - low) / step.total_seconds() < BARS - 1)
    step = next(fits, -(-(high - low + 1) // (BARS - 1)))
    first = low // step * step
    found = dict(((seconds - first) // step).value_counts().iter_rows())
    return first, step, [found.get(place, 0) for place in range((high - first) // step + 1)]
