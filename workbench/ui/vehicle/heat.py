"""Reads by hour and weekday as a real table (464.7(d)): coloured for the eye, numbers for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from workbench.prose.shown import escape
from workbench.ui.words import plural

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SHADES = ("#ffffff", "#e3ecfa", "#c3d7f5", "#9bbcec", "#6d9be0", "#376dc6", "#1d55b0", "#07306f")
"""From none to most; black is read on the first five, white on the others (WCAG 2.2, 1.4.3)."""
_DARK = 5


def heat(counts: Sequence[int], caption: str) -> str:
    """168 counts from Monday 00:00 as an HTML table with a row a day."""
    most = max(counts, default=0)
    head = "".join(f'<th scope="col">{hour:02d}</th>' for hour in range(24))
    rows = "".join(
        f'<tr><th scope="row">{day}</th>{"".join(_cell(count, most) for count in counts[n * 24 : n * 24 + 24])}'
        f'<td class="sum">{sum(counts[n * 24 : n * 24 + 24]):,}</td></tr>'
        for n, day in enumerate(DAYS)
    )
    sums = "".join(f'<td class="sum">{sum(counts[hour::24]):,}</td>' for hour in range(24))
    foot = f'<tr><th scope="row">All</th>{sums}<td class="sum">{sum(counts):,}</td></tr>'
    return (
        f'<div class="alpr-heat" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption>"
        f'<thead><tr><td></td>{head}<th scope="col">All</th></tr></thead><tbody>{rows}</tbody><tfoot>{foot}</tfoot>'
        "</table></div>"
    )


def busiest(counts: Sequence[int]) -> str:
    """The fullest hour in words."""
    most = max(counts, default=0)
    if not most:
        return "No read with a place."
    at = list(counts).index(most)
    return f"Most reads on {DAYS[at // 24]} from {at % 24:02d} to {at % 24 + 1:02d} h: {plural(most, 'read')}."


def _cell(count: int, most: int) -> str:
    shade = 0 if not count else max(1, round(sqrt(count / most) * (len(_SHADES) - 1)))
    ink = "#fff" if shade >= _DARK else "#1b1f24"
    return f'<td style="background:{_SHADES[shade]};color:{ink}">{count or ""}</td>'
