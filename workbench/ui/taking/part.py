"""A part of an answer that may be taken out by itself (464.9, 464.11): its reads, and in words what narrowed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from workbench.ui.words import local, plural

SHOWN, VEHICLE = "shown", "vehicle"
"""Of an answer: what its table shows, and the reads of the vehicle that is followed."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """``name`` tells it from others of the same answer; ``narrowed`` stands on the file and in the record."""

    name: str
    reads: pl.DataFrame
    narrowed: str

    @property
    def label(self) -> str:
        """It as a choice."""
        return f"Only {plural(len(self.reads), 'read')}: {self.narrowed}"


def part(name: str, reads: pl.DataFrame, *narrowed: str) -> list[Part]:
    """The part, or none where nothing narrows the answer or nothing of it is left."""
    words = "; ".join(each for each in narrowed if each)
    return [Part(name, reads, words)] if words and len(reads) else []


def between(span: Sequence[datetime] | None, zone: str) -> str:
    """A brushed time in words, by the agency's clock; empty for none."""
    return f"{local(span[0], zone)} to {local(span[1], zone)}" if span else ""
