"""What of a canvass's answer is on the screen (464.7(d)): narrowed at once, without asking anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import traitlets as t

from workbench.plates.align import align
from workbench.plates.grammar import SIGNS
from workbench.ui.canvass.results import vehicles
from workbench.ui.canvass.scenes import Scene
from workbench.ui.search.pattern import Reading, read
from workbench.ui.search.results import in_order
from workbench.ui.search.reviewed import under_review
from workbench.ui.words import plural
from workbench.wire.movement import Residents
from workbench.wire.reviews import ReadUnderReview
from workbench.wire.search import Found

Span = tuple[datetime, datetime]
_NOBODY = {"vehicle": pl.String, "left_out": pl.Boolean}


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """An answer, with the scenes that it is about and all that it was asked with."""

    scenes: tuple[Scene, ...]
    spans: tuple[Span, ...]
    at_least: int
    days: int
    head: Found
    reads: pl.DataFrame
    form: tuple[object, ...]

    @property
    def of(self) -> list[int]:
        """Days before each scene on which it was counted who was there; empty where it was not."""
        told = self.head.extra.get("days_of")
        return [int(each) for each in told] if isinstance(told, list) else []

    @property
    def keys(self) -> list[str]:
        """The scenes' letters."""
        return [scene.key for scene in self.scenes]

    def passed(self, number: int) -> tuple[int, int]:
        """Reads and vehicles in a scene (from 1), also of those that are not shown."""
        told = self.head.extra.get("per_scene")
        counts = told[number - 1] if isinstance(told, list) and len(told) >= number else {}
        return int(counts.get("reads", 0)), int(counts.get("vehicles", 0))


class Sieve(t.HasTraits):
    """The answer and what it is narrowed to. ``percent`` of the days make a scene usual for a vehicle."""

    shown = t.Instance(Shown, allow_none=True)
    leave_out = t.Bool(False)
    """Whether those are left out for whom too few scenes are unusual."""
    percent = t.Int(25, min=1, max=100)
    narrow = t.Unicode()
    """A partial plate."""
    scene = t.Int(0)
    """The scene, from 1, whose vehicles are shown; 0 for all."""
    brushes: Any = t.Dict()
    """For a scene's number, the part of its window (UTC) that the vehicles must have been read in."""
    vehicle = t.Unicode()
    spot = t.Unicode()
    """The chosen vehicle, and the read of it that is pointed at; empty for none."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._ranked: tuple[object, pl.DataFrame] = (None, pl.DataFrame(schema=_NOBODY))
        self._kept: tuple[object, pl.DataFrame] = self._ranked
        self.observe(self._gone, ["leave_out", "percent", "narrow", "scene", "brushes"])

    def clear(self) -> None:
        """Take the answer off the screen, and what it was narrowed to."""
        self.shown = None
        self.vehicle = self.spot = self.narrow = ""
        self.scene, self.brushes = 0, {}

    def residents(self) -> Residents:
        """From when on a scene is usual for a vehicle."""
        return Residents(days=self.shown.days if self.shown else 28, share=self.percent / 100)

    def ranked(self) -> pl.DataFrame:
        """Everybody in the answer, one row a vehicle."""
        if self.shown is None or self.shown.reads.is_empty():
            return pl.DataFrame(schema=_NOBODY)
        asked = (self.shown, self.percent)
        if self._ranked[0] != asked:
            found = vehicles(self.shown.reads, self.shown.of, self.residents(), self.shown.at_least)
            self._ranked = (asked, found)
        return self._ranked[1]

    def left_out(self) -> pl.DataFrame:
        """Those who are left out, as usually there."""
        everybody = self.ranked()
        return everybody.filter("left_out") if self.leave_out else everybody.clear()

    def kept(self) -> pl.DataFrame:
        """Those who are shown."""
        brushes = tuple(sorted(self.brushes.items()))
        asked = (self.shown, self.percent, self.leave_out, self.narrow, self.scene, brushes)
        if self._kept[0] != asked:
            self._kept = (asked, self._sifted())
        return self._kept[1]

    def _sifted(self) -> pl.DataFrame:
        found = self.ranked()
        if self.leave_out:
            found = found.filter(~pl.col("left_out"))
        if found.is_empty():
            return found
        if self.scene:
            found = found.filter(pl.col("at").list.contains(self.scene))
        if (pattern := self.reading().pattern) is not None:
            fits = [align(pattern, plate) is not None for plate in found["vehicle"]]
            found = found.filter(pl.Series(fits, dtype=pl.Boolean))
        for number, span in self.brushes.items():
            found = found.filter(pl.col("vehicle").is_in(self._within(number, span).to_list()))
        return found

    def reads(self) -> pl.DataFrame:
        """The reads of those who are shown, of one scene where one is chosen."""
        if self.shown is None:
            return pl.DataFrame()
        found = self.shown.reads.join(self.kept().select("vehicle"), on="vehicle", how="semi", maintain_order="left")
        return found.filter(pl.col("scenes").list.contains(self.scene)) if self.scene else found

    def of_scene(self, number: int) -> pl.DataFrame:
        """All reads of a scene in the answer."""
        if self.shown is None:
            return pl.DataFrame()
        return self.shown.reads.filter(pl.col("scenes").list.contains(number))

    def reading(self) -> Reading:
        """How the partial plate is understood; without a sign it may stand anywhere in a plate."""
        text = self.narrow.strip()
        anywhere = f"*{text}*" if text and not set(text) & set(SIGNS) else text
        return read(anywhere, lookalikes=True)

    def brush(self, number: int, span: Span | None) -> None:
        """Narrow to who was read in this part of a scene's window; None frees it."""
        others = {other: each for other, each in self.brushes.items() if other != number}
        self.brushes = {**others, number: span} if span else others

    def follow_none(self) -> None:
        """Choose no vehicle."""
        self.vehicle = self.spot = ""

    def pointed(self) -> ReadUnderReview | None:
        """The read that is pointed at, as its review has it."""
        return under_review(self.shown.reads, self.spot) if self.shown and self.spot else None

    def step(self, by: int) -> None:
        """Point at the chosen vehicle's read so many later or earlier."""
        if self.shown is None or not self.vehicle:
            return
        ids = in_order(self.shown.reads, self.vehicle)["read_id"].to_list()
        at = ids.index(self.spot) + by if self.spot in ids else -1
        if 0 <= at < len(ids):
            self.spot = ids[at]

    def summary(self) -> str:
        """What was found, in one sentence with its record; empty before."""
        if self.shown is None:
            return ""
        shown, head = self.shown, self.shown.head
        kept, left = len(self.kept()), len(self.left_out())
        scenes = len(shown.scenes)
        at = f"at {shown.at_least} or more of {scenes} scenes" if scenes > 1 else "around the scene"
        words = f"{plural(kept, 'vehicle')} {at}" if kept else f"No vehicle {at}"
        out = f"; {left:,} left out as usually there" if left else ""
        cut = f" The first {head.count:,} of {head.total:,} reads were looked at." if head.count < head.total else ""
        return f"{words}{out}.{cut} On record as {head.record}."

    def _within(self, number: int, span: Span) -> pl.Series:
        reads = self.of_scene(number)
        return reads.filter(pl.col("time").is_between(*span, closed="left"))["vehicle"].unique()

    def _gone(self, _change: object) -> None:
        if self.vehicle and self.vehicle not in self.kept()["vehicle"]:
            self.follow_none()
