"""One person's records along time (464.6), without a widget: a line a day, a mark a record, at its hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

import traitlets as t

from workbench.ui.log.tables import done
from workbench.ui.notice import Notice, notice
from workbench.ui.port import LogBook
from workbench.ui.search.window import to_utc, window_back, window_problem
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.log import LogEntry, LogPage

MOST = 5_000
DAYS = 14


class Mark(NamedTuple):
    """A record on the timeline: its day and hour in the agency's zone, what it looks like, and what it is."""

    day: date
    hour: float
    look: str
    words: str


class PersonModel(t.HasTraits):
    """Whose records, from when to when; times typed are the agency's own."""

    person = t.Unicode()
    start = t.Instance(datetime, allow_none=True)
    end = t.Instance(datetime, allow_none=True)
    page = t.Instance(LogPage, allow_none=True)
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, client: LogBook, zone: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__()
        self._client, self._work, self.zone = client, Latest(), zone
        self.start, self.end = window_back(now(), DAYS * 24 * 60, zone)

    async def look(self) -> None:
        """Ask the log; the look is on record with the person's name."""
        person, problem = self.person.strip(), window_problem(self.start, self.end)
        if not person or problem:
            self.trouble = Notice("error", problem or "Type whose records you want to see.")
            return
        start, end = to_utc(self.start, self.zone), to_utc(self.end, self.zone)
        self.trouble, self.busy, self.status = None, True, "Reading the access log …"
        try:
            page = await self._work.run(partial(self._client.log, user=person, start=start, end=end, limit=MOST))
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.page, self.trouble, self.busy, self.status = None, notice(error), False, ""
            return
        self.page, self.busy = page, False
        more = f"; the newest {len(page.entries):,} are shown" if page.total > len(page.entries) else ""
        self.status = f"{plural(page.total, 'record')} of {person}{more}. This look is itself record {page.record}."

    def marks(self) -> list[Mark]:
        """The records in their order."""
        zone = ZoneInfo(self.zone)
        return [_mark(entry, zone) for entry in reversed(self.page.entries)] if self.page else []


def _mark(entry: LogEntry, zone: ZoneInfo) -> Mark:
    local = entry.time.astimezone(zone)
    what, became = done(entry.action, entry.kind)
    look = "refused" if entry.kind == "refusal" else ("sign-in" if entry.action.startswith("hub.") else _LOOKS.get(
        entry.kind, "other"))  # fmt: skip
    words = f"{local:%Y-%m-%d %H:%M:%S} {what}{f', {became}' if became else ''}: {entry.asked}"
    return Mark(local.date(), local.hour + local.minute / 60 + local.second / 3600, look, words)


_LOOKS = {"intent": "asked", "result": "shown"}
