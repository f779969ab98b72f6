"""Reads as a workbook (464.9, ECMA-376): a sheet about the export, then the reads; texts are texts, never formulas."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import xlsxwriter

from workbench.prose.sheet import plain
from workbench.release.columns import Column, Value, columns_of, rows
from workbench.release.stamp import Stamp

_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDE = {"time": 21, "received": 21, "match": 48, "camera": 26, "read_id": 24, "candidates": 26, "batch_id": 24}


def xlsx_of(stamp: Stamp, reads: pl.DataFrame) -> bytes:
    """The file. Times are dates of the spreadsheet, by the agency's clock and beside it in UTC."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **_TEXTS}) as book:
        book.set_properties({"title": f"Reads, access log record {stamp.record}", "created": _bare(stamp.time, "UTC")})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _about(book, stamp, bold)
        _reads(book, stamp, reads, bold)
    return made.getvalue()


def _about(book: Any, stamp: Stamp, bold: Any) -> None:
    sheet, wrap = book.add_worksheet("About this export"), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    said = [*(("", notice) for notice in stamp.notices), *stamp.lines()]
    for row, (name, value) in enumerate(said):
        sheet.write_string(row, 0, plain(name), bold)
        sheet.write_string(row, 1, plain(value), wrap if name else bold)
    sheet.set_footer("&CPage &P of &N")


def _reads(book: Any, stamp: Stamp, reads: pl.DataFrame, bold: Any) -> None:
    sheet, columns = book.add_worksheet("Reads"), columns_of(reads)
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    places = [place for column in columns for place in _places(column, stamp.zone)]
    for number, (title, name, _) in enumerate(places):
        sheet.write_string(0, number, title, bold)
        sheet.set_column(number, number, _WIDE.get(name, 13))
    for line, row in enumerate(rows(reads, columns), 1):
        values = dict(zip((column.name for column in columns), row, strict=True))
        for number, (_, name, zone) in enumerate(places):
            _write(sheet, line, number, values[name], zone, moment)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(reads), 1), max(len(places) - 1, 0))
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{_in_footer(stamp.short)}&RPage &P of &N")


def _places(column: Column, zone: str) -> list[tuple[str, str, str]]:
    """The sheet's columns for one of ours: title, name, and for times the zone."""
    if column.name in ("time", "received"):
        return [(f"{column.title} ({each})", column.name, each) for each in (zone, "UTC")]
    title = f"{column.title} ({column.unit})" if column.unit else column.title
    return [(title, column.name, "")]


def _write(sheet: Any, line: int, number: int, value: Value, zone: str, moment: Any) -> None:
    match value:
        case None:
            return
        case datetime():
            sheet.write_datetime(line, number, _bare(value, zone), moment)
        case str():
            sheet.write_string(line, number, plain(value))
        case _:
            sheet.write_number(line, number, value)


def _bare(time: datetime, zone: str) -> datetime:
    """As clocks in ``zone`` show it: a spreadsheet's dates have none."""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _in_footer(text: str) -> str:
    """Footers have codes that begin with an ampersand, and 255 characters."""
    return plain(text)[:200].replace("&", "&&")
