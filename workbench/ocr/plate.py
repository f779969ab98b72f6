"""What comes out for one plate in a photograph (464.7(d)): ten candidates at most, each with a probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.ocr.calibration import Evidence
from workbench.ocr.quad import Quad

MOST = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading. ``confidence`` is the calibrated probability that it is right, 0 to 1; ``characters`` of each."""

    plate: str
    confidence: float
    characters: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """One plate: where it stands and what it may say, best first.

    ``rank`` is how much it looks like a plate, ``evidence`` what the best candidate's confidence was made of.
    """

    quad: Quad
    candidates: tuple[Candidate, ...]
    rank: float
    evidence: Evidence


def by_character(text: str, others: Sequence[tuple[str, float]]) -> tuple[float, ...]:
    """How much of the weight of all readings of one length agrees with each character of a text."""
    alike = [(other, weight) for other, weight in others if len(other) == len(text)]
    whole = sum(weight for _, weight in alike) or 1.0
    return tuple(
        sum(weight for other, weight in alike if other[place] == char) / whole for place, char in enumerate(text)
    )
