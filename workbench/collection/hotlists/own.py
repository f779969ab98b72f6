"""Our own hotlist CSV (464.7(g), ``docs/formats.md``): an entry on a line, columns under their own names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from workbench.collection import csvtext, text
from workbench.collection.hotlists.entry import Found, Given
from workbench.errors import FormatError
from workbench.wire.ingest import Rejected

TITLE = "The workbench's hotlist CSV"
REQUIRED = ("plate",)
OPTIONAL = ("state", "reason", "case_number", "entry_date", "expiry", "note")


def recognised(first: str) -> bool:
    """Whether a file that begins with this line is one."""
    return "plate" in {cell.strip().strip('"').casefold() for cell in first.split(",")}


def read(stream: BinaryIO) -> Iterator[Found]:
    """Each line."""
    _demand_known(stream)
    for row in csvtext.rows(stream, required=REQUIRED, known=OPTIONAL, title=TITLE):
        if isinstance(row, Rejected):
            yield row
            continue
        line, cells = row
        said = {name: cells.get(name, "") for name in ("state", "reason", "case_number", "note")}
        yield line, Given(cells["plate"], **said, entered=cells.get("entry_date", ""), expires=cells.get("expiry", ""))


def _demand_known(stream: BinaryIO) -> None:
    """A column that is misspelt would be left out silently."""
    _, first = next(text.lines(stream), (1, ""))
    stream.seek(0)
    try:
        cells = next(csv.reader([first]), [])
    except csv.Error:
        return  # whoever reads the lines says where it is broken
    unknown = [cell for cell in cells if cell.strip().casefold() not in (*REQUIRED, *OPTIONAL)]
    if unknown and recognised(first):
        raise FormatError(
            f"The header has columns that are not known: {csvtext.listed(unknown)}.",
            line=1,
            how=f"Known are {csvtext.listed((*REQUIRED, *OPTIONAL))}; nothing was installed.",
        )
