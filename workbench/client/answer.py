"""What a search brought back: the reads, and the records that stand for them (464.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from workbench.client.released import named
from workbench.policy.caller import Realm
from workbench.prose.receipts import receipt_details
from workbench.prose.shown import escape
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
    """Reads, used as a polars frame, with the head that names their records. A read is a lead, not a fact.

        answer.filter(pl.col("confidence") > 0.9).group_by("camera").len()     # whatever a polars frame does
        answer["plate"], answer.frame, answer.to_pandas()
        answer.cited                                                            # how to cite it in a report

    ``time`` and ``received`` are UTC, ``latitude`` and ``longitude`` degrees (WGS 84), ``confidence`` 0 to 1,
    ``likelihood`` a logarithm. ``head`` is the answer's own; the first rows are ``frame.head()``.
    """

    head: Found
    frame: pl.DataFrame
    pattern: str
    purpose: PurposeDeclared
    asked: PlateSearch | CanvassSearch | VehicleSearch | None = None
    """The question as it was sent, by which its reads can be taken out; None where a row is not a read."""

    def __len__(self) -> int:
        """Reads in this answer."""
        return self.frame.height

    def __getattr__(self, name: str) -> Any:
        """What the frame has, and the answer has not."""
        if not name.startswith("_") and hasattr(self.frame, name):
            return getattr(self.frame, name)
        raise AttributeError(_missing(name, self.frame), name=name, obj=self)

    def __getitem__(self, wanted: Any) -> Any:
        """As the frame: a column by its name, rows by a slice."""
        try:
            return self.frame[wanted]
        except Exception as error:
            if isinstance(wanted, str) and wanted not in self.frame.columns:
                raise KeyError(_missing(wanted, self.frame)) from error
            raise

    def __iter__(self) -> Iterator[pl.Series]:
        """The columns, as a frame gives them; ``iter_rows`` for reads."""
        return iter(self.frame)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """For ``pl.DataFrame(answer)`` and whatever else takes a table (Arrow PyCapsule interface)."""
        return self.frame.__arrow_c_stream__(requested_schema)

    def __dir__(self) -> list[str]:
        own = [name for name in object.__dir__(self) if not name.startswith("__")]
        return sorted({*own, *(name for name in dir(self.frame) if not name.startswith("_"))})

    def _ipython_key_completions_(self) -> list[str]:
        """What may stand in ``answer["``."""
        return self.frame.columns

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
    def _drawn(self) -> list[str]:
        """The columns that are drawn."""
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
        shown = self.frame.select(self._drawn).head(SHOWN)
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


def _missing(name: str, frame: pl.DataFrame) -> str:
    near = get_close_matches(name, [*frame.columns, *(each for each in dir(frame) if each[0] != "_")], 3, 0.7)
    meant = f"Did you mean {' or '.join(near)}? " if near else ""
    return f"This answer has no '{name}'. {meant}Its columns are {', '.join(frame.columns)}."


def _row(tag: str, cells: Iterable[object]) -> str:
    drawn = "".join(f"<{tag}>{escape(_text(cell))}</{tag}>" for cell in cells)
    return f"<tr>{drawn}</tr>"


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.5g}" if abs(cell) <= 1 else f"{cell:.5f}"
    return str(cell)
