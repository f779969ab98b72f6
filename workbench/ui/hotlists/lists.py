"""Which lists there are, without a widget (464.7(f), 464.7(g)): in force, stale, due, ended; no plate is in this."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import polars as pl
import traitlets as t

from workbench.ui.hotlists.working import Working
from workbench.ui.port import ListKeeper
from workbench.ui.words import listed, plural
from workbench.wire.hotlists import OWN_LIST, HotlistLine, HotlistPage, ListState

LIMIT = 500
SCHEMA = {
    "number": pl.Int64(),
    "name": pl.String(),
    "source": pl.String(),
    "version": pl.Int64(),
    "state": pl.String(),
    "entries": pl.Int64(),
    "installed": pl.Datetime("us", "UTC"),
    "installed_by": pl.String(),
    "expiring": pl.Int64(),
    "expired": pl.Int64(),
    "hits": pl.Int64(),
    "record": pl.Int64(),
    "stale": pl.Boolean(),
}


class ListsModel(Working):
    """The lists, the newest first; ``chosen`` is the number of a version, as text."""

    page = t.Instance(HotlistPage, allow_none=True)
    earlier = t.Bool(False)
    """Whether versions that are no longer in force are shown too."""
    chosen = t.Unicode()
    ending = t.Unicode()
    """The list that is about to be ended, once that is said again."""

    def __init__(self, client: ListKeeper, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._client, self._clock = client, clock

    async def look(self) -> None:
        """Ask which there are; the look is recorded."""
        call = partial(self._client.hotlists.list, limit=LIMIT)
        page = await self.ask(call, "Asking for the lists …", "The lists are not known.")
        if page is None:
            return
        self.page = page
        if self.line() is None and self.lines():
            self.chosen = str(self.lines()[0].number)
        self.status = said(page, self._clock())

    def lines(self) -> list[HotlistLine]:
        """Those that are shown."""
        lines = self.page.lists if self.page else []
        return [line for line in lines if self.earlier or line.state is ListState.ACTIVE]

    def line(self) -> HotlistLine | None:
        """The one that is chosen."""
        return next((line for line in self.lines() if str(line.number) == self.chosen), None)

    def ask_end(self) -> None:
        """Ask whether the chosen list is to be ended."""
        line = self.line()
        if line is not None and line.state is ListState.ACTIVE:
            self.ending = line.name

    async def end(self) -> None:
        """End it: nothing more is matched with it, its hits stay."""
        name, self.ending = self.ending, ""
        call = partial(self._client.hotlists.retire, name)
        await self.ask(call, f"Ending {name} …", "The list was not ended.")
        if self.trouble is None:
            await self.look()
            self.status = f"{name} has ended; its hits stay. {self.status}"

    def table(self) -> pl.DataFrame:
        """The lists as the table shows and sorts them."""
        hours, now = self.page.stale_hours if self.page else 0, self._clock()
        told = [
            line.model_dump(include=set(SCHEMA)) | {"state": line.state.value, "stale": is_stale(line, hours, now)}
            for line in self.lines()
        ]
        return pl.DataFrame(told, schema=SCHEMA)


def is_stale(line: HotlistLine, hours: int, now: datetime) -> bool:
    """Whether a list in force is older than it should be; our own entries have dates of their own."""
    old = now - line.installed > timedelta(hours=hours)
    return line.state is ListState.ACTIVE and line.name != OWN_LIST and old


def said(page: HotlistPage, now: datetime) -> str:
    """How many are in force, what is stale and what is due."""
    active = [line for line in page.lists if line.state is ListState.ACTIVE]
    stale = [line.name for line in active if is_stale(line, page.stale_hours, now)]
    expiring, expired = sum(line.expiring for line in active), sum(line.expired for line in active)
    entries = plural(sum(line.entries for line in active), "entry", "entries")
    parts = [f"{plural(len(active), 'list')} in force, {entries}"]
    if stale:
        parts.append(f"stale: {listed(stale)}")
    if expiring:
        parts.append(f"{plural(expiring, 'entry', 'entries')} about to expire")
    if expired:
        parts.append(f"{plural(expired, 'entry', 'entries')} expired")
    return f"{'; '.join(parts)}. On record as {page.record}."
