"""What a look at hits brought back (464.5, 464.7(g)): the hits, each with its mark, and the records of the look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.client.released import named
from workbench.prose.receipts import receipt_details
from workbench.prose.shown import escape
from workbench.wire.hits import Hit, HitPage, Place, Verified
from workbench.wire.log import RECORD_MEDIA_TYPE
from workbench.wire.purpose import PurposeDeclared

if TYPE_CHECKING:  # a kernel must answer before it needs to know what a frame is
    import pandas as pd
    import polars as pl

SHOWN = 50
"""Hits that are drawn when they are a cell's last value."""
_COLUMNS = ("hit", "time", "camera", "plate", "matched", "listed_plate", "hotlist", "reason", "case_number", "mark")


@dataclass(frozen=True, slots=True)
class FoundHits:
    """Hits with the head that names their records; a hit is a hint, marked until somebody verified it."""

    head: HitPage | Verified
    purpose: PurposeDeclared

    @property
    def hits(self) -> list[Hit]:
        """The hits, the newest read first."""
        return self.head.hits if isinstance(self.head, HitPage) else [self.head.hit]

    @property
    def next(self) -> Place | None:
        """Where the next page begins: ``client.hits(before=found.next)``; None at the end."""
        return self.head.next if isinstance(self.head, HitPage) else None

    def __len__(self) -> int:
        """Hits on this page."""
        return len(self.hits)

    @property
    def frame(self) -> pl.DataFrame:
        """The hits as a polars frame, without the history of their verifications; ``mark`` stands in each row."""
        import polars as pl

        rows = [hit.model_dump(exclude={"verifications"}) for hit in self.hits]
        return pl.DataFrame(rows, infer_schema_length=None)

    def to_pandas(self) -> pd.DataFrame:
        """The same as a pandas frame."""
        return self.frame.to_pandas()

    @property
    def marks(self) -> dict[int, str]:
        """By the hit's number, the words that have to stand beside it."""
        return {hit.hit: hit.mark for hit in self.hits}

    @property
    def cited(self) -> str:
        """How to cite this look in a report."""
        return f"records {self.head.record} and {self.head.result_record} of the access log"

    @property
    def summary(self) -> str:
        """One sentence: how many, how many of them are not confirmed, and where the look is recorded."""
        marked = sum(bool(hit.mark) for hit in self.hits)
        total = self.head.total if isinstance(self.head, HitPage) else 1
        of = f" of {total:,}" if total > len(self) else ""
        return f"{len(self):,}{of} hits, {marked:,} of them not confirmed; {self.cited}."

    def __repr__(self) -> str:
        return f"<FoundHits: {self.summary}>"

    def _repr_html_(self) -> str:
        """A table with the records in its caption and each hit's mark; everything from data or people is escaped."""
        head = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in _COLUMNS)
        rows = "".join(_row(hit) for hit in self.hits[:SHOWN])
        caption = f"<caption>{escape(self.summary)}</caption>"
        table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return table + receipt_details(self.head.receipt)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        """The records, so that a saved notebook can name them once the hits are gone from it."""
        return {RECORD_MEDIA_TYPE: named(self.head)}


def _row(hit: Hit) -> str:
    cells = (getattr(hit, name) for name in _COLUMNS)
    return f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in cells)}</tr>"
