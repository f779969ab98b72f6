"""Entries of a list, and our own, without a widget (464.7.1(c), 464.7(g)): looked at, entered, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import polars as pl
import traitlets as t

from workbench.ui.hotlists.working import Working
from workbench.ui.port import ListKeeper
from workbench.ui.words import local, plural
from workbench.wire.hotlist_entries import EntryPage, ListedEntry
from workbench.wire.hotlists import OWN_LIST
from workbench.wire.purpose import Me

LIMIT = 200
NEEDED = {"plate": "the plate", "reason": "why", "case_number": "for which case", "expiry": "until when"}
"""What is said of each entry of our own (464.7.1(c))."""
SCHEMA = {
    **dict.fromkeys(("entry_id", "plate", "state", "reason", "case_number"), pl.String()),
    **dict.fromkeys(("entered", "expires"), pl.Datetime("us", "UTC")),
    **dict.fromkeys(("note", "due"), pl.String()),
}


class EntriesModel(Working):
    """One list's entries, those that expire first before all others, and the form for one of our own."""

    name = t.Unicode(OWN_LIST)
    due = t.Unicode("all")
    wanted = t.Unicode()
    """Only entries of this plate."""
    page = t.Instance(EntryPage, allow_none=True)
    chosen = t.Unicode()
    plate = t.Unicode()
    state = t.Unicode()
    reason = t.Unicode()
    case_number = t.Unicode()
    expiry = t.Instance(date, allow_none=True)
    note = t.Unicode()
    withdrawing = t.Unicode()
    """The entry that is about to be withdrawn, once that is said again."""
    changed = t.Int(0)
    """Counts the changes of our own list."""

    def __init__(self, client: ListKeeper, me: Me, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._client, self._zone, self._clock = client, me.time_zone, clock
        self.skip, self.soon, self.longest = 0, 7, 90
        purpose = client.current_purpose()
        self.case_number = purpose.case_number if purpose else ""

    async def look(self, skip: int = 0) -> None:
        """Look at the entries, from the first or from later ones on; each look is on record."""
        call = partial(
            self._client.hotlists.entries, self.name, due=self.due, plate=self.wanted.strip(), skip=skip, limit=LIMIT
        )
        page = await self.ask(call, f"Looking at {self.name} …", "No entry was shown.")
        self.withdrawing = ""
        if page is None:
            self.page = None
            return
        self.skip, self.page = skip, page
        self.status = said(page)

    async def later(self) -> None:
        """Look at those that stand after this page."""
        if self.page is not None:
            await self.look(self.skip + len(self.page.entries))

    @property
    def has_more(self) -> bool:
        """Whether entries that fit stand after this page."""
        return self.page is not None and self.skip + len(self.page.entries) < self.page.total

    def entry(self) -> ListedEntry | None:
        """The one that is chosen."""
        entries = self.page.entries if self.page else []
        return next((entry for entry in entries if entry.entry_id == self.chosen), None)

    def edit(self) -> None:
        """Take the chosen entry into the form: entered again it is renewed."""
        entry = self.entry()
        if entry is not None:
            self.plate, self.state, self.reason = entry.plate, entry.state or "", entry.reason
            self.case_number, self.note, self.expiry = entry.case_number, entry.note, None

    def missing(self) -> str:
        """What has to be said yet; empty when the entry may be entered."""
        left = [words for name, words in NEEDED.items() if not (str(getattr(self, name) or "")).strip()]
        return f"Say {', '.join(left)} (464.7.1(c))." if left else ""

    async def enter(self) -> None:
        """Enter it; from the next batch on reads are matched with it."""
        if missing := self.missing():
            self.stop(missing, "464.7.1(c)")
            return
        call = partial(
            self._client.hotlists.enter,
            self.plate.strip(),
            state=self.state.strip(),
            reason=self.reason.strip(),
            case_number=self.case_number.strip(),
            expiry=self.expiry or "",
            note=self.note.strip(),
        )
        told = await self.ask(call, "Entering …", "Nothing was entered.")
        if told is None:
            return
        self.plate = self.state = self.reason = self.note = ""
        self.expiry = None
        await self._own()
        until = local(told.entry.expires, self._zone)
        entered = f"{told.entry.plate} is watched for until {until}, case {told.entry.case_number}."
        self.status = f"{entered} On record as {told.record}."

    def ask_withdraw(self) -> None:
        """Ask whether the chosen entry is to be withdrawn."""
        entry = self.entry()
        if entry is not None and self.name == OWN_LIST:
            self.withdrawing = entry.entry_id

    async def withdraw(self, note: str) -> None:
        """Withdraw it: nothing more is matched with it, its hits stay."""
        entry_id, self.withdrawing = self.withdrawing, ""
        call = partial(self._client.hotlists.withdraw, entry_id, note.strip())
        told = await self.ask(call, "Withdrawing …", "Nothing was withdrawn.")
        if told is not None:
            await self._own(left=told.entries)
            self.status = f"{told.entry.plate} is no longer watched for; its hits stay. On record as {told.record}."

    async def _own(self, left: int = 1) -> None:
        """Our own list as it stands now; without an entry there is none."""
        self.name, self.due, self.wanted = OWN_LIST, "all", ""
        self.changed += 1
        if left:
            await self.look()
        else:
            self.page = None

    def table(self) -> pl.DataFrame:
        """The entries as the table shows and sorts them."""
        now, entries = self._clock(), self.page.entries if self.page else []
        rows = [entry.model_dump() | {"due": due(entry, now, self.soon)} for entry in entries]
        return pl.DataFrame(rows, schema=SCHEMA)

    def last_day(self) -> date:
        """The last day that an entry of our own may have."""
        return (self._clock().astimezone(ZoneInfo(self._zone)) + timedelta(days=self.longest)).date()


def due(entry: ListedEntry, now: datetime, soon: int) -> str:
    """``expired``, ``expiring`` or nothing."""
    if entry.expires < now:
        return "expired"
    return "expiring" if entry.expires < now + timedelta(days=soon) else ""


def said(page: EntryPage) -> str:
    """How many there are, and where this look is on record."""
    shown = "" if len(page.entries) == page.total else f", {len(page.entries):,} shown"
    counted = plural(page.total, "entry", "entries")
    return f"{page.name}, version {page.version}: {counted} that fit{shown}. On record as {page.record}."
