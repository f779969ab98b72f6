"""Reading the access log without a widget (464.6): filters, pages of records, newest first."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

import polars as pl
import traitlets as t

from workbench.ui.log.person import PersonModel
from workbench.ui.log.sightings import SightingsModel
from workbench.ui.notice import Notice, notice
from workbench.ui.port import LogBook
from workbench.ui.search.window import to_utc, window_problem
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.log import LogEntry, LogExport, LogPage
from workbench.wire.purpose import Me, PurposeDeclared

PAGE = 200
_COLUMNS = {
    "index": pl.Int64(),
    "time": pl.Datetime("us", "UTC"),
    "user": pl.String(),
    "kind": pl.String(),
    "action": pl.String(),
    "asked": pl.String(),
    "case_number": pl.String(),
    "category": pl.String(),
    "narrative": pl.String(),
    "count": pl.Int64(),
    "outcome": pl.String(),
    "section": pl.String(),
}


class LogModel(t.HasTraits):
    """One panel's state. Empty filters let everything through; times typed are the agency's own."""

    user = t.Unicode()
    kind = t.Unicode()
    case_number = t.Unicode()
    text = t.Unicode()
    plate = t.Unicode()
    start = t.Instance(datetime, allow_none=True)
    end = t.Instance(datetime, allow_none=True)
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)
    page = t.Instance(LogPage, allow_none=True)
    taken = t.Instance(LogExport, allow_none=True)
    """The file that was taken out last."""
    asked = t.Instance(Notice, allow_none=True)
    """Why it was not."""
    chosen = t.Unicode()
    """The index of the record whose details are shown, as text; empty for none."""

    def __init__(self, client: LogBook, me: Me) -> None:
        super().__init__()
        self._client = client
        self._work = Latest()
        self._trail: list[int | None] = [None]
        self._fitted = 0
        self.me = me
        self.zone = me.time_zone
        self.sightings = SightingsModel(client, me.time_zone)
        self.person = PersonModel(client, me.time_zone)

    def purpose(self) -> PurposeDeclared | None:
        """What the next look rests on."""
        return self._client.current_purpose()

    async def look(self) -> None:
        """The newest records that fit the filters; this look is recorded."""
        await self._fetch([None])

    async def older(self) -> None:
        """The page before this one; another look, another record."""
        if self.page is not None and self.page.entries:
            await self._fetch([*self._trail, self.page.entries[-1].index])

    async def newer(self) -> None:
        """The page after this one; another look, another record."""
        if len(self._trail) > 1:
            await self._fetch(self._trail[:-1])

    @property
    def has_older(self) -> bool:
        """Whether records that fit stand before this page; those that came since the first page don't."""
        seen = PAGE * (len(self._trail) - 1)
        return self.page is not None and self._fitted > seen + len(self.page.entries)

    @property
    def has_newer(self) -> bool:
        """Whether this is not the first page."""
        return len(self._trail) > 1

    def filters(self) -> dict[str, Any]:
        """What is asked of the log."""
        return {
            "user": self.user.strip(),
            "kind": self.kind,
            "case_number": self.case_number.strip(),
            "text": self.text.strip(),
            "plate": self.plate.strip(),
            "start": to_utc(self.start, self.zone),
            "end": to_utc(self.end, self.zone),
        }

    async def _fetch(self, trail: list[int | None]) -> None:
        problem = window_problem(self.start, self.end) if self.start and self.end else ""
        self.trouble = Notice("error", problem) if problem else None
        if problem:
            return
        self.busy, self.status = True, "Reading the access log …"
        call = partial(self._client.log, **self.filters(), before=trail[-1], limit=PAGE)
        try:
            page = await self._work.run(call)
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.page, self.chosen = None, ""
            self.trouble = notice(error)
            self.busy, self.status = False, "The log was not read."
            return
        self._trail = trail
        if len(trail) == 1:
            self._fitted = page.total
        self.chosen = ""
        self.page = page
        self.busy, self.status = False, said(page)

    async def take_out(self) -> None:
        """All records that fit the filters as a file; it has to be confirmed on the signed-in page first."""
        self.asked, self.busy, self.status = None, True, "Making the file …"
        try:
            taken = await self._work.run(partial(self._client.log_export, **self.filters()))
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - as above
            self.asked, self.busy, self.status = notice(error), False, "Nothing was taken out."
            return
        self.taken = taken
        self.busy, self.status = False, f"{plural(taken.count, 'record')} taken out, under record {taken.record}."

    def entry(self) -> LogEntry | None:
        """The record whose details are shown."""
        entries = self.page.entries if self.page else []
        return next((entry for entry in entries if str(entry.index) == self.chosen), None)


def said(page: LogPage) -> str:
    """How many fit, and that this look is recorded too."""
    shown = "" if len(page.entries) == page.total else f", {len(page.entries):,} on this page"
    return f"{plural(page.total, 'record')} fit{shown}. This look is itself record {page.record}."


def table(page: LogPage) -> pl.DataFrame:
    """The records as the table shows and sorts them."""
    return pl.DataFrame([entry.model_dump(include=set(_COLUMNS)) for entry in page.entries], schema=_COLUMNS)


def by_user(page: LogPage) -> pl.DataFrame:
    """How many of the records that fit are whose, most first."""
    rows = sorted(page.counts_by_user.items(), key=lambda item: (-item[1], item[0]))
    return pl.DataFrame(rows, schema={"user": pl.String(), "records": pl.Int64()}, orient="row")
