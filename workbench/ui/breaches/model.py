"""Breaches without a widget (464.10): the register, and what is typed for the next step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import traitlets as t

from workbench.policy.roles import Operation
from workbench.ui.notice import Notice, notice
from workbench.ui.port_duties import BreachDesk
from workbench.ui.search.window import to_utc
from workbench.ui.words import exact, listed, local, plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.breach import Breach, Breaches, Scope
from workbench.wire.docket import State
from workbench.wire.purpose import Me

LEAST = 15
"""Characters of a text, as the custodian asks for them."""
STATES = {State.OPEN: "open", State.WAITING: "waits to be closed", State.DONE: "closed"}
_BREACHES = {
    "number": pl.Int64(),
    "noticed_on": pl.Date(),
    "what": pl.String(),
    "state": pl.String(),
    "scopes": pl.Int64(),
    "notices": pl.Int64(),
    "entered_by": pl.String(),
    "entered_at": pl.Datetime("us", "UTC"),
    "decided_by": pl.String(),
}
_PEOPLE = {
    "user": pl.String(),
    "reads": pl.Int64(),
    "searches": pl.Int64(),
    "files": pl.Int64(),
    "looks_at_log": pl.Int64(),
    "batches": pl.Int64(),
    "sign_ins": pl.Int64(),
    "refused": pl.Int64(),
    "addresses": pl.String(),
    "first": pl.Datetime("us", "UTC"),
    "last": pl.Datetime("us", "UTC"),
    "records": pl.String(),
}


class BreachModel(t.HasTraits):
    """The register, the breach that is chosen, and the forms."""

    register = t.Instance(Breaches, allow_none=True)
    chosen = t.Unicode()
    what = t.Unicode()
    noticed_on = t.Instance(date, allow_none=True)
    begins, ends = t.Instance(date, allow_none=True), t.Instance(date, allow_none=True)
    """Of a scope: days by the agency's clock, both included."""
    user = t.Unicode()
    scope = t.Instance(Scope, allow_none=True)
    """The one that is shown: measured last, of the chosen breach."""
    to, way, words = t.Unicode(), t.Unicode(), t.Unicode()
    told_on = t.Instance(date, allow_none=True)
    outcome = t.Unicode()
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, desk: BreachDesk, me: Me, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__()
        self._desk, self._work, self.zone = desk, Latest(), me.time_zone
        self.deals = Operation.RETAIN.value in me.operations
        """Whether this person deals with breaches; everybody reports them."""
        today = now().astimezone(ZoneInfo(me.time_zone)).date()
        self.noticed_on = self.told_on = self.ends = today
        self.begins = today - timedelta(days=7)
        self.observe(self._turned, ["chosen", "register"])

    async def refresh(self, done: str = "") -> None:
        """Ask for the register, where this person deals with it; ``done`` is told before what stands in it."""
        if not self.deals:
            self.status = done
        elif (found := await self._ask(self._desk.register)) is not None:
            chosen, self.register = self.chosen, found
            self.chosen = chosen  # the table lets go of it when it is filled anew
            opened = sum(each.state is not State.DONE for each in found.breaches)
            count = plural(len(found.breaches), "breach", "breaches")
            self.status = f"{done} {count}, {opened or 'none'} to be dealt with.".strip()

    async def report(self) -> None:
        """Report what is typed."""
        what, day = self.what.strip(), self.noticed_on
        if self._lacks({"what happened": what}, day) or day is None:
            return
        if (made := await self._ask(lambda: self._desk.report(what, day))) is not None:
            self.what = ""
            await self.refresh(f"Breach {made.number} is reported, under record {made.record}.")
            self.chosen = str(made.number)

    async def measure(self) -> None:
        """Who was shown how much on these days, by the log."""
        breach, begins, ends, user = self.breach(), self.begins, self.ends, self.user.strip()
        if self._lacks({}, begins, ends) or breach is None or begins is None or ends is None:
            return
        start = to_utc(datetime.combine(begins, time()), self.zone)
        end = to_utc(datetime.combine(ends + timedelta(days=1), time()), self.zone)
        if start is None or end is None:
            return
        call = lambda: self._desk.scope(breach.number, start, end, user)  # noqa: E731 - one expression
        if (made := await self._ask(call, "Looking through the log …")) is not None:
            looked = plural(made.looked_through, "record")
            await self.refresh(f"{looked} looked through, under record {made.record}.")

    async def tell(self) -> None:
        """Keep on file that somebody was told."""
        breach, day, to, way, words = self.breach(), self.told_on, self.to.strip(), self.way.strip(), self.words.strip()
        if self._lacks({"the words": words}, day, to or None, way or None) or breach is None or day is None:
            return
        if (made := await self._ask(lambda: self._desk.tell(breach.number, to, day, way, words))) is not None:
            self.to = self.words = ""
            await self.refresh(f"Kept on file that {made.to} was told, under record {made.record}.")

    async def finish(self) -> None:
        """Ask for the closing."""
        breach, outcome = self.breach(), self.outcome.strip()
        if self._lacks({"what was found and done": outcome}) or breach is None:
            return

        def finished() -> bool:
            self._desk.finish(breach.number, outcome)
            return True

        if await self._ask(finished):
            self.outcome = ""
            await self.refresh(f"Breach {breach.number} waits to be closed by another administrator.")

    def breach(self) -> Breach | None:
        """The chosen one."""
        every = self.register.breaches if self.register else []
        return next((each for each in every if str(each.number) == self.chosen), None)

    def table(self) -> pl.DataFrame:
        """The breaches as the table shows them."""
        rows = [
            {
                **each.model_dump(include={"number", "entered_by", "entered_at", "decided_by"}),
                **each.reported.model_dump(),
                "state": STATES.get(each.state, each.state.value),
                "scopes": len(each.scopes),
                "notices": len(each.notices),
            }
            for each in (self.register.breaches if self.register else [])
        ]
        return pl.DataFrame(rows, schema=_BREACHES)

    def people(self) -> pl.DataFrame:
        """Who was shown how much, of the scope that is shown."""
        rows = [
            {
                **each.model_dump(include=set(_PEOPLE)),
                "files": len(each.files),
                "addresses": ", ".join(each.addresses),
                "records": f"{each.records[0]} to {each.records[1]}",
            }
            for each in (self.scope.people if self.scope else [])
        ]
        return pl.DataFrame(rows, schema=_PEOPLE)

    def _turned(self, _change: object = None) -> None:
        breach = self.breach()
        self.scope = breach.scopes[-1] if breach and breach.scopes else None

    def _lacks(self, texts: dict[str, str], *given: object) -> bool:
        missing = [f"{name}, in {LEAST} characters at least" for name in texts if len(texts[name]) < LEAST]
        missing += ["every field"] if None in given else []
        self.trouble = Notice("error", f"Still to be given: {listed(missing)}.") if missing else None
        return bool(missing)

    async def _ask(self, call: Callable[[], Any], words: str = "Asking …") -> Any:
        """The answer, or None after its trouble was told."""
        self.trouble, self.busy, self.status = None, True, words
        try:
            return await self._work.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.status = notice(error), ""
            return None
        finally:
            self.busy = False


def facts(breach: Breach, zone: str) -> dict[str, str]:
    """A breach in full, by name."""
    scopes = [
        f"{local(each.begins, zone)} to {local(each.ends, zone)}, {each.user or 'everybody'}: "
        f"{plural(each.reads, 'read')}, {plural(len(each.people), 'person or device', 'people and devices')}; "
        f"by {each.by} under record {each.record}"
        for each in breach.scopes
    ]
    notices = [f"{each.to}, {each.on}, {each.way}: {each.words} (record {each.record})" for each in breach.notices]
    closed = f"{breach.decided_by}, {exact(breach.decided_at, zone)}" if breach.decided_at else ""
    return {
        "What": breach.reported.what,
        "Noticed on": str(breach.reported.noticed_on),
        "Reported by": f"{breach.entered_by}, {exact(breach.entered_at, zone)}, record {breach.record}",
        "Measured by the log": "\n".join(scopes) or "not yet",
        "Told of it": "\n".join(notices) or "nobody yet",
        "Found and done": breach.outcome or "not yet told",
        "Decided by": f"{closed}{': ' + breach.reason if breach.reason else ''}" or "nobody yet",
    }
