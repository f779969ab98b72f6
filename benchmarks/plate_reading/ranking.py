"""The weights by which a line is taken for the plate, fitted again, on other photographs than those that are judged.

A conditional logit (McFadden, Conditional Logit Analysis of Qualitative Choice Behavior, 1974): of the lines of one
photograph the plate is the one with the most, by Newton's method, with a ridge on weights per standard deviation. The
looks that a photograph was given were chosen by the weights as shipped; only the choice among its lines is fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from benchmarks.plate_reading.figures import Answer, Seen
from benchmarks.plate_reading.truth import Known
from workbench.ocr.platelike import Signs

Floats = npt.NDArray[np.float64]
FOLDS = 10
_RIDGE = 0.005
"""For each photograph."""
_ROUNDS, _CLOSE = 60, 1e-7
_STEP = 2.0
"""The longest step, per standard deviation: where lines are told apart perfectly, a whole step leads too far."""


def fitted(asked: Sequence[Known], answers: Sequence[Answer]) -> Signs | None:
    """The weights that these photographs suggest; None when none of them shows a plate beside another line."""
    choices = [choice for known, answer in zip(asked, answers, strict=True) if (choice := _choice(known, answer))]
    if not choices:
        return None
    spread = np.maximum(np.vstack([lines for lines, _ in choices]).std(axis=0), 1e-6)
    scaled = [(lines / spread, right) for lines, right in choices]
    weights: Floats = np.zeros(len(spread))
    for _ in range(_ROUNDS):
        step = _step(scaled, weights)
        step *= min(1.0, _STEP / max(1e-12, float(np.abs(step).max())))
        weights -= step
        if np.abs(step).max() < _CLOSE:
            break
    return Signs(*(weights / spread).tolist())


def apart(asked: Sequence[Known], answers: Sequence[Answer], folds: int = FOLDS) -> list[Answer] | None:
    """The answers when each photograph's line is chosen by weights of the other folds; None with too few to fit."""
    if len(asked) < folds or not any(answer.lines for answer in answers):
        return None
    chosen = list(answers)
    for fold in range(folds):
        others = [place for place in range(len(asked)) if place % folds != fold]
        weights = fitted([asked[place] for place in others], [answers[place] for place in others])
        if weights is None:
            return None
        for place in range(fold, len(asked), folds):
            chosen[place] = _chosen(answers[place], weights)
    return chosen


def _choice(known: Known, answer: Answer) -> tuple[Floats, int] | None:
    """The lines of a photograph and which is the plate: the first that stands where it was tagged."""
    right = next((place for place, line in enumerate(answer.lines) if known.shows(line.centre)), None)
    if right is None or len(answer.lines) == 1:
        return None
    return np.asarray([line.signs for line in answer.lines], np.float64), right


def _step(choices: Sequence[tuple[Floats, int]], weights: Floats) -> Floats:
    ridge = 2 * _RIDGE * len(choices)
    slope, bend = ridge * weights, ridge * np.eye(len(weights))
    for lines, right in choices:
        scores = lines @ weights
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        mean = shares @ lines
        slope = slope + mean - lines[right]
        bend = bend + (lines * shares[:, None]).T @ lines - np.outer(mean, mean)
    return np.asarray(np.linalg.solve(bend, slope), np.float64)


def _chosen(answer: Answer, weights: Signs) -> Answer:
    if not answer.lines:
        return answer

    def likely(line: Seen) -> float:
        return sum(weight * sign for weight, sign in zip(weights, line.signs, strict=True))

    best = max(answer.lines, key=likely)
    return replace(answer, said=best.said, centre=best.centre, evidence=None)
