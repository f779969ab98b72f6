"""Cells for other people's spreadsheets (464.10(a)): words from people stay words, and are never run as a formula.

A spreadsheet runs a cell of a CSV file that begins with one of a few signs (OWASP, CSV Injection). Such a cell gets an
apostrophe in front of it, by which spreadsheets know text. Every CSV that leaves the house is guarded here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from workbench.prose.shown import one_line

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - the wide forms are run as well
_BLANK = " \N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{BYTE ORDER MARK}'\""
"""What may stand before such a sign and is dropped by whoever opens the file."""


LONGEST = 32_000
"""Characters of a cell; a spreadsheet holds 32,767."""


def plain(text: str, limit: int = LONGEST) -> str:
    """The text in one line, each invisible or direction-changing character spelled out, cut after ``limit``."""
    spelled = one_line(text, limit)
    return spelled if len(spelled) <= limit else f"{spelled[: limit - 1]}…"


def guarded(value: object) -> str:
    """The value as a cell that is text; empty for None.

    >>> guarded("=1+1"), guarded("7ABC123")
    ("'=1+1", '7ABC123')
    """
    text = "" if value is None else str(value)
    begins = text[:1] in _FORMULA or text.lstrip(_BLANK)[:1] in _FORMULA
    return f"'{text}" if text and begins else text


def sheet(rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV (RFC 4180), each cell guarded and in quotes, so that no separator in it begins another cell."""
    made = io.StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return made.getvalue()
