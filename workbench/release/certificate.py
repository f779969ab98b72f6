"""A certificate on one page (464.12): who was trained, by whom, until when, and where that stands in the access log."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER, landscape
from reportlab.pdfgen.canvas import Canvas

from workbench.prose.fonts import BOLD, PLAIN, fonts
from workbench.release.pdftext import printable, wrapped

_WIDE, _HIGH = landscape(LETTER)
_INK, _SOFT, _LINE = HexColor("#14212e"), HexColor("#4a5b6c"), HexColor("#12263a")
_MARGIN = 54.0


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is printed; days as people read them, ``leaf`` in hexadecimal, ``receipt`` as the log gives it."""

    agency: str
    number: int
    holder: str
    trainer: str
    signed: str
    valid_until: str
    policy_version: str
    taught: Sequence[tuple[str, str]]
    leaf: str
    receipt: str


def certificate_pdf(said: Certificate) -> bytes:
    """The page, and a second one with the receipt of its record."""
    fonts()
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(_WIDE, _HIGH), invariant=1)
    canvas.setTitle(f"ALPR training certificate {said.number}")
    canvas.setAuthor(printable(said.agency, 120))
    _frame(canvas)
    _words(canvas, said)
    _taught(canvas, said.taught)
    _foot(canvas, said)
    canvas.showPage()
    _receipt(canvas, said)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def _frame(canvas: Canvas) -> None:
    canvas.setStrokeColor(_LINE)
    canvas.setLineWidth(2.5)
    canvas.rect(26, 26, _WIDE - 52, _HIGH - 52)
    canvas.setLineWidth(0.6)
    canvas.rect(32, 32, _WIDE - 64, _HIGH - 64)


def _words(canvas: Canvas, said: Certificate) -> None:
    middle = _WIDE / 2
    lines: list[tuple[str, str, float, float]] = [
        (said.agency, BOLD, 13, _HIGH - 78),
        ("Certificate of training", BOLD, 30, _HIGH - 122),
        ("in the use of automated licence plate readers, policy section 464.12", PLAIN, 11, _HIGH - 142),
        (said.holder, BOLD, 26, _HIGH - 190),
        ("has read every module, received the policy, passed the quiz and both exercises,", PLAIN, 11, _HIGH - 214),
        (f"and was signed off by {said.trainer} on {said.signed}.", PLAIN, 11, _HIGH - 230),
        (f"Valid until {said.valid_until}  ·  policy version {said.policy_version}", BOLD, 12, _HIGH - 258),
    ]
    canvas.setFillColor(_INK)
    for words, font, size, height in lines:
        canvas.setFont(font, size)
        canvas.drawCentredString(middle, height, wrapped(printable(words, 160), _WIDE - 120, font, size, 1)[0])


def _taught(canvas: Canvas, taught: Sequence[tuple[str, str]]) -> None:
    canvas.setFillColor(_SOFT)
    canvas.setFont(BOLD, 9.5)
    canvas.drawString(_MARGIN, _HIGH - 298, "What was taught")
    canvas.setFont(PLAIN, 9.5)
    half, width = (len(taught) + 1) // 2, (_WIDE - 2 * _MARGIN) / 2
    for place, (section, title) in enumerate(taught):
        left, line = _MARGIN + width * (place // half), place % half
        words = printable(f"{section}  {title}", 120)
        canvas.drawString(left, _HIGH - 318 - 16 * line, wrapped(words, width - 12, PLAIN, 9.5, 1)[0])


def _foot(canvas: Canvas, said: Certificate) -> None:
    canvas.setFillColor(_INK)
    canvas.setFont(BOLD, 11)
    canvas.drawString(_MARGIN, 98, f"Certificate {said.number}")
    canvas.setFont(PLAIN, 8)
    canvas.drawString(
        _MARGIN, 84, f"It is record {said.number} of the access log, whose leaf has this hash (RFC 6962):"
    )
    canvas.drawString(_MARGIN, 72, said.leaf)
    canvas.drawString(
        _MARGIN, 60, "Its receipt is on the next page. A later version of the policy has to be acknowledged anew."
    )
    canvas.setLineWidth(0.6)
    canvas.line(_WIDE - _MARGIN - 190, 92, _WIDE - _MARGIN, 92)
    canvas.drawString(_WIDE - _MARGIN - 190, 80, printable(f"{said.trainer}, trainer", 60))


def _receipt(canvas: Canvas, said: Certificate) -> None:
    canvas.setFillColor(_INK)
    canvas.setFont(BOLD, 12)
    canvas.drawString(_MARGIN, _HIGH - 70, f"Receipt of certificate {said.number}")
    canvas.setFont(PLAIN, 8)
    told = (
        "The proof that the record stands in the log's tree (C2SP tlog-proof); docs/access-log.md says how to check it"
    )
    canvas.drawString(_MARGIN, _HIGH - 86, told)
    canvas.setFont(PLAIN, 7)
    height = _HIGH - 108
    for line in said.receipt.splitlines():
        for part in wrapped(printable(line, 2000), _WIDE - 2 * _MARGIN, PLAIN, 7, 4) or [""]:
            canvas.drawString(_MARGIN, height, part)
            height -= 10
            if height < 50:
                return
