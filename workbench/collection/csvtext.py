"""CSV from outside: the header is checked before any line, columns are found by name, lines stay within bounds."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

from workbench.collection import text
from workbench.errors import FormatError
from workbench.wire.ingest import Rejected

Row = tuple[int, Mapping[str, str]] | Rejected


def rows(
    stream: BinaryIO, *, required: Collection[str], delimiter: str = ",", title: str, known: Collection[str] = ()
) -> Iterator[Row]:
    """Each line's number and its cells by the names of ``required`` and ``known``, whatever their case.

    Columns beyond these are the vendor's own affair and are left out. Raises ``FormatError`` for a header that
    lacks a required column or has one twice, and for quotes that never close.
    """
    reader = csv.reader((line + "\n" for _, line in text.lines(stream)), delimiter=delimiter, strict=True)
    try:
        names = header(next(reader, []), required, known, title)
        for cells in reader:
            if not cells:
                continue
            line = reader.line_num
            if len(cells) != len(names):
                yield Rejected(line=line, reason=f"there are {len(cells)} cells where the header has {len(names)}")
            elif _again(cells, names):
                yield Rejected(line=line, reason="the header is repeated here")
            else:
                yield line, dict(zip(names, cells, strict=True))
    except csv.Error as error:
        raise FormatError(
            f"The CSV is broken on line {reader.line_num}: {error}.",
            line=reader.line_num,
            how="Check the quotes there; nothing was taken.",
        ) from None


def header(cells: list[str], required: Collection[str], known: Collection[str], title: str) -> list[str]:
    """The columns by their known names; unknown ones keep their own, and may stand twice: nobody reads them."""
    proper = {name.casefold(): name for name in (*required, *known)}
    names = [proper.get(cell.strip().casefold(), cell.strip()) for cell in cells]
    counted = Counter(names)
    twice = [name for name in proper.values() if counted[name] > 1]
    if twice:
        raise FormatError(f"The header has {listed(twice)} more than once.", line=1, how="Name each column once.")
    missing = [name for name in required if name not in counted]
    if missing:
        unknown = [name for name in counted if name not in proper.values()]
        raise FormatError(
            f"The header lacks {listed(missing)}"
            + (f" and has columns that are not known: {listed(unknown)}." if unknown else "."),
            line=1,
            how=f"{title} starts with a header line that names its columns (docs/formats.md); nothing was taken.",
        )
    return names


def listed(names: Collection[str], most: int = 12) -> str:
    """Names for a message, each cut to 40 characters."""
    shown = ", ".join(f"'{name[:40]}'" for name in list(names)[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")


def _again(cells: list[str], names: list[str]) -> bool:
    return [cell.strip().casefold() for cell in cells] == [name.casefold() for name in names]
