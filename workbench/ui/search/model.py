"""The partial-plate search without a widget (464.7(d)): what is asked, what came back, and how to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import polars as pl
import traitlets as t
from pydantic import ValidationError

from workbench.plates.pattern import FARTHEST
from workbench.ui.asking import Asking
from workbench.ui.looks import LOOKS, Looks
from workbench.ui.notice import Notice
from workbench.ui.port import Searcher
from workbench.ui.search.loosen import Loosening, loosenings
from workbench.ui.search.narrowing import parts
from workbench.ui.search.pattern import Reading, read
from workbench.ui.search.records import summary
from workbench.ui.search.results import in_order, stretch, with_vehicle
from workbench.ui.search.reviewed import laid_over, under_review
from workbench.ui.search.shown import Shown
from workbench.ui.search.window import default_window, to_utc, window_back, window_problem
from workbench.ui.taking.model import TakingModel
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.reviews import ReadUnderReview
from workbench.wire.search import Circle, Found

LIMITS = (500, 5_000, 100_000)
"""Reads that may be asked for at most; more than the first is confirmed."""
_ASKED = ("pattern", "lookalikes", "distance", "candidates", "limit", "start", "end", *LOOKS, "use_area")
FIELDS = (*_ASKED, "latitude", "longitude", "radius_km")
"""What the form asks with."""
_ALL = (None, None)
_ASKS_OTHERWISE = "The form asks for something else by now: press Search."


class SearchModel(Looks):
    """One panel's state. Times typed are the agency's own and carry no zone; what is sent is UTC."""

    pattern = t.Unicode()
    lookalikes = t.Bool(False)
    distance = t.Int(0, min=0, max=FARTHEST)
    """Characters that may be wrong, missing or too many."""
    candidates = t.Bool(False)
    """Whether the other readings that the cameras gave are searched too."""
    limit = t.Int(LIMITS[0])
    start = t.Instance(datetime, allow_none=True)
    end = t.Instance(datetime, allow_none=True)
    use_area = t.Bool(False)
    latitude = t.Float(32.792)
    longitude = t.Float(-115.563)
    radius_km = t.Float(5.0)
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)
    shown = t.Instance(Shown, allow_none=True)
    vehicle = t.Unicode()
    """The plate whose reads are drawn in order; empty for none."""
    camera = t.Unicode()
    """The camera that the table is narrowed to; empty for all."""
    kept_under = t.Unicode()
    """The purpose in force when a kept form was put here, until it was said to be this search's; empty for none."""
    spot = t.Unicode()
    """The read that is pointed at, in the tables, on the map and on the timeline; empty for none."""
    brush: Any = t.Instance(tuple, allow_none=True)
    """The part of the time (UTC) that tables and map are narrowed to; None for all of it. Nothing is asked anew."""

    def __init__(self, client: Searcher, me: Me, clock: Callable[[], datetime], **traits: Any) -> None:
        super().__init__(**traits)
        self._client = client
        self._clock = clock
        self.asking = Asking(client)
        self.me = me
        self.zone = me.time_zone
        self.taking = TakingModel(client, me)
        self.desk = client.saved
        self.observe(self._gone, "brush")
        self.observe(self._narrow, ["brush", "camera", "vehicle"])
        self.asking.observe(self._asking, ["busy", "status", "progress"])
        self.look_back(me.window_days)

    def back(self, minutes: int | None) -> None:
        """Ask for so many minutes up to now; None for everything that is kept."""
        self.start, self.end = _ALL if minutes is None else window_back(self._clock(), minutes, self.zone)

    def look_back(self, days: float) -> None:
        """Ask for the last days: a little less than the longest window that nobody has to confirm."""
        self.start, self.end = default_window(self._clock(), days, self.zone)

    def purpose(self) -> PurposeDeclared | None:
        """What the next search rests on."""
        return self._client.current_purpose()

    def reading(self) -> Reading:
        """How the pattern in the box is understood."""
        return read(self.pattern, lookalikes=self.lookalikes, distance=self.distance)

    def cautions(self) -> str:
        """What is wrong with the form besides the pattern; empty when it may be sent."""
        problem = window_problem(self.start, self.end)
        if not problem and self.use_area and self._area() is None:
            problem = "Give a latitude from -90 to 90, a longitude from -180 to 180 and a radius from 0.1 to 200 km."
        return problem

    def form(self) -> tuple[object, ...]:
        """What the form asks for now; an area that is not searched is no part of it."""
        return tuple(getattr(self, name) for name in (FIELDS if self.use_area else _ASKED))

    def told(self) -> str:
        """The status, and whether the answer on the screen is one to another question than the form's."""
        if self.shown is None or self.busy or self.shown.form == self.form():
            return self.status
        return f"{self.status} {_ASKS_OTHERWISE}"

    def window(self) -> tuple[datetime | None, datetime | None]:
        """What the form's window is, UTC; None for everything that is kept."""
        return to_utc(self.start, self.zone), to_utc(self.end, self.zone, last=True)

    def _area(self) -> Circle | None:
        if not self.radius_km >= 0.1:  # nor is what is no number
            return None
        try:
            return Circle(latitude=self.latitude, longitude=self.longitude, radius_m=self.radius_km * 1000)
        except ValidationError:
            return None

    def take_area(self, circle: Circle) -> None:
        """Search in this circle, e.g. one drawn on the map."""
        self.latitude, self.longitude = circle.latitude, circle.longitude
        self.radius_km = round(circle.radius_m / 1000, 2)
        self.use_area = True

    def area(self) -> Circle | None:
        """The circle that is searched, or None for everywhere."""
        return self._area() if self.use_area else None

    async def search(self) -> None:
        """Ask the custodian; the answer, or what was wrong, is in the traits afterwards."""
        reading = self.reading()
        self.trouble = self.stopped(reading)
        if self.trouble is not None:
            self.clear()
            self.status = "Not searched: see the form." if self.trouble.kind == "form" else "Not searched."
            return
        form, window = self.form(), self.window()
        asked = partial(
            self._client.search,
            self.pattern,
            lookalikes=self.lookalikes,
            distance=self.distance,
            candidates=self.candidates,
            start=window[0],
            end=window[1],
            anytime=self.start is None,
            circle=self.area(),
            vehicle=self.looks(),
            limit=self.limit,
        )
        words = f"Searching for {self.pattern.strip().upper()} …"
        answer = await self.asking.ask(lambda query: asked(query_id=query), words)
        if answer is not None:
            reads = with_vehicle(answer.frame)
            self._found(Shown(reading, answer.head, reads, form, answer, stretch(reads, *window)))
        elif self.asking.trouble is not None:
            self._failed(self.asking.trouble)

    def cancel(self) -> None:
        """Call the search off; what was asked stays in the log."""
        self.asking.cancel()

    def _asking(self, _change: object = None) -> None:
        self.busy = self.asking.busy
        if self.busy or self.asking.status:
            self.status = self.asking.told()

    def stopped(self, reading: Reading) -> Notice | None:
        """What keeps the form from being searched with as things stand; None when nothing does."""
        return self.unfit(reading) or self.unconfirmed()

    def unconfirmed(self) -> Notice | None:
        """The question whose case a form that was kept is of, while nobody has said so (464.5(4)).

        A purpose that was declared since says it; without any the custodian asks for one.
        """
        purpose = self.purpose()
        if not self.kept_under or purpose is None or purpose.purpose_id != self.kept_under:
            return None
        case = f"case {purpose.case_number}"
        how = "Say so under Saved searches; or, if it is of another case, declare another purpose in the status bar."
        return Notice("ask", f"Not searched: does this saved search belong to {case}?", how, "464.5(4)")

    def unfit(self, reading: Reading) -> Notice | None:
        """What keeps the form from being searched with, whoever asks; None when nothing does."""
        if reading.pattern is None:
            return Notice("form" if reading.words else "error", reading.words or "The pattern is empty.", reading.how)
        cautions = self.cautions()
        return Notice("form", cautions) if cautions else None

    def _failed(self, trouble: Notice) -> None:
        self.clear()
        self.trouble = trouble

    def clear(self) -> None:
        """Take the last answer off the screen, so that it can't be taken for the answer to a new question."""
        self.shown, self.brush = None, None
        self.taking.offer(None)
        self.vehicle = self.camera = self.spot = ""

    def _found(self, shown: Shown) -> None:
        self.vehicle = self.camera = self.spot = ""
        self.brush = None
        self.shown = shown
        self.taking.offer(shown.answer)
        self.status = summary(shown.head)

    @property
    def reads(self) -> pl.DataFrame | None:
        """The reads on the screen, or None before a search."""
        return self.shown.reads if self.shown else None

    @property
    def head(self) -> Found | None:
        """The records, counts and sources of the reads on the screen."""
        return self.shown.head if self.shown else None

    def loosenings(self) -> list[Loosening]:
        """Ways to ask for more when nothing was found, one click each."""
        return loosenings(self)

    def follow_none(self) -> None:
        """Draw no plate's order of reads."""
        self.vehicle = self.spot = ""

    def every_camera(self) -> None:
        """Show the reads of every camera."""
        self.camera = ""

    def whole_time(self) -> None:
        """Show the reads of the whole time."""
        self.brush = None

    def within(self) -> pl.DataFrame:
        """The reads that the map shows: all, or those within the brush."""
        return pl.DataFrame() if self.reads is None else self._brushed(self.reads)

    def narrowed(self) -> pl.DataFrame:
        """The reads that the table shows: those of the map, or one camera's of them."""
        reads = self.within()
        return reads.filter(pl.col("camera") == self.camera) if self.camera and len(reads) else reads

    def followed(self) -> pl.DataFrame:
        """The followed plate's reads within the brush; ``number`` counts all of them from 1, the oldest."""
        if self.reads is None or not self.vehicle:
            return pl.DataFrame()
        return self._brushed(in_order(self.reads, self.vehicle))

    def chosen_read(self) -> ReadUnderReview | None:
        """The read that is pointed at, as its review has it."""
        return under_review(self.reads, self.spot) if self.reads is not None and self.spot else None

    def is_followed(self) -> bool:
        """Whether the read that is pointed at is one of the followed plate's."""
        return self.reads is not None and self.spot in self.reads.filter(pl.col("vehicle") == self.vehicle)["read_id"]

    def step(self, by: int) -> None:
        """Point at the followed plate's read so many later or earlier within the brush."""
        own = self.followed()
        at = own["read_id"].index_of(self.spot) if len(own) and self.spot else None
        if at is not None and 0 <= at + by < len(own):
            self.spot = own["read_id"][at + by]

    def reviewed(self, read: ReadUnderReview) -> None:
        """Show the read as it stands after a word on it; its observed plate stays, and nothing is asked anew."""
        if self.shown is None or (under := under_review(self.shown.reads, read.read_id)) is None:
            return
        self.shown = replace(self.shown, reads=laid_over(self.shown.reads, read))
        if self.vehicle == (under.resolved_plate or under.plate):
            self.vehicle = read.resolved_plate or read.plate

    def _brushed(self, reads: pl.DataFrame) -> pl.DataFrame:
        if self.brush is None:
            return reads
        since, until = self.brush
        return reads.filter(pl.col("time").is_between(since, until, closed="left"))

    def _narrow(self, _change: object) -> None:
        shown, followed = self.narrowed(), self.followed()
        self.taking.narrow(parts(shown, self.camera, followed, self.vehicle, self.brush, self.zone))

    def _gone(self, _change: object) -> None:
        """What is no longer on the screen is not pointed at."""
        if self.spot and self.spot not in self.within()["read_id"]:
            self.spot = ""
