"""Searching by a partial plate (464.5, 464.7(d), 464.7(f)): decide and record, search, record, answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import polars as pl

from workbench.plates.confusion import Confusion
from workbench.policy.decision import Decision
from workbench.policy.reviews import Outcome as Said
from workbench.policy.search_rules import SearchLimits, decide_search
from workbench.search.asking import Asked
from workbench.search.given import Sources, granted, limits
from workbench.search.reasons import with_reasons
from workbench.search.run import Desk, Outcome, plates_in, run
from workbench.store.reads_query import Matches, PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.sightings import Work
from workbench.wire.search import Found, PlateSearch

ACTION = "search.plates"


class Finder(Protocol):
    """The reads of one realm, as they were observed or with what people said of them over it."""

    def find(self, query: PlateQuery, receipt: Receipt, work: Work | None = None) -> Matches:
        """The reads that fit, as ``ReadStore.find`` tells."""
        ...


def search_plates(
    desk: Desk, store: Finder, request: PlateSearch, confusion: Callable[[], Confusion]
) -> tuple[Found, pl.DataFrame]:
    """The reads that fit, with what ``with_reasons`` tells: exact ones first, the newest first in each.

    ``confusion`` gives the matrix in force, which the answer's head names (``confusion``, with ``compared``, the
    characters that it was measured from: 0 for the assumed one).

    Raises ``BadInput`` for what can't be asked and ``Refused`` (464.7(d), 464.7(f), 464.10(b)), both on record,
    ``Unavailable`` when store or log fail, ``Cancelled``; whatever fails after the admission is recorded and
    releases nothing.
    """

    def read() -> _PlateSearch:
        settings = desk.settings
        asked = Asked.of(request, granted(desk.caller, desk.realm, settings), settings.sources.names)
        return _PlateSearch(asked, store, limits(settings), confusion)

    return run(desk, ACTION, request, read)


@dataclass(frozen=True, slots=True)
class _PlateSearch:
    """What is asked, of which store."""

    asked: Asked
    store: Finder
    limits: SearchLimits
    confusion: Callable[[], Confusion]

    @property
    def sources(self) -> Sources:
        return self.asked.sources

    def elements(self) -> dict[str, Any]:
        return self.asked.elements()

    def decide(self, now: datetime) -> Decision:
        return decide_search(self.asked.facts(), self.limits, now)

    def look(self, receipt: Receipt, work: Work) -> Outcome:
        matches = self.store.find(self.asked.query(), receipt, work)
        confusion = self.confusion()
        count, total = len(matches.reads), matches.total
        told = f"{total:,} reads fit; {count:,} are shown, exact matches and the newest first."
        rejected = _rejected(matches.reads)
        return Outcome(
            table=with_reasons(self.asked.pattern, matches.reads, confusion),
            read_ids=matches.reads["read_id"].to_list(),
            shown=plates_in(matches.reads),
            total=total,
            plates=matches.plates,
            notes=[*([told] if total > count else []), *rejected],
            facts={"pattern": self.asked.pattern.text, "confusion": confusion.version, "compared": confusion.pairs},
        )


def _rejected(reads: pl.DataFrame) -> list[str]:
    """What is said of reads that somebody rejected who looked at the image."""
    count = (reads["review"] == Said.REJECTED.value).sum() if "review" in reads.columns else 0
    return [f"{count:,} of the reads shown were rejected on review: no plate stands in the image."] if count else []
