"""Why a plate fits and how likely it is to be the one meant (464.7(d)), as one cell.

What was given and what a wildcard took is seen on the plate itself, where each character is marked: the cell tells what
had to be excused. The likelihood (``plates.ranking``) is a comparison with the likeliest plate of the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from workbench.ui.table import Cell
from workbench.wire.search import Found

_EXCUSED = (" read for ", " missing ", " one too many")
"""In the reason of a plate that is not as asked; these parts stand out."""
_LABELS = {"lookalike": "Look-alike: ", "near": "Near: ", "candidate": "Other reading: "}
_EVEN = 0.95
"""From here on a plate counts as likely as the likeliest."""


@dataclass(frozen=True, slots=True)
class Likely:
    """What an answer's likelihoods (natural logarithms) are compared with: its best, and what they were made of."""

    best: float
    matrix: str
    even: bool = False
    """Whether no plate is less likely than another: then nothing is compared."""

    @staticmethod
    def of(head: Found, reads: pl.DataFrame) -> Likely | None:
        """Of one answer; None where it tells no likelihood, or not by which matrix."""
        version, compared = head.extra.get("confusion"), head.extra.get("compared")
        best = reads["likelihood"].max() if "likelihood" in reads.columns and len(reads) else None
        if not isinstance(version, str) or not isinstance(compared, int) or not isinstance(best, float):
            return None
        made = f"measured on {compared:,} characters" if compared else "assumed, nothing measured here yet"
        least = reads["likelihood"].min()
        even = isinstance(least, float) and math.exp(min(0.0, least - best)) >= _EVEN
        return Likely(best, f"{version}: {made}", even)

    def words(self, likelihood: float | None) -> str:
        """``likeliest``, or so many times less likely."""
        if likelihood is None or not math.isfinite(likelihood):
            return ""
        share = math.exp(min(0.0, likelihood - self.best))
        if share >= _EVEN:
            return "" if self.even else "likeliest"
        less = f"{1 / share:,.1f}".removesuffix(".0") if share > 0.1 else f"{1 / share:,.0f}" if share > 1e-6 else ""
        return f"{less or 'over a million'} times less likely"

    def title(self) -> str:
        """What that rests on."""
        return f"Compared with the likeliest plate of this answer, by the matrix of misreads {self.matrix}."


def why_cell(likely: Likely | None) -> Callable[[dict[str, Any]], Cell]:
    """What had to be excused of each plate, and how likely it is; the whole reason by hovering."""

    def cell(record: dict[str, Any]) -> Cell:
        label, match = _LABELS.get(record["likeness"]), record["match"] or ""
        told = list(_told(match))
        pieces = [(label, "bad")] if label else []
        for place, (words, look) in enumerate(told or [("as asked", "")]):
            pieces += [(", " if place else "", ""), (words, look)]
        compared = likely.words(record.get("likelihood")) if likely else ""
        if likely is None or not compared:
            return Cell(pieces, title=match)
        return Cell([*pieces, ("; ", "quiet"), (compared, "quiet")], title=f"{match}. {likely.title()}")

    return cell


def _told(match: str) -> Iterator[tuple[str, str]]:
    """The parts of a reason that the marked plate does not show."""
    for part in match.split("; "):
        before, colon, rest = part.partition(": ")
        if colon:
            yield before, ""
        if any(sign in (rest or before) for sign in _EXCUSED):
            yield rest or before, "bad"
