"""A report as a PDF (464.6): the same bytes for the same report, its fonts within it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, Spacer
from reportlab.platypus import Table as PdfTable

from workbench.audit.report.charts import drawing
from workbench.audit.report.content import Report
from workbench.audit.report.parts import Section, Table
from workbench.prose.fonts import BOLD, PLAIN, fonts

_MARGIN = 60.0
_INK, _QUIET, _BLUE, _PALE, _LINE = (HexColor(each) for each in ("#1d2733", "#5b6875", "#2f6690", "#f2f5f8", "#d5dbe1"))
_WIDE = LETTER[0] - 2 * _MARGIN


def pdf_of(report: Report) -> bytes:
    """The file; a character that its fonts lack is spelled out, such as [U+4E2D]."""
    fonts()
    made = io.BytesIO()
    document = BaseDocTemplate(made, pagesize=LETTER, title=report.title, author=report.agency, invariant=1)
    frame = Frame(_MARGIN, 64, _WIDE, LETTER[1] - 64 - 76, leftPadding=0, rightPadding=0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=partial(_edges, report)))
    document.build(list(_story(report)))
    return made.getvalue()


def _edges(report: Report, canvas: Canvas, document: Any) -> None:
    canvas.setFont(PLAIN, 7.5)
    canvas.setFillColor(_QUIET)
    canvas.drawString(_MARGIN, LETTER[1] - 44, _shown(report.agency)[:90])
    canvas.drawRightString(LETTER[0] - _MARGIN, LETTER[1] - 44, f"page {document.page}")
    canvas.drawString(_MARGIN, 40, f"Sealed as record {report.record} of the access log, {report.sealed}.")
    canvas.drawRightString(LETTER[0] - _MARGIN, 40, "For official use only (464.2).")


def _story(report: Report) -> Iterator[Flowable]:
    yield _words(report.title, 17, bold=True, after=8)
    lead = PdfTable([[_words(report.lead, 10.5)]], colWidths=[_WIDE])
    lead.setStyle([("BACKGROUND", (0, 0), (-1, -1), _PALE), ("LINEBEFORE", (0, 0), (0, -1), 3, _BLUE), *_padded(9)])
    yield lead
    yield Spacer(1, 8)
    yield _table((("", ""), [*report.facts]), (0.3, 0.7))
    for section in report.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[Flowable]:
    first: list[Flowable] = [_words(section.title, 12, bold=True, before=14, after=5)]
    first += [_words(each, 9, after=4) for each in section.words]
    if section.table and len(section.table[1]) <= 12:
        first.append(_table(section.table))
    yield KeepTogether(first)
    if section.table and len(section.table[1]) > 12:
        yield _table(section.table)
    for chart in section.charts:
        if chart.bars:
            yield KeepTogether([_words(chart.title, 8, before=10, after=3, quiet=True), drawing(chart)])


_SHARES = {2: (0.5, 0.5), 4: (0.4, 0.15, 0.25, 0.2), 6: (0.06, 0.13, 0.13, 0.29, 0.24, 0.15)}


def _table(table: Table, shares: tuple[float, ...] = ()) -> PdfTable:
    titles, rows = table
    shares = shares or (_SHARES[len(titles)] if any(titles) else (0.3, 0.7))
    head = [[_words(title, 7.5, quiet=True) for title in titles]] if any(titles) else []
    body = [[_words(cell, 8) for cell in row] for row in rows]
    made = PdfTable(
        head + body or [[""] * len(titles)],
        colWidths=[share * _WIDE for share in shares],
        repeatRows=len(head),
        splitInRow=1,
    )
    made.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE), ("VALIGN", (0, 0), (-1, -1), "TOP"), *_padded(3)])
    return made


def _padded(points: float) -> list[tuple[Any, ...]]:
    sides = (("TOPPADDING", points), ("BOTTOMPADDING", points), ("LEFTPADDING", max(2, points)), ("RIGHTPADDING", 6))
    return [(side, (0, 0), (-1, -1), size) for side, size in sides]


def _words(
    text: str, size: float, *, bold: bool = False, quiet: bool = False, before: float = 0, after: float = 0
) -> Paragraph:
    style = ParagraphStyle(
        f"{size}{bold}{quiet}", fontName=BOLD if bold else PLAIN, fontSize=size, leading=size * 1.38,
        textColor=_QUIET if quiet else _INK, spaceBefore=before, spaceAfter=after, splitLongWords=True,
    )  # fmt: skip
    return Paragraph(escape(_shown(text)), style)


def _shown(text: str) -> str:
    has = fonts()
    return "".join(char if char in has or char == "\n" else f"[U+{ord(char):04X}]" for char in text)
