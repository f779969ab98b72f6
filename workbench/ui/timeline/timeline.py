"""The timeline on the screen: bars, the chosen vehicle's marks, and a brush moved by mouse or by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anywidget
import polars as pl
import traitlets as t

from workbench.prose.shown import visible
from workbench.ui.timeline.axis import Mark, bins, moment, ticks

_HERE = Path(__file__).parent


class Timeline(anywidget.AnyWidget):
    """Shows reads from ``start`` until ``end`` (milliseconds since 1970, UTC); clocks are those of ``zone`` (IANA).

    ``since`` and ``until``, from 0 to 1, are the brush; it narrows nothing while it covers all. ``pressed`` is the
    mark that the person pressed last. Every text is set as text.
    """

    _esm = _HERE / "timeline.js"
    _css = _HERE / "timeline.css"
    label = t.Unicode().tag(sync=True)
    told = t.Unicode().tag(sync=True)
    zone = t.Unicode("UTC").tag(sync=True)
    start = t.Float(0.0).tag(sync=True)
    end = t.Float(1.0).tag(sync=True)
    bars: t.List[int] = t.List().tag(sync=True)
    marks: t.List[dict[str, Any]] = t.List().tag(sync=True)
    ticks: t.List[list[Any]] = t.List().tag(sync=True)
    since = t.Float(0.0, min=0.0, max=1.0).tag(sync=True)
    until = t.Float(1.0, min=0.0, max=1.0).tag(sync=True)
    pressed = t.Unicode().tag(sync=True)

    def __init__(self, label: str, zone: str, **options: Any) -> None:
        super().__init__(label=visible(label, 200), zone=zone, **options)
        self._brushed: list[Callable[[], None]] = []
        self._quiet = False
        self._span: tuple[datetime, datetime] | None = None
        self.observe(self._moved, ["since", "until"])

    def on_brushed(self, call: Callable[[], None]) -> None:
        """Call whenever the person moved the brush."""
        self._brushed.append(call)

    def show(self, times: pl.Series, start: datetime, end: datetime, told: str = "") -> None:
        """Show how many reads there were when; the brush covers all again."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        self._span = (start, end)
        self._quiet = True
        with self.hold_sync():
            self.start, self.end = start.timestamp() * 1000, end.timestamp() * 1000
            self.bars, self.marks = bins(times, start, end), []
            self.ticks = [[at, label] for at, label in ticks(start, end, self.zone)]
            self.since, self.until, self.pressed = 0.0, 1.0, ""
            self.told = visible(told, 400)
        self._quiet = False

    def mark(self, marks: Iterable[Mark]) -> None:
        """Show these reads one by one."""
        self.marks = [each.sent() for each in marks]

    def free(self) -> None:
        """Let the brush cover all; it is told once."""
        if self.since <= 0 and self.until >= 1:
            return
        self._quiet = True
        with self.hold_sync():
            self.since, self.until = 0.0, 1.0
        self._quiet = False
        self._moved()

    def wipe(self) -> None:
        """Take the reads off the screen."""
        self._span = None
        self._quiet = True
        with self.hold_sync():
            self.bars, self.marks, self.ticks, self.told = [], [], [], ""
            self.since, self.until, self.pressed = 0.0, 1.0, ""
        self._quiet = False

    @property
    def brush(self) -> tuple[datetime, datetime] | None:
        """From when until when the brush reaches; None while it covers all."""
        if self._span is None or (self.since <= 0 and self.until >= 1) or self.since >= self.until:
            return None
        return moment(self.since, *self._span), moment(self.until, *self._span)

    def _moved(self, _change: object = None) -> None:
        if not self._quiet:
            for call in self._brushed:
                call()

    def __repr__(self) -> str:
        return "Timeline()"
