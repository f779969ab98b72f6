"""What a search brought back: the reads, and the records that stand for them (464.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from workbench.client.released import named
from workbench.policy.caller import Realm
from workbench.prose.receipts import receipt_details
from workbench.wire.log import RECORD_MEDIA_TYPE
from workbench.wire.movement import CanvassSearch, VehicleSearch
from workbench.wire.purpose import PurposeDeclared
from workbench.wire.search import Found, PlateSearch

if TYPE_CHECKING:  # a kernel must answer before it needs to know what a frame is
    import pandas as pd
    import polars as pl

SHOWN = 50
"""Rows that are drawn when an answer is a cell's last value; the frame holds them all."""

_COLUMNS = (
    "time",
    "plate",
    "state",
    "confidence",
    "camera",
    "latitude",
    "longitude",
    "source",
    "match",
    "vehicle_scenes",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Reads as a polars frame, with the head that names their records. A read is a lead, not a fact."""

    head: Found
    frame: pl.DataFrame
    pattern: str
    purpose: PurposeDeclared
    asked: PlateSearch | CanvassSearch | VehicleSearch | None = None
    """The question as it was sent, by which its reads can be taken out; None where a row is not a read."""

    def __len__(self) -> int:
        """Reads in this answer."""
        return self.frame.height

    def to_pandas(self) -> pd.DataFrame:
        """The reads as a pandas frame; times keep their UTC offset."""
        return self.frame.to_pandas()

    @property
    def cited(self) -> str:
        """How to cite this look in a report, e.g. ``records 12 and 13 of the access log``."""
        return f"records {self.head.record} and {self.head.result_record} of the access log"

    @property
    def store(self) -> str:
        """Where it was found, in words, if that is not the agency's own reads."""
        return " in the training store (synthetic reads)" if self.head.realm is Realm.TRAINING else ""

    @property
    def columns(self) -> list[str]:
        """What is drawn."""
        return [name for name in _COLUMNS if name in self.frame.columns]

    @property
    def summary(self) -> str:
        """One sentence: how much was found, in which store, and where it is recorded."""
        head = self.head
        of = f" of {head.total:,}" if head.total > head.count else ""
        return f"{head.count:,}{of} reads of {head.plates:,} plates{self.store}; {self.cited}."

    @property
    def notes(self) -> list[str]:
        """What the reader must know: sources left out, and the custodian's own remarks."""
        left_out = [f"Not searched: {name}." for name in self.head.sources_left_out]
        return [*self.head.notes, *left_out, "A read is a lead: confirm it with the image."]

    def __repr__(self) -> str:
        return f"<Answer: {self.summary}>"

    def _repr_html_(self) -> str:
        """A table with the records in its caption; everything from data or people is escaped."""
        shown = self.frame.select(self.columns).head(SHOWN)
        head = _row("th", shown.columns)
        rows = "".join(_row("td", row) for row in shown.iter_rows())
        notes = list(self.notes)
        if self.frame.height > SHOWN:
            notes.insert(0, f"The first {SHOWN} rows are drawn; .frame holds them all.")
        below = "".join(f"<li>{escape(note)}</li>" for note in notes)
        caption = f"<caption>{escape(self.summary)}</caption>"
        table = f"<table>{caption}<thead>{head}</thead><tbody>{rows}</tbody></table>"
        return f"{table}<ul>{below}</ul>{receipt_details(self.head.receipt)}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        """The records, so that a saved notebook can name them once the reads are gone from it."""
        return {RECORD_MEDIA_TYPE: named(self.head)}


def _row(tag: str, cells: Iterable[object]) -> str:
    drawn = "".join(f"<{tag}>{escape(_text(cell))}</{tag}>" for cell in cells)
    return f"<tr>{drawn}</tr>"


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.5g}" if abs(cell) <= 1 else f"{cell:.5f}"
    return str(cell)
