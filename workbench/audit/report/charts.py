"""Bars of a report as vectors (464.6): drawn once, for the page as SVG and for the PDF as they are."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from workbench.audit.report.parts import Chart
from workbench.prose.fonts import PLAIN, fonts

WIDTH = 480.0
_SIZE = 7.5
_INK, _QUIET, _BAR, _LINE = (HexColor(each) for each in ("#1d2733", "#5b6875", "#2f6690", "#d5dbe1"))
_ROW, _TALL = 19.0, 96.0


def drawing(chart: Chart) -> Drawing:
    """The chart, in points."""
    fonts()
    return _upright(chart) if chart.upright else _lying(chart)


def _upright(chart: Chart) -> Drawing:
    drawn = Drawing(WIDTH, _TALL + 34)
    most, step = max([1, *(count for _, count in chart.bars)]), WIDTH / max(1, len(chart.bars))
    for number, (name, count) in enumerate(chart.bars):
        left, high = number * step, (_TALL - 6) * count / most
        drawn.add(Rect(left + step * 0.14, 18, step * 0.72, high, fillColor=_BAR, strokeWidth=0, strokeColor=None))
        drawn.add(_text(left + step / 2, 18 + high + 3, f"{count:,}", anchor="middle"))
        drawn.add(_text(left + step / 2, 7, name, anchor="middle", colour=_QUIET))
    drawn.add(Line(0, 18, WIDTH, 18, strokeColor=_LINE, strokeWidth=0.8))
    return drawn


def _lying(chart: Chart) -> Drawing:
    high = max(1, len(chart.bars)) * _ROW
    drawn = Drawing(WIDTH, high)
    most = max([1, *(count for _, count in chart.bars)])
    left = max([60.0, *(stringWidth(name, PLAIN, _SIZE) + 12 for name, _ in chart.bars)])
    for number, (name, count) in enumerate(chart.bars):
        foot = high - (number + 1) * _ROW
        wide = (WIDTH - left - 46) * count / most
        drawn.add(_text(left - 8, foot + 7, name, anchor="end"))
        drawn.add(Rect(left, foot + 4, wide, 11, fillColor=_BAR, strokeWidth=0, strokeColor=None))
        drawn.add(_text(left + wide + 5, foot + 7, f"{count:,}", colour=_QUIET))
    return drawn


def _text(left: float, foot: float, words: str, *, anchor: str = "start", colour: HexColor = _INK) -> String:
    return String(left, foot, words, fontName=PLAIN, fontSize=_SIZE, fillColor=colour, textAnchor=anchor)
