"""Reviewing without a widget (464.7(g)): what waits, which read is looked at, what is said of it, and what was said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import traitlets as t

from workbench.errors import BadInput, NotFound
from workbench.plates.normalise import normalise
from workbench.policy.reviews import Outcome
from workbench.ui.notice import Notice, notice
from workbench.ui.port import Pictures, Reviewer
from workbench.ui.review.words import SAID, waiting
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.photographs import ImageKind, PlateCandidate
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.reviews import Order, QueuePage, ReadUnderReview, Reviewed

PAGE = 25
_COMING = "The photograph is on its way …"


@dataclass(frozen=True, slots=True)
class Shown:
    """The page on the screen: the queue as it was asked for, and the crops of its plates."""

    page: QueuePage
    crops: dict[str, tuple[str, bytes]] = field(default_factory=dict)


class ReviewModel(t.HasTraits):
    """One panel's state. ``at`` is the read that is looked at; ``said``, by their ids, the reads reviewed here."""

    order = t.Unicode(Order.DOUBTFUL.value)
    source = t.Unicode()
    camera = t.Unicode()
    batch = t.Unicode()
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)
    shown = t.Instance(Shown, allow_none=True)
    at = t.Int(-1)
    chosen = t.Int(0)
    """The reading that would be accepted, from 0: the observed one."""
    picture = t.Tuple(t.Unicode(), t.Bytes(), default_value=("", b""))
    """MIME type and bytes of the photograph of the read that is looked at; empty without one."""
    unseen = t.Unicode()
    """Why there is no picture, while there is none."""
    correcting = t.Bool(False)
    typed = t.Unicode()
    said: t.Dict[str, ReadUnderReview] = t.Dict()

    def __init__(self, client: Reviewer, me: Me, clock: Callable[[], datetime], **traits: Any) -> None:
        super().__init__(**traits)
        self._desk, self._client, self._clock = client.reviews, client, clock
        self._queue, self._look, self._word = Latest(), Latest(), Latest()
        self._mine: list[tuple[int, str]] = []
        self._begun: datetime | None = None
        self._saying = False
        self.me = me
        self.zone = me.time_zone

    def purpose(self) -> PurposeDeclared | None:
        """What the next look rests on."""
        return self._client.current_purpose()

    @property
    def read(self) -> ReadUnderReview | None:
        """The read that is looked at."""
        reads = self.shown.page.reads if self.shown else []
        return reads[self.at] if 0 <= self.at < len(reads) else None

    def readings(self) -> list[PlateCandidate]:
        """What the plate may be, the observed one first; ``characters`` are empty where nobody tells them."""
        if (read := self.read) is None:
            return []
        if read.image is not None and read.image.candidates:
            told = read.image.candidates
        else:
            told = [
                PlateCandidate(plate=each.plate, confidence=each.confidence or 0.0, characters=[])
                for each in read.candidates
            ]
        observed = next((each for each in told if each.plate == read.plate), None)
        first = observed or PlateCandidate(plate=read.plate, confidence=read.confidence or 0.0, characters=[])
        return [first, *(each for each in told if each.plate != read.plate)][:9]

    def problem(self) -> str:
        """What is wrong with the plate that is typed; empty when it may be sent."""
        if not self.correcting or self.read is None:
            return ""
        if not self.typed.strip():
            return "Type the plate that stands in the image."
        try:
            plate = normalise(self.typed)
        except BadInput as error:
            return f"{error.message} {error.how}"
        return f"The camera read {plate} too: accept it instead." if plate == self.read.plate else ""

    def tally(self) -> str:
        """How many wait, how many were done here, and how fast."""
        if self.shown is None:
            return ""
        page = self.shown.page
        own = len(self._mine)
        minutes = (self._clock() - self._begun).total_seconds() / 60 if self._begun else 0.0
        rate = f", {own / minutes:,.1f} a minute" if own > 1 and minutes > 0 else ""
        here = len(self.said)
        left = max(0, page.waiting - here)
        return f"{waiting(left)}; {page.done + here:,} reviewed; {own:,} by you just now{rate}."

    async def load(self) -> None:
        """Ask what waits, and for the crops of the first page; a look at each plate on it."""
        self.busy, self.status = True, "Asking what waits …"
        call = partial(
            self._desk.queue,
            batch_id=self.batch.strip() or None,
            camera=self.camera.strip() or None,
            source=self.source or None,
            order=self.order,
            limit=PAGE,
        )
        try:
            shown = await self._queue.run(lambda: self._page(call()))
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self._failed(error, "Nothing was shown.")
            return
        self._begun = self._begun or self._clock()
        self.trouble, self.said, self.at = None, {}, -1
        self.shown, self.busy = shown, False
        page = shown.page
        self.status = f"{self.tally()} On record as {page.record}." if page.reads else f"Nothing waits. {self.tally()}"
        await self.go(0)

    def _page(self, page: QueuePage) -> Shown:
        pictured = [read.read_id for read in page.reads if read.image is not None]
        if not pictured:
            return Shown(page)
        try:
            found = self._desk.images(pictured, ImageKind.CROP)
        except NotFound:  # they were purged a moment ago
            return Shown(page)
        crops = {read_id: crop for read_id in pictured if (crop := found.get(read_id)) is not None}
        return Shown(page, crops)

    async def go(self, place: int) -> None:
        """Look at another read of the page, and ask for its photograph."""
        reads = self.shown.page.reads if self.shown else []
        if not 0 <= place < len(reads):
            return
        self.correcting, self.typed, self.chosen = False, "", 0
        self.picture, self.unseen = ("", b""), ""
        self.at = place
        read = reads[place]
        if read.image is None:
            self.unseen = "The camera handed over no image with this read."
            return
        self.unseen = _COMING
        try:
            found = await self._look.run(partial(self._desk.images, [read.read_id], ImageKind.ORIGINAL))
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001
            self.unseen = f"The photograph can't be shown: {notice(error).title}"
            return
        self._took(read.read_id, found)

    def _took(self, read_id: str, found: Pictures) -> None:
        picture = found.get(read_id)
        self.unseen = "" if picture else "The photograph is gone."
        self.picture = picture or ("", b"")

    async def step(self, by: int) -> None:
        """The next read, or the one before."""
        await self.go(self.at + by)

    def ready(self) -> bool:
        """Whether something may be said of the read; why not is told. A word rests on what stands in the image."""
        if self.read is None:
            return False
        if self.unseen == _COMING:
            self.status = f"The photograph of {self.read.plate} is on its way: nothing is said of a read before it."
            return False
        return True

    def choose(self, place: int) -> None:
        """Take another reading as the one that would be accepted."""
        readings = self.readings()
        if 0 <= place < len(readings):
            self.chosen = place
            if self.correcting:
                self.typed = readings[place].plate

    def correct(self) -> None:
        """Open the field for another plate, with the chosen reading in it."""
        readings = self.readings()
        if readings:
            self.typed, self.correcting = readings[self.chosen].plate, True

    def leave(self) -> None:
        """Close the field; nothing is said."""
        self.correcting, self.typed = False, ""

    async def accept(self) -> None:
        """Say that the chosen reading stands in the image: accept the observed one, or correct it to another."""
        readings = self.readings()
        if readings and self.chosen == 0:
            await self._say(Outcome.ACCEPTED)
        elif readings:
            await self._say(Outcome.CORRECTED, readings[self.chosen].plate)

    async def send(self) -> None:
        """Say that what was typed stands in the image."""
        if self.correcting and not self.problem():
            await self._say(Outcome.CORRECTED, normalise(self.typed))

    async def reject(self) -> None:
        """Say that there is no plate."""
        await self._say(Outcome.REJECTED)

    async def give_up(self) -> None:
        """Say that nobody can read it."""
        await self._say(Outcome.UNREADABLE)

    async def undo(self) -> None:
        """Take back what was said here last, and look at that read again."""
        if not self._mine or self._saying:
            self.status = self.status if self._saying else "There is nothing to take back."
            return
        review, read_id = self._mine[-1]
        done = await self._told(partial(self._desk.undo, review))
        if done is None:
            return
        self._mine.pop()
        self.said = {one: read for one, read in self.said.items() if one != read_id}
        self.status = f"Taken back: {done.read.plate} waits again. On record as {done.record}. {self.tally()}"
        reads = self.shown.page.reads if self.shown else []
        await self.go(next((place for place, read in enumerate(reads) if read.read_id == read_id), self.at))

    async def _say(self, outcome: Outcome, resolved: str = "") -> None:
        read = self.read
        if read is None or self._saying or not self.ready():
            return
        if read.read_id in self.said:
            self.status = f"You reviewed {read.plate} already: take that back first (z)."
            return
        call = partial(self._desk.say, read.read_id, read.plate, read.time, outcome, resolved=resolved)
        done = await self._told(call)
        if done is None:
            return
        self._mine.append((done.read.reviews[-1].review, read.read_id))
        self.said = {**self.said, read.read_id: done.read}
        hits = f" {plural(done.hits, 'hit')} by it: look them up before anybody acts (464.7(g))." if done.hits else ""
        second = " A second person has to say the same." if done.read.waits else ""
        words = SAID[outcome].format(plate=read.plate, resolved=resolved)
        self.status = f"{words}{second}{hits} On record as {done.record}. {self.tally()}"
        await self._onwards()

    async def _told(self, call: Callable[[], Reviewed]) -> Reviewed | None:
        """What the custodian answers to a word; None when it was not kept, which is told."""
        self._saying = self.busy = True
        try:
            done = await self._word.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001
            self._failed(error, "Nothing was kept.")
            return None
        finally:
            self._saying = self.busy = False
        self.trouble = None
        return done

    async def _onwards(self) -> None:
        """To the next read of the page that waits; to the next page after the last one."""
        reads = self.shown.page.reads if self.shown else []
        places = [*range(self.at + 1, len(reads)), *range(self.at)]
        left = next((place for place in places if reads[place].read_id not in self.said), None)
        if left is not None:
            await self.go(left)
        elif self.shown is not None and self.shown.page.waiting > len(self.said):
            await self.load()
        else:
            self.correcting, self.typed = False, ""
            self.status = f"{self.status} Nothing else waits."

    def _failed(self, error: Exception, words: str) -> None:
        self.trouble = notice(error)
        self.busy, self.status = False, words
