"""A plain table as a workbook (464.10(a), ECMA-376): what it is first, then the rows; texts stay texts."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

from workbench.prose.sheet import plain

_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDEST = 60


def workbook_of(
    about: Sequence[tuple[str, str]], title: str, heads: Sequence[str], rows: Sequence[Sequence[str | int]]
) -> bytes:
    """The file: a sheet with what it is, and one of this title with the rows; whole numbers are numbers."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **_TEXTS}) as book:
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("About this file")
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        for line, (name, said) in enumerate(about):
            sheet.write_string(line, 0, plain(name), bold)
            sheet.write_string(line, 1, plain(said), wrap)
        sheet = book.add_worksheet(title)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
            longest = max([len(head), *(len(str(row[column])) for row in rows)])
            sheet.set_column(column, column, min(longest + 2, _WIDEST))
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(line, column, value)
                else:
                    sheet.write_string(line, column, plain(value))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), max(len(heads) - 1, 0))
    return made.getvalue()
