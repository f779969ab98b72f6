"""A person's records as a picture (464.6): a line a day, hours across; vectors, without a script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from workbench.prose.shown import escape
from workbench.ui.log.person import Mark
from workbench.ui.words import plural

_LOOKS = {
    "asked": ("#0b57d0", "asked"),
    "shown": ("#1a7f37", "released"),
    "refused": ("#a40e26", "refused"),
    "sign-in": ("#6e7781", "sign-ins"),
    "other": ("#9a6700", "other"),
}
_LEFT, _WIDE, _ROW, _TOP = 120, 960, 22, 22
MOST = 120
"""Days that are drawn; of more, the newest."""


def timeline(marks: Sequence[Mark]) -> str:
    """The picture as HTML, its legend above it; empty without records."""
    if not marks:
        return ""
    days = defaultdict[date, list[Mark]](list)
    for mark in marks:
        days[mark.day].append(mark)
    shown = sorted(days, reverse=True)[:MOST]
    high = _TOP + _ROW * len(shown) + 4
    lines = "".join(_line(place, day, days[day]) for place, day in enumerate(shown))
    title = f"{plural(len(marks), 'record')} on {plural(len(days), 'day')}"
    box = f'viewBox="0 0 {_LEFT + _WIDE + 30} {high}" role="img" aria-label="{title}"'
    return (
        f'<p class="alpr-legend">{_legend(marks)}</p>'
        f'<svg {box} style="width:100%;height:auto">'
        f"{_hours(high)}{lines}</svg>"
    )


def _legend(marks: Sequence[Mark]) -> str:
    counts = {look: sum(mark.look == look for mark in marks) for look in _LOOKS}
    return " ".join(
        f'<span style="margin-right:16px"><span style="color:{colour}">●</span> {words}: {counts[look]:,}</span>'
        for look, (colour, words) in _LOOKS.items()
        if counts[look]
    )


def _hours(high: int) -> str:
    marks = []
    for hour in range(0, 25, 3):
        at = _LEFT + _WIDE * hour / 24
        marks.append(f'<line x1="{at:g}" y1="{_TOP - 4}" x2="{at:g}" y2="{high}" stroke="#d0d7de" stroke-width="1"/>')
        marks.append(
            f'<text x="{at:g}" y="{_TOP - 9}" font-size="11" fill="#57606a" text-anchor="middle">{hour:02d}</text>'
        )
    return "".join(marks)


def _line(place: int, day: date, marks: Sequence[Mark]) -> str:
    middle = _TOP + _ROW * place + _ROW / 2
    dots = "".join(
        f'<circle cx="{_LEFT + _WIDE * mark.hour / 24:.1f}" cy="{middle:g}" r="4.5" fill="{_LOOKS[mark.look][0]}" '
        f'fill-opacity="0.7"><title>{escape(mark.words[:300])}</title></circle>'
        for mark in marks
    )
    weekend = ' font-weight="650"' if day.weekday() > 4 else ""
    return f'<text x="0" y="{middle + 4:g}" font-size="11.5" fill="#1b1f24"{weekend}>{day:%a %Y-%m-%d}</text>{dots}'
