"""What a look at the access log brought back (464.5, 464.6): records, and the record of the look itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.prose.receipts import receipt_details
from workbench.prose.shown import escape
from workbench.wire.log import RECORD_MEDIA_TYPE, LogPage

if TYPE_CHECKING:  # a kernel must answer before it needs to know what a frame is
    import pandas as pd
    import polars as pl

SHOWN = 50
"""Records that are drawn when they are a cell's last value."""
_COLUMNS = ("index", "time", "user", "kind", "action", "case_number", "asked", "outcome", "count")


class FoundRecords(LogPage):
    """A page of records, the newest first; ``record`` is that of this look. Times are UTC."""

    def __len__(self) -> int:
        """Records on this page; ``total`` fit."""
        return len(self.entries)

    @property
    def frame(self) -> pl.DataFrame:
        """The records as a polars frame, without their bodies."""
        import polars as pl

        rows = [entry.model_dump(exclude={"body"}) for entry in self.entries]
        return pl.DataFrame(rows, infer_schema_length=None)

    def to_pandas(self) -> pd.DataFrame:
        """The same as a pandas frame; times keep their UTC offset."""
        return self.frame.to_pandas()

    @property
    def summary(self) -> str:
        """One sentence: how many, of how many, and where this look is recorded."""
        return f"{len(self):,} of {self.total:,} records; this look is record {self.record} of the access log."

    def __repr__(self) -> str:
        return f"<FoundRecords: {self.summary}>"

    def _repr_html_(self) -> str:
        """A table under the look's own record; everything from data or people is escaped."""
        head = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in _COLUMNS)
        rows = "".join(
            f"<tr>{''.join(f'<td>{_cell(getattr(entry, name))}</td>' for name in _COLUMNS)}</tr>"
            for entry in self.entries[:SHOWN]
        )
        caption = f"<caption>{escape(self.summary)}</caption>"
        table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return table + receipt_details(self.receipt)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        """The look's record, so that a saved notebook can name it once the records are gone from it."""
        receipts = {"receipts": {str(self.record): self.receipt}} if self.receipt else {}
        return {RECORD_MEDIA_TYPE: {"records": [self.record], **receipts}}


def _cell(value: object) -> str:
    return "" if value is None else escape(value)
