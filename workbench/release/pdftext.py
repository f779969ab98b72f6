"""Text on a page of a PDF: lines that fit, and no character lost without a word (464.10(a))."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.pdfbase import pdfmetrics

from workbench.prose.fonts import fonts
from workbench.prose.sheet import plain

_MORE = "…"


def printable(text: str, limit: int) -> str:
    """The text with each character that the font lacks spelled out, e.g. ``[U+4E2D]``, cut after ``limit``."""
    has, said = fonts(), plain(text, limit)
    return "".join(char if char in has else f"[U+{ord(char):04X}]" for char in said)


def wrapped(text: str, width: float, font: str, size: float, most: int) -> list[str]:
    """The text as at most ``most`` lines no wider than ``width`` (points); the last one says that there is more."""
    lines = list(_lines(text, width, font, size, most + 1))
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and pdfmetrics.stringWidth(last + _MORE, font, size) > width:
        last = last[:-1]
    return [*lines[: most - 1], last + _MORE]


def _lines(text: str, width: float, font: str, size: float, most: int) -> Iterator[str]:
    """Broken between words where there are any, else within them."""
    rest, given = text, 0
    while rest and given < most:
        fitting = _fitting(rest, width, font, size)
        cut = rest.rfind(" ", 0, fitting + 1) if fitting < len(rest) else -1
        line, rest = (rest[:cut], rest[cut + 1 :]) if cut > 0 else (rest[:fitting], rest[fitting:])
        given += 1
        yield line


def _fitting(text: str, width: float, font: str, size: float) -> int:
    """How many characters of it fit, one at least."""
    least, most = 1, min(len(text), int(width / size * 6) + 1)  # no character is narrower than a sixth of its size
    while least < most:
        middle = (least + most + 1) // 2
        if pdfmetrics.stringWidth(text[:middle], font, size) <= width:
            least = middle
        else:
            most = middle - 1
    return least
