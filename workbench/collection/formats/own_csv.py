"""Our own CSV (464.9, ``docs/formats.md``): the columns of a read under their own names, a read on one line.

Lines are read a block at a time and checked by columns. Whatever the quick way is not certain of goes line by
line through ``settle``, so that the slow way alone decides what is rejected, and why.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import polars as pl

from workbench.collection import csvtext, text
from workbench.collection.formats import own_columns
from workbench.collection.frames import Chunk, table
from workbench.collection.reading import Entry, Given, Ground, Parsed, settle
from workbench.collection.regions import region
from workbench.errors import BadInput, FormatError
from workbench.wire.ingest import Rejected

TITLE = "The workbench's CSV"
REQUIRED = ("time", "plate")
OPTIONAL = (
    "camera",
    "latitude",
    "longitude",
    "state",
    "confidence",
    "direction",
    "make",
    "model",
    "colour",
    "body_type",
    "vehicle_year",
    "candidates",
    "vendor_id",
)
BLOCK = 8 << 20
"""Bytes that are read at a time."""
LINES = 65_536
"""Lines of one table: short lines are many, and each that is rejected is held as an object."""


def read(stream: BinaryIO, ground: Ground) -> Iterator[Entry]:
    """Each line, the slow way."""
    names = _header(stream)
    for number, line in text.lines(stream, first=2):
        if line.strip():
            yield entry(number, line, names, ground)


def chunks(stream: BinaryIO, ground: Ground) -> Iterator[Chunk]:
    """Each block of lines as a table, the quick way."""
    names = _header(stream)
    first = 2
    while raw := stream.read(BLOCK):
        raw += _rest_of_line(stream, raw, first)
        lines = text.block(raw, first, stream.tell() - len(raw)).split("\n")
        for start in range(0, len(lines), LINES):
            yield _chunk(first + start, lines[start : start + LINES], names, ground)
        first += len(lines) - (not lines[-1])


def entry(line: int, given: str, names: list[str], ground: Ground) -> Entry:
    """One line as a read."""
    try:
        cells = next(csv.reader([given], strict=True))
    except csv.Error:
        return Rejected(line=line, reason="the quotes do not match, or a line is broken; a read stands on one line")
    if len(cells) != len(names):
        return Rejected(line=line, reason=f"there are {len(cells)} cells where the header has {len(names)}")
    if cells == names:
        return Rejected(line=line, reason="the header is repeated here")
    try:
        return settle(line, _given(dict(zip(names, cells, strict=True))), ground)
    except BadInput as error:
        return Rejected(line=line, reason=error.message)


def _header(stream: BinaryIO) -> list[str]:
    _, first = next(text.lines(stream), (1, ""))
    try:
        cells = next(csv.reader([first], strict=True), [])
    except csv.Error:
        raise FormatError("The quotes in the header do not match.", line=1, how="Nothing was taken.") from None
    if len(cells) == 1 and (sign := next((mark for mark in ";\t|" if mark in first), "")):
        said = "tabs" if sign == "\t" else f"'{sign}'"
        raise FormatError(
            f"The header is divided by {said} where {TITLE[0].lower()}{TITLE[1:]} has commas.",
            line=1,
            how="Export it with commas, and numbers with a decimal point; nothing was taken.",
        )
    names = csvtext.header(cells, REQUIRED, OPTIONAL, TITLE)
    unknown = [name for name in names if name not in (*REQUIRED, *OPTIONAL)]
    if unknown:
        raise FormatError(
            f"The header has columns that are not known: {csvtext.listed(unknown)}.",
            line=1,
            how=f"Known are {csvtext.listed((*REQUIRED, *OPTIONAL), 20)}; nothing was taken.",
        )
    return names


def _rest_of_line(stream: BinaryIO, raw: bytes, first: int) -> bytes:
    """What is left of the block's last line, which may be 1 MiB long as a whole."""
    if raw.endswith(b"\n"):
        return b""
    rest = stream.readline(text.LINE_LIMIT + 1)
    if len(raw) - (raw.rfind(b"\n") + 1) + len(rest) > text.LINE_LIMIT:
        line = first + raw.count(b"\n")
        raise FormatError(f"Line {line} is longer than 1 MiB.", line=line, how="Nothing was taken.")
    return rest


def _chunk(first: int, lines: list[str], names: list[str], ground: Ground) -> Chunk:
    numbered = pl.DataFrame({"line": range(first, first + len(lines)), "given": lines}).with_columns(
        pl.col("given").str.strip_suffix("\r"), pl.col("line").cast(pl.UInt32)
    )
    numbered = numbered.filter(pl.col("given").str.contains(r"\S"))
    quick = own_columns.certain(numbered, names, ground)
    slow = numbered.join(quick, on="line", how="anti")
    entries = [entry(line, given, names, ground) for line, given in slow.iter_rows()]
    reads = [item for item in entries if isinstance(item, Parsed)]
    found = pl.concat([own_columns.reads(quick), table(reads)])
    return Chunk(found, [item for item in entries if isinstance(item, Rejected)])


def _given(cells: Mapping[str, str]) -> Given:
    return Given(
        plate=cells["plate"],
        time=cells["time"],
        camera=cells.get("camera"),
        latitude=cells.get("latitude"),
        longitude=cells.get("longitude"),
        state=region(cells.get("state")),
        confidence=cells.get("confidence"),
        direction=cells.get("direction"),
        make=cells.get("make"),
        model=cells.get("model"),
        colour=cells.get("colour"),
        body_type=cells.get("body_type"),
        vehicle_year=cells.get("vehicle_year"),
        candidates=[_candidate(item) for item in (cells.get("candidates") or "").split(";") if item],
        vendor_id=cells.get("vendor_id"),
    )


def _candidate(item: str) -> tuple[str, str | None]:
    plate, _, sure = item.partition(":")
    return plate, sure or None
