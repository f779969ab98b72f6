"""Shredding the log's details without a widget (464.10): look at what would go, have it approved, do it, keep proof."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl
import traitlets as t

from workbench.errors import AssentRequired
from workbench.ui.notice import Notice, notice
from workbench.ui.port import Keeping
from workbench.ui.search.window import to_utc, typed
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.retention import ShredCertificate, ShredPreview

YEARS = 5
"""How many years back the day is set unless somebody sets another: what the log's schedule is, unless configured."""
_SCHEMA = {
    "result_record": pl.Int64(),
    "time": pl.Datetime("us", "UTC"),
    "before": pl.Datetime("us", "UTC"),
    "shredded": pl.Int64(),
    "held": pl.Int64(),
    "requested_by": pl.String(),
    "approved_by": pl.String(),
}


class ShredModel(t.HasTraits):
    """A day, what would go of what is older, and the certificates of what went."""

    day = t.Instance(date, allow_none=True)
    """Details from before this day in the agency's time zone."""
    told = t.Instance(ShredPreview, allow_none=True)
    waits = t.Bool(False)
    """Whether somebody else has to approve it first."""
    kept: t.List[ShredCertificate] = t.List()
    chosen = t.Unicode()
    """The record of the certificate that is shown in full, as text; empty for none."""
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, keeping: Keeping, zone: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__()
        self._keeping, self._work, self.zone = keeping, Latest(), zone
        self.day = typed(now() - timedelta(days=YEARS * 365 + 1), zone).date()
        self.observe(self._forget, "day")

    async def preview(self) -> None:
        """What would go, and what holds keep; on record."""
        if self.day is None:
            self.trouble = Notice("error", "Give the day before which details are to go.")
            return
        self._forget()
        before = to_utc(datetime.combine(self.day, time()), self.zone)
        if before is not None and (told := await self._ask(lambda: self._keeping.preview(before))) is not None:
            self.told = told
            self.status = f"Looked at, under record {told.record}."

    async def shred(self) -> None:
        """Shred what the preview told; until it is approved, the question stands on the signed-in page."""
        if (told := self.told) is None:
            return
        if (done := await self._ask(lambda: self._keeping.shred(told))) is None:
            return
        self._forget()
        await self.refresh()
        self.chosen = str(done.result_record)
        self.status = f"{plural(done.shredded, 'record')} lost their details for good, under record {done.record}."

    async def refresh(self) -> None:
        """The certificates."""
        if (kept := await self._ask(self._keeping.certificates)) is not None:
            self.kept, self.status = kept, ""

    def certificate(self) -> ShredCertificate | None:
        """The one that is shown in full."""
        return next((each for each in self.kept if str(each.result_record) == self.chosen), None)

    def table(self) -> pl.DataFrame:
        """The certificates as the table shows them."""
        return pl.DataFrame([each.model_dump(include=set(_SCHEMA)) for each in self.kept], schema=_SCHEMA)

    def _forget(self, _change: object = None) -> None:
        self.told, self.waits, self.trouble, self.status = None, False, None, ""

    async def _ask(self, call: Callable[[], Any]) -> Any:
        """The answer, or None after its trouble was told."""
        self.trouble, self.busy, self.status = None, True, "Asking …"
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
