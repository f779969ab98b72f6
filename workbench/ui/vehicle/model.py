"""One vehicle without a widget (464.7(d)): which plate and window, and each look at it with its own record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

import polars as pl
import traitlets as t

from workbench.errors import BadInput
from workbench.plates.grammar import SIGNS
from workbench.plates.normalise import normalise
from workbench.prose.shown import one_line
from workbench.ui.asking import Asking
from workbench.ui.port import Answer
from workbench.ui.search.pattern import Reading, read
from workbench.ui.search.results import with_vehicle
from workbench.ui.search.reviewed import under_review
from workbench.ui.search.window import clock_words, default_window, to_utc, window_problem
from workbench.ui.taking import TakingModel
from workbench.ui.taking.part import SHOWN, Part, between, part
from workbench.ui.tracing import Tracer
from workbench.ui.vehicle.track import commonest_looks
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.reviews import ReadUnderReview
from workbench.wire.search import Found, Vehicle

LIMITS = (500, 5_000, 100_000)
"""Reads that may be asked for at most; more than the first is confirmed."""
TRACK, PLACES, COMPANY, GAPS, RATES, CHOICES = "track", "places", "company", "gaps", "rates", "choices"
"""The looks; ``CHOICES`` are the vehicles that a partial plate fits."""
_WORDS = {
    TRACK: "Looking for the reads of {} …",
    PLACES: "Looking where {} was read again and again …",
    COMPANY: "Looking who was read near {} …",
    GAPS: "Looking when {} was not read …",
    RATES: "Counting how common such reads are …",
    CHOICES: "Looking for plates like {} …",
}


class Span(TypedDict):
    """The window as the searches take it (UTC)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What every look is about: a whole plate, or a pattern while one is chosen; the window is UTC."""

    plate: str
    start: datetime
    end: datetime
    limit: int = LIMITS[0]


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """What one look brought, and the heads of all searches that it took."""

    question: Question
    frame: pl.DataFrame
    heads: tuple[Found, ...]
    names: tuple[str, ...] = ()
    """What each search counted, where it took several."""
    more: pl.DataFrame | None = None
    looks: Vehicle | None = None
    """Of base rates: those of vehicles that look like this."""
    answer: Answer | None = None
    """Of the track: what may be taken out."""

    @property
    def head(self) -> Found:
        """The first search's."""
        return self.heads[0]


class Look(t.HasTraits):
    """One look: under way, or what it brought."""

    answered = t.Instance(Answered, allow_none=True)

    def __init__(self, client: Tracer) -> None:
        super().__init__()
        self.asking = Asking(client)

    def clear(self) -> None:
        """Forget what it brought; what is under way is called off."""
        self.asking.cancel()
        self.asking.status, self.asking.trouble = "", None
        self.answered = None


class VehicleModel(t.HasTraits):
    """One panel's state. Times typed are the agency's own and carry no zone; what is sent is UTC."""

    plate = t.Unicode()
    start = t.Instance(datetime, allow_none=True)
    end = t.Instance(datetime, allow_none=True)
    limit = t.Int(LIMITS[0])
    question = t.Instance(Question, allow_none=True)
    """What the looks on the screen are about."""
    trouble = t.Unicode()
    """What is wrong with the form."""
    hint = t.Unicode()
    """What is worth knowing of the window that was put into the form; empty for nothing."""
    spot = t.Unicode()
    """The read that is pointed at; empty for none."""
    place = t.Unicode()
    """The frequented place whose hours are shown; empty for all."""
    brush: Any = t.Instance(tuple, allow_none=True)
    """The part of the window (UTC) that the track is narrowed to."""

    def __init__(self, client: Tracer, me: Me, clock: Callable[[], datetime], **traits: Any) -> None:
        super().__init__(**traits)
        self._client = client
        self._clock = clock
        self.me, self.zone = me, me.time_zone
        self.looks = {name: Look(client) for name in _WORDS}
        self.taking = TakingModel(client, me)
        self.observe(lambda _change: self.taking.narrow(self._parts()), "brush")
        if self.start is None:
            self.look_back(me.window_days)

    def purpose(self) -> PurposeDeclared | None:
        """What the next look rests on."""
        return self._client.current_purpose()

    def look_back(self, days: float) -> None:
        """Ask for the last days."""
        self.start, self.end = default_window(self._clock(), days, self.zone)

    def odd(self) -> str:
        """What is odd about the times where clocks change."""
        return clock_words(self.start, self.end, self.zone)

    def reading(self) -> Reading | None:
        """How a partial plate is understood; None of a whole one."""
        return read(self.plate, lookalikes=False) if set(self.plate) & set(SIGNS) else None

    @property
    def picking(self) -> bool:
        """Whether the question is a part of a plate, so that a vehicle has to be chosen first."""
        return self.question is not None and bool(set(self.question.plate) & set(SIGNS))

    def stale(self) -> bool:
        """Whether the form asks for something else than what is on the screen."""
        try:
            return self.question is not None and self._asked() != self.question
        except BadInput:
            return True

    async def go(self) -> None:
        """Look at the vehicle, or for those that a partial plate fits."""
        self.clear()
        try:
            question = self._asked()
        except BadInput as error:
            self.trouble = str(error)
            return
        self.question = question
        await self.open(TRACK if self.reading() is None else CHOICES)

    async def choose(self, plate: str) -> None:
        """Look at one of the vehicles that fit."""
        self.plate = plate
        await self.go()

    async def open(self, name: str) -> None:
        """Make a look, unless it was made already."""
        look, question = self.looks[name], self.question
        if question is None or look.asking.busy or (look.answered and look.answered.question == question):
            return
        if self.picking is not (name == CHOICES) or (name == RATES and self.looks[TRACK].answered is None):
            return  # one comes after the other
        looks = self._alike() if name == RATES else None
        answered = await look.asking.ask(
            lambda query: self._call(name, question, looks, query), _WORDS[name].format(question.plate)
        )
        if answered is not None and question == self.question:
            look.answered = answered
            if name == TRACK:
                self.taking.offer(answered.answer)

    def clear(self) -> None:
        """Take everything off the screen."""
        self.question, self.trouble, self.brush = None, "", None
        self.spot = self.place = ""
        self.taking.offer(None)
        for look in self.looks.values():
            look.clear()

    def track(self) -> pl.DataFrame:
        """The reads within the brush; ``number`` counts all of them from 1, the oldest."""
        answered = self.looks[TRACK].answered
        if answered is None:
            return pl.DataFrame()
        if self.brush is None:
            return answered.frame
        since, until = self.brush
        return answered.frame.filter(pl.col("time").is_between(since, until, closed="left"))

    def pointed(self) -> ReadUnderReview | None:
        """The read that is pointed at, as its review has it."""
        answered = self.looks[TRACK].answered
        return under_review(answered.frame, self.spot) if answered and self.spot else None

    def _parts(self) -> list[Part]:
        return part(SHOWN, self.track(), between(self.brush, self.zone))

    def step(self, by: int) -> None:
        """Point at the read so many later or earlier within the brush."""
        ids = self.track()["read_id"].to_list() if not self.track().is_empty() else []
        if ids:
            at = ids.index(self.spot) + by if self.spot in ids else (0 if by > 0 else len(ids) - 1)
            self.spot = ids[min(max(at, 0), len(ids) - 1)]

    def _asked(self) -> Question:
        """What the form asks for; ``BadInput`` says what is wrong with it."""
        if not self.plate.strip():
            raise BadInput("Type the vehicle's whole plate, or a part of it with ? and * to choose from what fits.")
        partial = self.reading()
        if partial is not None and partial.pattern is None:
            raise BadInput(partial.words, how=partial.how)
        problem = window_problem(self.start, self.end)
        start, end = to_utc(self.start, self.zone), to_utc(self.end, self.zone, last=True)
        if problem or start is None or end is None:
            raise BadInput(problem or "Give both ends of the time window.")
        plate = normalise(self.plate) if partial is None else one_line(self.plate.strip(), 60)
        return Question(plate, start, end, self.limit)

    def _alike(self) -> Vehicle:
        answered = self.looks[TRACK].answered
        return commonest_looks(answered.frame) if answered else Vehicle()

    def _call(self, name: str, question: Question, looks: Vehicle | None, query: str) -> Answered:
        """One look's searches, in a thread."""
        client, window = self._client, Span(start=question.start, end=question.end)
        if name == RATES:
            every = client.base_rates(**window, query_id=query)
            if looks is None or not looks.asked():
                return Answered(question, every.frame, (every.head,), ("all vehicles",))
            alike = client.base_rates(**window, vehicle=looks, query_id=query)
            heads, names = (every.head, alike.head), ("all vehicles", "vehicles that look like it")
            return Answered(question, every.frame, heads, names, alike.frame, looks)
        if name == CHOICES:
            found = client.search(question.plate, **window, limit=LIMITS[0], query_id=query)
            return Answered(question, with_vehicle(found.frame), (found.head,))
        answer = self._one(name, question, window, query)
        frame = answer.frame
        if name == TRACK:
            frame = with_vehicle(frame).sort("time", "read_id").with_row_index("number", offset=1)
        return Answered(question, frame, (answer.head,), answer=answer if name == TRACK else None)

    def _one(self, name: str, question: Question, window: Span, query: str) -> Answer:
        if name == TRACK:
            return self._client.vehicle(question.plate, **window, limit=question.limit, query_id=query)
        calls = {PLACES: self._client.places, COMPANY: self._client.convoy, GAPS: self._client.gaps}
        return calls[name](question.plate, **window, query_id=query)
