"""Holds without a widget (464.9): which stand, which are due to be looked at, and placing, keeping and lifting them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import traitlets as t

from workbench.ui.notice import Notice, notice
from workbench.ui.port import Keeping
from workbench.ui.words import listed, plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.retention import Hold

REVIEW = timedelta(days=180)
"""How far ahead the day of review is set unless somebody sets another."""
LEAST = 15
"""Characters of a reason, as the custodian asks for them."""
_SCHEMA = {
    "hold": pl.Int64(),
    "case_number": pl.String(),
    "reason": pl.String(),
    "placed_by": pl.String(),
    "placed_at": pl.Datetime("us", "UTC"),
    "review_by": pl.Date(),
    "due": pl.Boolean(),
    "record": pl.Int64(),
}


class HoldsModel(t.HasTraits):
    """The holds that stand, and what is typed about the next one and about the one that is chosen."""

    holds: t.List[Hold] = t.List()
    case_number = t.Unicode()
    reason = t.Unicode()
    review_by = t.Instance(date, allow_none=True)
    chosen = t.Unicode()
    """The number of the hold that something is done about, as text; empty for none."""
    why = t.Unicode()
    until = t.Instance(date, allow_none=True)
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, keeping: Keeping, zone: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__()
        self._keeping, self._work = keeping, Latest()
        self._zone, self._now = ZoneInfo(zone), now
        self.review_by = self.until = self.today + REVIEW

    @property
    def today(self) -> date:
        """The agency's day."""
        return self._now().astimezone(self._zone).date()

    async def refresh(self, done: str = "") -> None:
        """Ask which holds stand; ``done`` is told before what stands."""
        if (holds := await self._ask(self._keeping.holds)) is None:
            return
        self.holds = sorted(holds, key=lambda hold: (hold.review_by, hold.hold))
        self.status = f"{done} {self._said()}".strip()

    async def place(self) -> None:
        """Hold the case that is typed."""
        case, reason, until = self.case_number.strip(), self.reason.strip(), self.review_by
        lacking = _lacking({"the case number": bool(case), "the day of review": until is not None}, reason)
        if self._told(lacking) or until is None:
            return
        if (hold := await self._ask(lambda: self._keeping.hold(case, reason, until))) is not None:
            self.case_number = self.reason = ""
            await self.refresh(f"Case {hold.case_number} is held, under record {hold.record}.")

    async def go_on(self) -> None:
        """Have the chosen hold go on until another day."""
        hold, why, until = self.hold(), self.why.strip(), self.until
        lacking = _lacking({"a hold": hold is not None, "the next day of review": until is not None}, why)
        if self._told(lacking) or hold is None or until is None:
            return
        if await self._ask(lambda: self._keeping.review(hold.hold, why, until)) is not None:
            self.why = ""
            await self.refresh(f"The hold of case {hold.case_number} goes on until it is looked at by {until}.")

    async def lift(self) -> None:
        """End the chosen hold."""
        hold, why = self.hold(), self.why.strip()
        if self._told(_lacking({"a hold": hold is not None}, why)) or hold is None:
            return

        def lifted() -> Hold:
            self._keeping.lift(hold.hold, why)
            return hold

        if await self._ask(lifted) is not None:
            self.chosen = self.why = ""
            await self.refresh(f"The hold of case {hold.case_number} is lifted.")

    def hold(self) -> Hold | None:
        """The chosen one."""
        return next((hold for hold in self.holds if str(hold.hold) == self.chosen), None)

    def table(self) -> pl.DataFrame:
        """The holds as the table shows them, those that are due first."""
        today = self.today
        rows = [{**hold.model_dump(), "due": hold.review_by <= today} for hold in self.holds]
        return pl.DataFrame(rows, schema=_SCHEMA)

    def _said(self) -> str:
        due = sum(hold.review_by <= self.today for hold in self.holds)
        if not self.holds:
            return "No case is held."
        return f"{plural(len(self.holds), 'hold')}, {due or 'none'} due to be looked at."

    def _told(self, lacking: str) -> bool:
        self.trouble = Notice("error", lacking) if lacking else None
        return bool(lacking)

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


def _lacking(given: dict[str, bool], reason: str) -> str:
    missing = [what for what, there in given.items() if not there]
    missing += [] if len(reason) >= LEAST else [f"a reason of {LEAST} characters at least"]
    return f"Still to be given: {listed(missing)}." if missing else ""
