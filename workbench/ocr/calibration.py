"""From a line's scores to the probability that a reading is right (464.7(d)).

Platt, Probabilistic Outputs for Support Vector Machines, 1999: a logistic curve over the best reading's share of all
readings of its line and over how much the looks themselves say. Fitted on photographs with known plates, a part of
them at a time being kept apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from workbench.ocr.weigh import Text

Evidence = tuple[float, float, float]
"""Log odds of the best reading's share, what the looks say of it, how much its line looks like a plate."""


class Calibration(NamedTuple):
    """The logistic curve: over the log odds of the share, over what was seen, over how much it looks like a plate.

    ``most`` is the most that it says, whatever it is given.
    """

    version: str = "uncalibrated"
    base: float = 0.0
    share: float = 1.0
    seen: float = 0.0
    rank: float = 0.0
    most: float = 1.0

    def probability(self, given: Evidence) -> float:
        """The probability that the best reading is right, 0 to 1."""
        odds, seen, looks = given
        sure = 1 / (1 + math.exp(-(self.base + self.share * odds + self.seen * seen + self.rank * looks)))
        return min(self.most, sure)


CALIBRATION = Calibration("rapidocr-1", 2.4, 0.42, 0.43, 0.11)
FAST = Calibration("rapidocr-fast-1", -0.2, 0.87, 0.24, 0.43)
"""Of one look at each line: what is read by it is right less often than the same score says of several."""
EASY = Calibration("easyocr-1", -0.59, 0.87, 0.33, 0.14, most=0.89)
"""Of the second engine, which reads so many plates wrongly that it is never as sure as ``[ocr] sure`` asks for, 0.9."""
_UNMEASURED = CALIBRATION._replace(version="rapidocr-1, borrowed", most=0.89)
"""Of an engine whose readings nobody compared with plates: never that sure either."""
_STEEPEST = 8.0


def of(engine: str, *, fast: bool = False) -> Calibration:
    """The curve for an engine, by its name, and for whether each line is looked at once only."""
    if engine == "rapidocr":
        return FAST if fast else CALIBRATION
    return EASY if engine == "easyocr" else _UNMEASURED


def shares(texts: Sequence[Text]) -> list[float]:
    """Each text's share of all of them, by score."""
    most = max(text.score for text in texts)
    weights = [math.exp(text.score - most) for text in texts]
    whole = sum(weights)
    return [weight / whole for weight in weights]


def evidence(texts: Sequence[Text], rank: float) -> Evidence:
    """What the best reading's probability is made of, each within bounds."""
    share = min(max(shares(texts)[0], 1e-9), 1 - 1e-9)
    odds = math.log(share / (1 - share))
    return max(-_STEEPEST, min(_STEEPEST, odds)), max(texts[0].seen, -10.0), max(-10.0, min(10.0, rank))


def calibrated(texts: Sequence[Text], rank: float, curve: Calibration = CALIBRATION) -> list[float]:
    """The probability of each text of a line; the others share what the best one leaves, by their scores."""
    best = curve.probability(evidence(texts, rank))
    others = shares(texts[1:]) if len(texts) > 1 else []
    left = min(best, 1 - best) if others else 0.0
    return [best, *(min(best, left * share) for share in others)]
