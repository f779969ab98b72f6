"""The queue of hits without a widget (464.5, 464.7(g)): what is looked at, what is said, and what can be taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal

import traitlets as t

from workbench.policy.hits import LOOKED_UP, OPEN, Status
from workbench.ui.hits.words import RESULTS, UNDO, Result, name
from workbench.ui.notice import Notice, notice
from workbench.ui.port import HitDesk, HitsShown
from workbench.ui.search.window import to_utc
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.hits import Hit, HitPage, Place
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.search import Window

LIMIT = 100
WAITING, EVERY = "open", ""
"""States that the queue can be narrowed to, besides those of a hit."""


class HitsModel(t.HasTraits):
    """One panel's state; times typed are the agency's own.

    What is typed in the form is of the chosen hit alone: it stays when new hits come, and goes with another hit.
    """

    state = t.Unicode(EVERY)
    hotlist = t.Unicode()
    days = t.Int(30)
    """How far back by the time of the read; 0 for all that is kept."""
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)
    head = t.Instance(HitPage, allow_none=True)
    hits: t.List[Hit] = t.List()
    counts: t.Dict[Status, int] = t.Dict()
    chosen = t.Unicode()
    """The number of the hit that is looked at, as text; empty for none."""
    result = t.Unicode()
    """What is about to be said of it."""
    reference = t.Unicode()
    looked_up = t.Instance(datetime, allow_none=True)
    note = t.Unicode()
    words = t.Int(0)
    """How often something was said of a hit here, or taken back."""
    wanted = t.Tuple(t.Unicode(), t.Int(), default_value=("", 0))
    """The field that has to be filled before this can be said, and a count, so that it can be wanted again."""

    def __init__(self, client: HitDesk, me: Me, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.client, self.me, self.zone, self.clock = client, me, me.time_zone, clock
        self._looks = Latest()
        self._looking: int | Literal[False] | None = False
        """What the look under way was made for; False when there is none."""
        self._trail: list[Place | None] = [None]
        self._said: list[int] = []
        self._recording = False
        self.observe(lambda _change: self.clear_form(), "chosen")

    def purpose(self) -> PurposeDeclared | None:
        """What the next look rests on."""
        return self.client.current_purpose()

    async def look(self, following: int | None = None) -> None:
        """The newest hits, those that wait for a result first; ``following`` when the panel looks by itself."""
        await self._fetch([None], following)

    async def older(self) -> None:
        """The page before this one; another look, another record."""
        if self.head is not None and self.head.next is not None:
            await self._fetch([*self._trail, self.head.next])

    async def newer(self) -> None:
        """The page after this one; another look, another record."""
        if self.has_newer:
            await self._fetch(self._trail[:-1])

    @property
    def has_older(self) -> bool:
        """Whether hits that fit stand before this page."""
        return self.head is not None and self.head.next is not None

    @property
    def has_newer(self) -> bool:
        """Whether this is not the first page."""
        return len(self._trail) > 1

    def hit(self) -> Hit | None:
        """The one that is looked at."""
        return next((hit for hit in self.hits if str(hit.hit) == self.chosen), None)

    async def _fetch(self, trail: list[Place | None], following: int | None = None) -> None:
        self.busy, self._looking = True, following
        if following is None:
            self.trouble, self.status = None, "Looking at the hits …"
        call = partial(self.client.hits, **self._asked(), before=trail[-1], following=following)
        try:
            found = await self._looks.run(call)
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self._looking = False
            self.head, self.hits, self.counts, self.chosen = None, [], {}, ""
            self.trouble, self.busy, self.status = notice(error), False, "No hit was shown."
            return
        self._trail, self._looking = trail, False
        self._show(found)

    def _asked(self) -> dict[str, Any]:
        now = self.clock()
        window = Window(start=now - timedelta(days=self.days), end=now + timedelta(days=1)) if self.days else None
        status = Status(self.state) if self.state not in (WAITING, EVERY) else None
        asked = {"status": status, "open": self.state == WAITING, "first": "open", "limit": LIMIT}
        return {"window": window, "hotlist": self.hotlist or None, **asked}

    def _show(self, found: HitsShown) -> None:
        page = found.head
        if not isinstance(page, HitPage):
            raise TypeError("a look at hits brings a page of them")
        chosen = self.chosen if any(str(hit.hit) == self.chosen for hit in found.hits) else ""
        with self.hold_trait_notifications():
            self.head, self.hits, self.counts = page, found.hits, dict(page.counts)
            self.chosen = chosen or (str(found.hits[0].hit) if found.hits else "")
            self.busy, self.status = False, said(page, self.waiting)

    @property
    def waiting(self) -> int:
        """Hits that wait for a result, on all pages."""
        return sum(self.counts.get(status, 0) for status in OPEN)

    @property
    def may_undo(self) -> bool:
        """Whether this panel has said something that it may still take back."""
        return bool(self._said)

    async def press(self, key: str) -> None:
        """What a key in the queue means: a result for this hit, or taking the last word back."""
        if self._recording:
            return
        if key == UNDO:
            await self.withdraw()
            return
        found = next((result for result in RESULTS if result.key == key), None)
        if found is not None and self.hit() is not None:
            self.result = found.status.value
            await self.record()

    def missing(self) -> str:
        """The field that has to be filled before the result can be recorded; empty for none."""
        wants = chosen_result(self.result)
        if wants is None or not wants.wants:
            return ""
        return "" if getattr(self, wants.wants).strip() else wants.wants

    async def record(self) -> bool:
        """Record the result of the form for this hit; whether it was. What it still wants is in ``wanted`` then.

        Nothing is recorded while the word before is on its way.
        """
        hit, result = self.hit(), chosen_result(self.result)
        if self._recording:
            return False
        if hit is None or result is None:
            self.trouble = Notice("error", "Choose a hit and what became of it.", section="464.7(g)")
            return False
        if missing := self.missing():
            self.wanted = (missing, self.wanted[1] + 1)
            self.status = _WANTED[missing].format(result.label.lower())
            return False
        looked_up = to_utc(self.looked_up, self.zone) if result.status in LOOKED_UP else None
        said = partial(
            self.client.verify_hit, hit.hit, result.status, self.reference.strip(), self.note.strip(), looked_up
        )
        kept = partial(self._said.append, hit.hit)
        if not await self._tell(said, f"Hit {hit.hit}: {result.label.lower()}.", kept):
            return False
        if self.chosen == str(hit.hit):  # else the person went on alone, and the form is of another hit
            self.clear_form()
            self._go_on(hit)
        return True

    async def withdraw(self) -> None:
        """Take back the last word of this person in this panel; it stays in the hit's history."""
        if self._recording:
            return
        if not self._said:
            self.status = "You said nothing here that could be taken back."
            return
        number = self._said[-1]
        words = f"Hit {number}: your word is taken back."
        if await self._tell(partial(self.client.withdraw_hit, number), words, self._said.pop):
            self.chosen = str(number)
        elif self.trouble is not None and self.trouble.kind == "error":
            self._said.pop()  # it is too old, or another word counts by now

    def clear_form(self) -> None:
        """Empty the form."""
        self.result = self.reference = self.note = ""
        self.looked_up = None

    async def _tell(self, call: Callable[[], HitsShown], words: str, kept: Callable[[], object]) -> bool:
        """Say or take back a word; ``kept`` is called at once when it stands, before anything is looked at anew."""
        interrupted, self._looking = self._looking, False
        self._looks.cancel()  # what it would bring is from before this word
        self.busy, self.trouble, self.status = True, None, "Recording …"
        self._recording = True
        try:
            found = await asyncio.to_thread(call)
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.busy, self.status = notice(error), False, "Nothing was recorded."
            return False
        finally:
            self._recording = False
        kept()
        self.words += 1
        self._replace(found.hits[0])
        if interrupted is not False:
            await self.look(interrupted)
        records = f"records {found.head.record} and {found.head.result_record}"
        self.busy, self.status = False, f"{words} On record: {records}. {plural(self.waiting, 'hit')} to verify."
        return True

    def _replace(self, now: Hit) -> None:
        """The hit as it stands now, in its place until the next look."""
        before = next((hit for hit in self.hits if hit.hit == now.hit), None)
        counts = dict(self.counts)
        if before is not None:
            counts[before.status] = max(0, counts.get(before.status, 0) - 1)
            counts[now.status] = counts.get(now.status, 0) + 1
        with self.hold_trait_notifications():
            self.counts = {status: count for status, count in counts.items() if count}
            self.hits = [now if hit.hit == now.hit else hit for hit in self.hits]

    def _go_on(self, done: Hit) -> None:
        """To the next hit that waits, after this one or else from the top."""
        at = [hit.hit for hit in self.hits].index(done.hit)
        coming = [hit for hit in [*self.hits[at + 1 :], *self.hits[:at]] if hit.status in OPEN]
        if coming:
            self.chosen = str(coming[0].hit)


_WANTED = {
    "reference": "Type the reference that CLETS gave, to record this hit as {}.",
    "note": "Say why, to record this hit as {}.",
}


def chosen_result(value: str) -> Result | None:
    """The result of that value."""
    return next((result for result in RESULTS if result.status.value == value), None)


def said(page: HitPage, waiting: int) -> str:
    """How many there are and how many wait, and where this look is on record."""
    shown = "" if len(page.hits) == page.total else f", {len(page.hits):,} on this page"
    wait = "none waits for a look-up" if not waiting else f"{waiting:,} to verify"
    return f"{plural(page.total, 'hit')}{shown}; {wait}. On record as {page.record}."


def counted(counts: dict[Status, int]) -> list[tuple[str, str, int]]:
    """The states to narrow to, each with its value, name and count; those without a hit are left out."""
    waiting = sum(counts.get(status, 0) for status in OPEN)
    states = [(status.value, name(status), counts.get(status, 0)) for status in Status if status not in OPEN]
    known = [(value, label, count) for value, label, count in states if count]
    return [(EVERY, "All", sum(counts.values())), (WAITING, "To verify", waiting), *known]
