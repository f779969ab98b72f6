"""The figures of one engine on one region, from what it answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from workbench.ocr.calibrate import fitted
from workbench.ocr.calibration import Calibration, Evidence
from workbench.ocr.platelike import Signs

BINS, FOLDS = 10, 10
NO: Evidence = (0.0, 0.0, 0.0)
_FOLD = str.maketrans("OQI", "001")


@dataclass(frozen=True, slots=True)
class Seen:
    """A line that may have been the plate: what it says, best first, where its middle is, what its rank is made of."""

    said: tuple[tuple[str, float], ...]
    centre: tuple[float, float]
    signs: Signs


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered for one photograph: candidates of the best plate with their confidences, and seconds.

    ``centre``: the middle of that plate, in pixels; ``evidence``: what the confidence was made of; ``lines``: all that
    was taken for a plate, that one first. Where known.
    """

    file: str
    plate: str
    said: tuple[tuple[str, float], ...]
    seconds: float
    centre: tuple[float, float] | None = None
    evidence: Evidence | None = None
    lines: tuple[Seen, ...] = ()

    @property
    def best(self) -> str:
        """The one answer, empty when there was none."""
        return self.said[0][0] if self.said else ""


class Bin(TypedDict):
    """One bar of the reliability plot: how many answers, how sure they were, how many were right."""

    answers: int
    confidence: float
    right: float


class Figures(TypedDict):
    """Shares are in percent; ``folded`` takes O and Q for 0 and I for 1, which the labels mix."""

    images: int
    exact_1: float
    folded_1: float
    exact_3: float
    folded_3: float
    character_error_rate: float
    expected_calibration_error: float
    calibration_error_kept_apart: float | None
    reliability: list[Bin]
    images_s: float


def fold(text: str) -> str:
    """The text with O and Q as 0 and I as 1."""
    return text.translate(_FOLD)


def figures(answers: Sequence[Answer]) -> Figures:
    """All figures; the calibration error is that of the one answer, over ten bins of equal width."""
    count = len(answers)
    bins = reliability(answers)
    return {
        "images": count,
        "exact_1": _percent(sum(each.best == each.plate for each in answers), count),
        "folded_1": _percent(sum(fold(each.best) == fold(each.plate) for each in answers), count),
        "exact_3": _percent(sum(each.plate in _first(each) for each in answers), count),
        "folded_3": _percent(sum(fold(each.plate) in map(fold, _first(each)) for each in answers), count),
        "character_error_rate": _percent(
            sum(edits(each.best, each.plate) for each in answers), sum(len(each.plate) for each in answers)
        ),
        "expected_calibration_error": round(calibration_error(bins), 4),
        "calibration_error_kept_apart": kept_apart(answers),
        "reliability": bins,
        "images_s": round(count / max(1e-9, sum(each.seconds for each in answers)), 2),
    }


def kept_apart(answers: Sequence[Answer], folds: int = FOLDS) -> float | None:
    """The calibration error when each curve is fitted to the photographs of the other folds; None without evidence."""
    known = [each for each in answers if each.evidence is not None and each.said]
    if len(known) < folds:
        return None
    again = []
    for fold_ in range(folds):
        others = [each for place, each in enumerate(known) if place % folds != fold_]
        curve = fitted([each.evidence or NO for each in others], [_right(each) for each in others], "fold")
        again += [_told_by(curve, each) for each in known[fold_::folds]]
    return round(calibration_error(reliability(again)), 4)


def reliability(answers: Sequence[Answer]) -> list[Bin]:
    """Ten bars from 0 to 1; what had no answer doesn't count. Right is right after folding."""
    bars: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for each in answers:
        if each.said:
            sure = each.said[0][1]
            bars[min(BINS - 1, int(sure * BINS))].append((sure, _right(each)))
    return [
        {
            "answers": len(bar),
            "confidence": round(sum(sure for sure, _ in bar) / max(1, len(bar)), 4),
            "right": round(sum(right for _, right in bar) / max(1, len(bar)), 4),
        }
        for bar in bars
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far confidence and truth lie apart on average (Guo et al., ICML 2017)."""
    whole = sum(bar["answers"] for bar in bins)
    return sum(bar["answers"] * abs(bar["confidence"] - bar["right"]) for bar in bins) / max(1, whole)


def edits(one: str, other: str) -> int:
    """Characters to change, drop or add (Levenshtein)."""
    row = list(range(len(other) + 1))
    for place, char in enumerate(one, 1):
        before, row[0] = row[0], place
        for column, known in enumerate(other, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (char != known))
    return row[-1]


def _right(answer: Answer) -> bool:
    return fold(answer.best) == fold(answer.plate)


def _told_by(curve: Calibration, answer: Answer) -> Answer:
    return replace(answer, said=((answer.best, curve.probability(answer.evidence or NO)),))


def _first(answer: Answer) -> list[str]:
    return [text for text, _ in answer.said[:3]]


def _percent(part: float, whole: float) -> float:
    return round(100 * part / max(1, whole), 1)
