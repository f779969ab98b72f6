"""Who asked for a plate, or was shown it (464.6), without a widget: by person, from a look of its own at the log."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

import polars as pl
import traitlets as t

from workbench.ui.notice import Notice, notice
from workbench.ui.port import LogBook
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.log import LogEntry, LogPage

MOST = 5_000
"""Records of one look, as the custodian allows."""
_SCHEMA = {
    "user": pl.String(),
    "asked": pl.Int64(),
    "shown": pl.Int64(),
    "refused": pl.Int64(),
    "cases": pl.String(),
    "first": pl.Datetime("us", "UTC"),
    "last": pl.Datetime("us", "UTC"),
}


class SightingsModel(t.HasTraits):
    """A plate, and everybody who asked for it or saw it; patterns, canvasses and maps that covered it count too."""

    plate = t.Unicode()
    page = t.Instance(LogPage, allow_none=True)
    chosen = t.Unicode()
    """The person whose records are listed below; empty for none."""
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, client: LogBook, zone: str) -> None:
        super().__init__()
        self._client, self._work, self.zone = client, Latest(), zone

    async def look(self) -> None:
        """Ask the log; the look is on record with the plate."""
        plate = self.plate.strip()
        if not plate:
            self.trouble = Notice("error", "Type the whole plate.")
            return
        self.trouble, self.busy, self.status = None, True, "Reading the access log …"
        try:
            page = await self._work.run(partial(self._client.log, plate=plate, limit=MOST))
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.page, self.trouble, self.busy, self.status = None, notice(error), False, ""
            return
        self.chosen, self.page, self.busy = "", page, False
        more = f" of {page.total:,}" if page.total > len(page.entries) else ""
        users = plural(len({entry.user for entry in page.entries}), "person", "persons")
        self.status = f"{users} in {len(page.entries):,}{more} records. This look is itself record {page.record}."

    def table(self) -> pl.DataFrame:
        """One row a person, who saw it most often first."""
        by = defaultdict[str, list[LogEntry]](list)
        for entry in self.page.entries if self.page else []:
            by[entry.user].append(entry)
        rows = pl.DataFrame([_row(user, found) for user, found in by.items()], schema=_SCHEMA)
        return rows.sort("shown", "user", descending=[True, False])

    def records(self) -> list[LogEntry]:
        """The chosen person's."""
        return [entry for entry in (self.page.entries if self.page else []) if entry.user == self.chosen]


def _row(user: str, found: list[LogEntry]) -> dict[str, object]:
    kinds = [entry.kind for entry in found]
    times = [entry.time for entry in found]
    return {
        "user": user,
        "asked": kinds.count("intent"),
        "shown": kinds.count("result"),
        "refused": kinds.count("refusal"),
        "cases": ", ".join(sorted({entry.case_number for entry in found if entry.case_number})),
        "first": min(times),
        "last": max(times),
    }
