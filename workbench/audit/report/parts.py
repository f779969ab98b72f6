"""What a report is put together from (464.6): sections with words, a table and charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.audit.figures import Figures

Table = tuple[tuple[str, ...], Sequence[tuple[str, ...]]]
"""Titles of the columns, and rows."""
Bars = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, each with its name and number."""

    title: str
    bars: Bars
    upright: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report."""

    title: str
    words: tuple[str, ...] = ()
    table: Table | None = None
    charts: tuple[Chart, ...] = ()


def bars_of(counts: Counter[str], labels: Mapping[str, str]) -> Bars:
    """The largest first, each by its label."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((labels.get(name, name.replace("_", " ").capitalize()), count) for name, count in ordered)


def weeks_bars(figures: Figures) -> Bars:
    """The weeks in order, each by its Monday."""
    return tuple((f"{day:%d %b}", count) for day, count in figures.weeks.items())
