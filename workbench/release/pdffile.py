"""Reads as a PDF (464.2, 464.9): the stamp first and on each page, the reads as a table, their crops where there are.

The same reads give the same bytes: the file's own dates are fixed, the stamp's are the record's.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from reportlab.pdfgen.canvas import Canvas

from workbench.errors import BadInput
from workbench.prose.fonts import BOLD, PLAIN, fonts
from workbench.release.pdfpages import FOOT, HEAD, MARGIN, PAPERS, Pages
from workbench.release.pdftext import printable
from workbench.release.stamp import Stamp

MOST = 2_000
"""Reads that a PDF holds: nobody reads more of them on paper."""
_CELL, _LINE = 400, 4_000
"""Characters of a cell and of a line about the export that are looked at."""
_TABLE = (
    ("No.", 0.04),
    ("Time", 0.15),
    ("Plate", 0.12),
    ("State", 0.05),
    ("Conf.", 0.05),
    ("Camera and place", 0.19),
    ("Vehicle", 0.14),
    ("Source", 0.08),
    ("Why it fits", 0.18),
)


def pdf_of(stamp: Stamp, reads: pl.DataFrame, images: Mapping[str, bytes], paper: str) -> bytes:
    """The file; ``images`` are crops (JPEG or PNG) by the read's id. ``BadInput`` for more than ``MOST`` reads."""
    if len(reads) > MOST:
        raise BadInput(
            f"A PDF holds {MOST:,} reads at most; {len(reads):,} are in this answer.",
            where="format",
            how="Narrow the search, or take them out as CSV or XLSX.",
        )
    fonts()
    pages = Pages(paper)
    _about(pages, stamp)
    _table(pages, stamp, reads)
    _crops(pages, stamp, reads, images)
    return _drawn(pages, stamp)


def _about(pages: Pages, stamp: Stamp) -> None:
    for notice in stamp.notices:
        pages.row([notice], [1.0], size=9, bold=True)
    for name, value in stamp.lines():
        pages.row([printable(name, _CELL), printable(value, _LINE)], [0.18, 0.82], size=8, most=30)


def _table(pages: Pages, stamp: Stamp, reads: pl.DataFrame) -> None:
    titles, widths = [title for title, _ in _TABLE], [share for _, share in _TABLE]
    pages.begin = lambda above: above.row(titles, widths, bold=True)
    pages.new()
    if reads.is_empty():
        pages.row(["No read fits what was asked."], [1.0], size=9)
    for number, read in enumerate(reads.iter_rows(named=True), 1):
        pages.row([printable(cell, _CELL) for cell in _cells(number, read, stamp.zone)], widths)
    pages.begin = None


def _cells(number: int, read: Mapping[str, Any], zone: str) -> list[str]:
    corrected = read.get("resolved_plate")
    sure = read.get("confidence")
    place = ", ".join(f"{read[name]:.5f}" for name in ("latitude", "longitude") if read.get(name) is not None)
    looks = (read.get(name) for name in ("colour", "make", "model", "body_type", "vehicle_year"))
    return [
        str(number),
        _when(read["time"], zone),
        f"{corrected} (read as {read['plate']})" if corrected and corrected != read["plate"] else str(read["plate"]),
        str(read.get("state") or ""),
        "" if sure is None else f"{sure:.0%}",
        " ".join(filter(None, [read.get("camera"), place])),
        " ".join(str(look) for look in looks if look is not None),
        str(read.get("source") or ""),
        str(read.get("match") or ""),
    ]


def _when(time: datetime, zone: str) -> str:
    return f"{time.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S %Z} ({time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC)"


def _crops(pages: Pages, stamp: Stamp, reads: pl.DataFrame, images: Mapping[str, bytes]) -> None:
    for number, read in enumerate(reads.iter_rows(named=True), 1):
        if (image := images.get(read["read_id"])) is not None:
            said = f"No. {number}: {read['plate']}, {_when(read['time'], stamp.zone)}, {read.get('camera') or ''}"
            pages.picture(image, printable(said, _CELL))


def _drawn(pages: Pages, stamp: Stamp) -> bytes:
    made = io.BytesIO()
    wide, high = PAPERS[pages.paper]
    canvas = Canvas(made, pagesize=(wide, high), invariant=1)
    canvas.setTitle(f"Reads, access log record {stamp.record}")
    canvas.setAuthor(printable(stamp.agency, _CELL))
    for number, page in enumerate(pages.done, 1):
        canvas.setFont(BOLD, 10)
        canvas.drawString(MARGIN, high - HEAD + 22, printable(stamp.agency, 80))
        canvas.setFont(PLAIN, 7)
        canvas.drawString(MARGIN, high - HEAD + 10, printable(stamp.short, 190))
        canvas.drawRightString(wide - MARGIN, high - HEAD + 22, f"page {number} of {len(pages.done)}")
        for place, notice in enumerate(stamp.notices):
            canvas.drawString(MARGIN, FOOT - 18 - 9 * place, notice)
        for draw in page:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return made.getvalue()
