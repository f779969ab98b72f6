"""Reads as CSV (464.9, RFC 4180): a plain table, with the stamp in columns of its own at the end of each line.

So it opens as it is in a spreadsheet and in ``polars.read_csv``, and a line that is cut out of it still says whence it
is. Every text is quoted and guarded; numbers are numbers, times are UTC (ISO 8601); UTF-8 with a mark at the beginning,
without which a spreadsheet takes it for something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import polars as pl

from workbench.prose.sheet import guarded, plain
from workbench.release.columns import Value, columns_of, rows
from workbench.release.stamp import Stamp

STAMPED = (
    "export_record",
    "export_person",
    "export_time",
    "export_case",
    "export_purpose",
    "export_query",
    "export_notice",
)
"""The columns of the stamp."""


def csv_of(stamp: Stamp, reads: pl.DataFrame) -> bytes:
    """The file; without a read it has one line, with the stamp alone."""
    columns = columns_of(reads)
    stamped = _stamped(stamp)
    lines = [_line([*(column.name for column in columns), *STAMPED])]
    lines += [_line([*row, *stamped]) for row in rows(reads, columns)]
    if reads.is_empty():
        lines.append(_line([*[None] * len(columns), *stamped]))
    return "".join(lines).encode("utf-8-sig")


def _stamped(stamp: Stamp) -> list[Value]:
    who = f"{stamp.person}, {stamp.organisation}"
    return [stamp.record, who, stamp.time, stamp.case_number, stamp.reason, stamp.asked, " ".join(stamp.notices)]


def _line(values: Iterable[Value]) -> str:
    """Nothing stands for what is not known; a text, empty or not, stands in quotes."""
    return f"{','.join(map(_cell, values))}\r\n"


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f'"{value.astimezone(UTC).isoformat(timespec="milliseconds")}"'
        case str():
            doubled = guarded(plain(value)).replace('"', '""')
            return f'"{doubled}"'
        case _:
            return repr(value)
