"""Training sessions without a widget (464.12): what is typed of the next one, who is on a roster, who came."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import traitlets as t

from workbench.errors import WorkbenchError
from workbench.ui.notice import Notice, notice
from workbench.ui.school_port import Schooling
from workbench.ui.words import listed, plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.training_sessions import TrainingSession

AGENDA = """\
1. What plate reads are for, and what they are never for (464.3, 464.7.1)
2. The modules and the policy, each at the trainee's own pace (464.4.1)
3. In the training store, where every read is synthetic: find the vehicle of the exercise (464.7(d))
4. In an invented extract of the access log: find the misuse (464.6, 464.10(c))
5. Quiz, questions, sign-off (464.12)"""
"""What stands in the form until a trainer writes another one."""
_SCHEMA = {
    "session": pl.String(), "title": pl.String(), "starts_at": pl.Datetime("us", "UTC"), "place": pl.String(),
    "trainer": pl.String(), "roster": pl.String(), "state": pl.String(), "record": pl.Int64(),
}  # fmt: skip


class SessionsModel(t.HasTraits):
    """The sessions, the form of the next one, and the one that is chosen; ``starts_at`` is by the agency's clock."""

    sessions: t.List[TrainingSession] = t.List()
    title = t.Unicode()
    starts_at = t.Instance(datetime, allow_none=True)
    place = t.Unicode()
    agenda = t.Unicode(AGENDA)
    names = t.Unicode()
    """User names of the next session's roster, however they are separated."""
    chosen = t.Unicode()
    """The number of the session that something is done about, as text; empty for none."""
    more = t.Unicode()
    came: t.List[str] = t.List()
    """Who of the chosen session's roster attended."""
    note = t.Unicode()
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, desk: Schooling, zone: str) -> None:
        super().__init__()
        self._desk, self._zone = desk, ZoneInfo(zone)
        self._work, self._looks = Latest(), Latest()

    async def refresh(self, done: str = "") -> None:
        """Ask for the sessions; ``done`` is told before how many stand."""
        if (found := await self._ask(self._desk.sessions)) is None:
            return
        self.sessions = found
        coming = sum(each.closed_at is None for each in found)
        self.status = f"{done} {plural(len(found), 'session')}, {coming or 'none'} open.".strip()

    async def look(self) -> None:
        """As ``refresh``, but by itself: it says nothing, and what somebody is doing meanwhile is not disturbed."""
        with suppress(Superseded, WorkbenchError):
            self.sessions = await self._looks.run(self._desk.sessions)

    async def open(self) -> None:
        """Open the session that is typed."""
        starts, title = self.starts_at, self.title.strip()
        lacking = [what for what, there in {"a title": len(title) >= 3, "day and hour": starts is not None}.items()
                   if not there]  # fmt: skip
        if lacking or starts is None:
            self.trouble = Notice("error", f"Still to be given: {listed(lacking)}.")
            return
        begins = starts.replace(tzinfo=self._zone).astimezone(UTC)
        agenda, roster, place = self.agenda, names_in(self.names), self.place
        made = await self._ask(lambda: self._desk.open_session(title, begins, agenda, roster, place))
        if made is not None:
            self.title = self.names = self.place = ""
            await self.refresh(f"“{made.title}” is open, under record {made.record}.")
            self.chosen = str(made.session)

    async def enlist(self) -> None:
        """Put the people who are typed on the chosen roster."""
        session, names = self.session(), names_in(self.more)
        if session is None or not names:
            self.trouble = Notice("error", "Type the user names to be put on the roster.")
            return
        if await self._ask(lambda: self._desk.change_roster(session.session, add=names)) is not None:
            self.more = ""
            await self.refresh(f"On the roster: {listed(names)}.")

    async def strike(self, name: str) -> None:
        """Take somebody off the chosen roster."""
        session = self.session()
        if session is None:
            return
        if await self._ask(lambda: self._desk.change_roster(session.session, remove=[name])) is not None:
            await self.refresh(f"{name} is off the roster.")

    async def close(self) -> None:
        """Close the chosen session with who is ticked."""
        session, came, note = self.session(), list(self.came), self.note.strip()
        if session is None:
            return
        done = await self._ask(lambda: self._desk.close_session(session.session, came, note))
        if done is not None:
            self.note, told = "", f"{len(came)} of {len(done.roster)} attended, under record {done.closed_record}."
            await self.refresh(f"“{done.title}” is closed: {told}")

    def session(self) -> TrainingSession | None:
        """The chosen one."""
        return next((each for each in self.sessions if str(each.session) == self.chosen), None)

    @t.observe("chosen", "sessions")
    def _anew(self, _change: object) -> None:
        session = self.session()
        known = {each.username for each in session.roster} if session else set()
        self.came = [name for name in self.came if name in known]

    def table(self) -> pl.DataFrame:
        """The sessions as the table shows them."""
        rows = [
            {
                "session": str(each.session), "title": each.title, "starts_at": each.starts_at, "place": each.place,
                "trainer": each.opened_by, "roster": attendance(each),
                "state": "held" if each.closed_at else "open", "record": each.closed_record or each.record,
            }
            for each in self.sessions
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=_SCHEMA)

    async def _ask(self, call: Callable[[], Any]) -> Any:
        """The answer, or None after its trouble was told."""
        self.trouble, self.busy, self.status = None, True, "Asking …"
        try:
            return await self._work.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.status = notice(error), ""
            return None
        finally:
            self.busy = False


def names_in(text: str) -> list[str]:
    """User names however they are separated, each once.

    >>> names_in("otto, nadia; otto")
    ['otto', 'nadia']
    """
    return list(dict.fromkeys(filter(None, re.split(r"[\s,;]+", text.strip()))))


def attendance(session: TrainingSession) -> str:
    """How many were asked to come, and came."""
    if session.closed_at is None:
        return plural(len(session.roster), "person", "people")
    return f"{sum(bool(each.attended) for each in session.roster)} of {len(session.roster)} attended"
