"""Reading a search log of another system (464.6): CSV with multi-line cells, headers again and again, odd times.

What can't be read is told with its line, never guessed and never left out in silence.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.audit.foreign.columns import fields, is_header
from workbench.audit.foreign.times import moment
from workbench.audit.row import Row
from workbench.errors import BadInput, FormatError
from workbench.plates.normalise import normalise
from workbench.plates.pattern import Pattern, parse

MOST = 64 << 20
"""Bytes of a file."""
_MASKED = frozenset({"***", "[redacted]", "[withheld]", "redacted", "masked", "n/a", "-"})
_DIGITS = 12
"""A count of more digits is none: no network has so many."""
_HOW = "Export the log as CSV with a header, or see docs/audit.md for the columns that are known."
csv.field_size_limit(1 << 20)


@dataclass(frozen=True, slots=True)
class ForeignLog:
    """A file's rows, in its order; ``networks`` how many networks each one searched, where the file tells."""

    name: str
    sha256: str
    rows: tuple[Row, ...]
    networks: tuple[int | None, ...]
    masked: int
    """Rows whose person is masked."""
    told: tuple[str, ...]
    """What was put up with, in words."""

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The first and the last moment; None of an empty log."""
        times = [row.time for row in self.rows]
        return (min(times), max(times)) if times else None


def read(name: str, raw: bytes, zone: str) -> ForeignLog:
    """The log in a file; times without a zone are in ``zone``. ``FormatError`` with the line that can't be read."""
    if len(raw) > MOST:
        raise FormatError(f"The file has more than {MOST >> 20} MB.", how="Split it by month.", section="464.6")
    seen: set[str] = set()
    rows: list[Row] = []
    networks: list[int | None] = []
    again = doubled = 0
    named: list[str] = []
    for line, cells in _records(raw):
        if is_header(cells):
            again += bool(named)
            named = fields(cells)
            continue
        if not named:
            raise FormatError("The file does not begin with the names of its columns.", line=line, how=_HOW)
        values = _values(named, cells, line)
        if (key := values.get("id", "")) and key in seen:
            doubled += 1
            continue
        seen.add(key)
        rows.append(_row(len(rows) + 1, values, line, zone))
        networks.append(_number(values.get("networks", "")))
    if not named:
        raise FormatError("The file names no columns that are known.", how=_HOW, section="464.6")
    masked = sum(not row.user for row in rows)
    told = _told(again, doubled, masked, len(rows))
    return ForeignLog(name, hashlib.sha256(raw).hexdigest(), tuple(rows), tuple(networks), masked, tuple(told))


def _records(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line it begins on."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise FormatError("The file is no text that can be read.", how=_HOW, section="464.6")
    begins = 1
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = lines.line_num + 1
    except csv.Error as error:
        raise FormatError(f"This is no CSV: {error}.", line=begins, how=_HOW, section="464.6") from None


def _values(named: Sequence[str], cells: Sequence[str], line: int) -> dict[str, str]:
    if len(cells) > len(named) and any(cell.strip() for cell in cells[len(named) :]):
        raise FormatError(f"There are {len(cells)} cells under {len(named)} columns.", line=line, how=_HOW)
    return {field: cell.strip() for field, cell in zip(named, cells, strict=False) if field}


def _row(index: int, values: dict[str, str], line: int, zone: str) -> Row:
    try:
        time = moment(values.get("time", ""), zone)
    except (ValueError, OverflowError) as wrong:
        raise FormatError(f"The time can't be read: {wrong}.", line=line, how=_HOW, section="464.5") from None
    user = values.get("user", "")
    return Row(
        index=index,
        time=time,
        user="" if user.casefold() in _MASKED else user,
        plate=_plate(values.get("plate", "")),
        pattern=_pattern(values.get("plate", "")),
        case=values.get("case", ""),
        category=values.get("category", ""),
        reason=" ".join(values.get("reason", "").split()),
        address=values.get("address", ""),
        seen=_number(values.get("seen", "")),
    )


def _plate(text: str) -> str:
    """The plate in its one spelling; nothing for a pattern, or what else is no plate."""
    try:
        return normalise(text) if text else ""
    except BadInput:
        return ""


def _pattern(text: str) -> Pattern | None:
    """What is asked for with wildcards as they are known here, or with the ``%`` of databases."""
    if not any(sign in text for sign in "?*%["):
        return None
    try:
        return parse(text.replace("%", "*"))
    except BadInput:
        return None


def _number(text: str) -> int | None:
    plain = text.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= _DIGITS else None


def _told(again: int, doubled: int, masked: int, rows: int) -> Iterator[str]:
    if again:
        yield f"The header stands {again + 1} times; it was read once."
    if doubled:
        yield f"{doubled} rows bear an id that came before and were left out."
    if masked:
        who = "All persons are" if masked == rows else f"The persons of {masked} rows are"
        yield f"{who} masked: rules about a person's own habits can't look at these rows."
