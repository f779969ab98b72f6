"""What is asked of reads besides the plate (464.7(d), 464.7(f)), as blocks and columns are asked it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from workbench.store.segments.block import Page
from workbench.store.segments.layout import Blocks, Booleans
from workbench.store.segments.places import Place


@dataclass(frozen=True, slots=True)
class Span:
    """Reads with ``low <= time < high`` (microseconds since 1970, UTC) in a place; None leaves a condition out."""

    low: int | None = None
    high: int | None = None
    place: Place | None = None

    def blocks(self, blocks: Blocks) -> Booleans:
        """Which blocks can hold such reads."""
        fits = blocks.within(self.low, self.high)
        if self.place is not None:
            box = self.place.box
            fits &= blocks.touching(box.south, box.north, box.west, box.east)
        return fits

    def rows(self, core: Page) -> Booleans:
        """Which rows are such reads."""
        time = core.numbers("time")
        fits = np.ones(len(time), np.bool_)
        if self.low is not None:
            fits &= time >= self.low
        if self.high is not None:
            fits &= time < self.high
        if self.place is not None and fits.any():
            fits &= self.place.holds(core.numbers("latitude"), core.numbers("longitude"))
        return fits


@dataclass(frozen=True, slots=True)
class Conditions:
    """Any of the spans (none: always and everywhere), these sources, these looks."""

    spans: tuple[Span, ...] = ()
    sources: frozenset[str] | None = None
    looks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Values of make, model, colour, body_type, direction or state; upper and lower case are one."""

    @property
    def low(self) -> int | None:
        """No read is older, microseconds since 1970, UTC."""
        lows = [span.low for span in self.spans]
        known = [low for low in lows if low is not None]
        return min(known) if known and len(known) == len(lows) else None

    @property
    def high(self) -> int | None:
        """Every read is older."""
        highs = [span.high for span in self.spans]
        known = [high for high in highs if high is not None]
        return max(known) if known and len(known) == len(highs) else None

    def blocks(self, blocks: Blocks) -> Booleans:
        """Which blocks can hold such reads."""
        if not self.spans:
            return np.ones(len(blocks), np.bool_)
        return np.asarray(np.logical_or.reduce([span.blocks(blocks) for span in self.spans]))

    def rows(self, core: Page) -> Booleans:
        """Which rows of a block are such reads, but for their looks."""
        fits = np.ones(len(core), np.bool_)
        if self.spans:
            fits = np.logical_or.reduce([span.rows(core) for span in self.spans])
        if self.sources is not None:
            fits &= core.among("source", self.sources)
        return fits

    def looks_fit(self, rest: Page) -> Booleans:
        """Which rows of a block look so."""
        fits = np.ones(len(rest), np.bool_)
        for name, values in self.looks.items():
            fits &= rest.among(name, values, any_case=True)
        return fits
