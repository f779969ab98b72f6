"""A purge without a widget (464.9): look at what would go, have it approved, do it, keep the certificate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl
import traitlets as t

from workbench.errors import AssentRequired
from workbench.ui.notice import Notice, notice
from workbench.ui.port_duties import Purging
from workbench.ui.search.window import to_utc, typed
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.purging import PurgeCertificate, PurgePreview

_GOING = {"month": pl.String(), "source": pl.String(), "reads": pl.Int64()}
_KEPT = {
    "result_record": pl.Int64(),
    "time": pl.Datetime("us", "UTC"),
    "before": pl.Datetime("us", "UTC"),
    "purged": pl.Int64(),
    "held": pl.Int64(),
    "left": pl.Int64(),
    "requested_by": pl.String(),
    "approved_by": pl.String(),
}


class PurgeModel(t.HasTraits):
    """A day, what would go of what is older, and the certificates of what went."""

    day = t.Instance(date, allow_none=True)
    """Reads from before this day in the agency's time zone; that of the schedule until an earlier one is given."""
    told = t.Instance(PurgePreview, allow_none=True)
    waits = t.Bool(False)
    """Whether somebody else has to approve it first."""
    kept: t.List[PurgeCertificate] = t.List()
    chosen = t.Unicode()
    """The record of the certificate that is shown in full, as text; empty for none."""
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(
        self, purging: Purging, zone: str, days: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        super().__init__()
        self._purging, self._work, self.zone, self.days = purging, Latest(), zone, days
        self.due = self.day = typed(now() - timedelta(days=days), zone).date()
        self.observe(self._forget, "day")

    async def preview(self) -> None:
        """What would go, and what holds keep; on record."""
        if self.day is None:
            self.trouble = Notice("error", "Give the day before which reads are to go.")
            return
        self._forget()
        if self.day > self.due:
            words = f"Reads are kept for {self.days} days: by the schedule those from before {self.due} are due."
            self.trouble = Notice("error", words, "Take that day, or an earlier one.", section="464.9")
            return
        before = to_utc(datetime.combine(self.day, time()), self.zone)
        if before is not None and (told := await self._ask(lambda: self._purging.preview(before))) is not None:
            self.told = told
            self.status = f"Looked at, under record {told.record}."

    def by_schedule(self) -> None:
        """The day of the schedule again."""
        self.day = self.due

    async def purge(self) -> None:
        """Purge what the preview told; until it is approved, the question stands on the signed-in page."""
        if (told := self.told) is None:
            return
        if (done := await self._ask(lambda: self._purging.purge(told), "Purging …")) is None:
            return
        self._forget()
        await self.refresh()
        self.chosen = str(done.result_record)
        self.status = f"{plural(done.purged, 'read')} purged for good, under record {done.record}."

    async def refresh(self) -> None:
        """The certificates."""
        if (kept := await self._ask(self._purging.certificates)) is not None:
            self.kept, self.status = kept, ""

    def certificate(self) -> PurgeCertificate | None:
        """The one that is shown in full."""
        return next((each for each in self.kept if str(each.result_record) == self.chosen), None)

    def going(self) -> pl.DataFrame:
        """What would go, by month and source."""
        rows = [each.model_dump() for each in self.told.going] if self.told else []
        return pl.DataFrame(rows, schema=_GOING).with_row_index("row")

    def table(self) -> pl.DataFrame:
        """The certificates as the table shows them."""
        return pl.DataFrame([each.model_dump(include=set(_KEPT)) for each in self.kept], schema=_KEPT)

    def _forget(self, _change: object = None) -> None:
        self.told, self.waits, self.trouble, self.status = None, False, None, ""

    async def _ask(self, call: Callable[[], Any], words: str = "Asking …") -> Any:
        """The answer, or None after its trouble was told."""
        self.trouble, self.busy, self.status = None, True, words
        try:
            return await self._work.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.waits = isinstance(error, AssentRequired)
            self.trouble, self.status = notice(error), ""
            return None
        finally:
            self.busy = False
