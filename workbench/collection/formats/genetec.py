"""Genetec AutoVu read exports as CSV (464.9), delimited by ``;`` ``,`` ``:`` or tab. Times are UTC by their name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import BinaryIO

from workbench.collection import csvtext, text
from workbench.collection.reading import Entry, Given, Ground, settle
from workbench.collection.regions import region
from workbench.errors import BadInput
from workbench.wire.ingest import Rejected

TITLE = "Genetec's CSV"
REQUIRED = ("Plate", "State", "UTCDate", "UTCTime", "CameraName", "Guid", "LongitudeX", "LatitudeY")
KNOWN = ("ConfidenceScore", "SourceName", "Lane")
DELIMITERS = ";,\t:"

_DATE = re.compile(r"(\d{4})([:/.-]?)(\d\d)\2(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d)([:.-]?)(\d\d)\2(\d\d)(?:[.,](\d{1,6}))?", re.ASCII)


def delimiter(first_line: str) -> str | None:
    """The delimiter that splits the header into Genetec's columns; None when none does."""
    wanted = {name.casefold() for name in REQUIRED}
    found = {sign: {cell.strip().strip('"').casefold() for cell in first_line.split(sign)} for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: len(found[sign] & wanted))
    return best if len(found[best] & wanted) >= 4 else None


def read(stream: BinaryIO, ground: Ground) -> Iterator[Entry]:
    """Each line."""
    first = text.head(stream).partition(b"\n")[0].decode("utf-8", "replace")
    sign = delimiter(first) or ","
    for row in csvtext.rows(stream, required=REQUIRED, known=KNOWN, delimiter=sign, title=TITLE):
        if isinstance(row, Rejected):
            yield row
            continue
        line, cells = row
        try:
            yield settle(line, _given(cells), ground)
        except BadInput as error:
            yield Rejected(line=line, reason=error.message)


def _given(cells: Mapping[str, str]) -> Given:
    return Given(
        plate=cells["Plate"],
        time=_moment(cells["UTCDate"].strip(), cells["UTCTime"].strip()),
        camera=cells["CameraName"],
        latitude=cells["LatitudeY"],
        longitude=cells["LongitudeX"],
        state=region(cells["State"]),
        confidence=cells.get("ConfidenceScore"),
        scale=100,
        vendor_id=cells["Guid"],
    )


def _moment(date: str, time: str) -> datetime:
    """UTC, year first: which of 03/04 is the month can't be known, so such dates are rejected."""
    day, clock = _DATE.fullmatch(date), _TIME.fullmatch(time)
    if day is None:
        raise BadInput("the UTCDate is not written year first, like 2026:01:31")
    if clock is None:
        raise BadInput("the UTCTime is not written like 23:59:59.250")
    try:
        return datetime(
            int(day[1]),
            int(day[3]),
            int(day[4]),
            int(clock[1]),
            int(clock[3]),
            int(clock[4]),
            int((clock[5] or "0").ljust(6, "0")),
            tzinfo=UTC,
        )
    except ValueError:
        raise BadInput("there is no such UTCDate and UTCTime") from None
