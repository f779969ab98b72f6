"""The fonts of every PDF (464.6, 464.9): they come with the library that writes the file, and stand in it."""

from __future__ import annotations

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "Vera", "VeraBd"


@cache
def fonts() -> frozenset[str]:
    """Make the fonts known, once; the characters that they have."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
    return frozenset(map(chr, pdfmetrics.getFont(PLAIN).face.charToGlyph))
