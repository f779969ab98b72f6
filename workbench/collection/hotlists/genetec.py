"""Genetec AutoVu hotlists (464.7(f), 464.7(g)): delimited by ``;`` ``,`` ``:`` or tab, with or without a header.

Without one the columns are those that Security Center makes by default, in its order. Lists of fixed width are laid
out by each installation and can't be read without its layout: export them delimited.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from workbench.collection import csvtext, text
from workbench.collection.hotlists.entry import Found, Given
from workbench.errors import FormatError
from workbench.wire.ingest import Rejected

TITLE = "Genetec's hotlist"
COLUMNS = ("Category", "PlateState", "PlateNumber", "EffectiveDate", "ExpiryDate")
DELIMITERS = ";,\t:"


def recognised(first: str) -> bool:
    """Whether a file that begins with this line is one: only a header tells."""
    return "platenumber" in {cell.strip().strip('"').casefold() for cell in first.split(_delimiter(first))}


def read(stream: BinaryIO) -> Iterator[Found]:
    """Each line."""
    first = text.head(stream).partition(b"\n")[0].decode("utf-8", "replace")
    sign = _delimiter(first)
    named = recognised(first)
    for row in _named(stream, sign) if named else _by_place(stream, sign):
        if isinstance(row, Rejected):
            yield row
            continue
        line, cells = row
        category, state, plate, entered, expires = cells
        yield line, Given(plate, state=state, reason=category, entered=entered, expires=expires)


def _delimiter(first: str) -> str:
    return max(DELIMITERS, key=first.count)


def _named(stream: BinaryIO, sign: str) -> Iterator[tuple[int, list[str]] | Rejected]:
    others = [name for name in COLUMNS if name != "PlateNumber"]
    for row in csvtext.rows(stream, required=("PlateNumber",), known=others, delimiter=sign, title=TITLE):
        yield row if isinstance(row, Rejected) else (row[0], [row[1].get(name, "") for name in COLUMNS])


def _by_place(stream: BinaryIO, sign: str) -> Iterator[tuple[int, list[str]] | Rejected]:
    reader = csv.reader((line + "\n" for _, line in text.lines(stream)), delimiter=sign, strict=True)
    try:
        for cells in reader:
            if len(cells) >= len(COLUMNS):
                yield reader.line_num, cells[: len(COLUMNS)]
            elif cells:
                reason = f"there are {len(cells)} cells where {', '.join(COLUMNS)} are needed"
                yield Rejected(line=reader.line_num, reason=reason)
    except csv.Error as error:
        raise FormatError(
            f"The list is broken on line {reader.line_num}: {error}.",
            line=reader.line_num,
            how="Check the quotes there; nothing was installed.",
        ) from None
