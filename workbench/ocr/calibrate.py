"""Fitting the curve of ``calibration`` to readings that somebody compared with the plate (464.7(d)).

Logistic regression by Newton's method with a little ridge on the slopes (le Cessie and van Houwelingen 1992), so that
few readings, or readings that are all right, give a curve too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from workbench.ocr.calibration import Calibration, Evidence

_RIDGE = 1.0
_ROUNDS = 50
_CLOSE = 1e-8


def fitted(evidence: Sequence[Evidence], right: Sequence[bool], version: str) -> Calibration:
    """The curve that these readings suggest; ``ValueError`` without any."""
    if not evidence or len(evidence) != len(right):
        raise ValueError("a curve needs readings, and of each whether it was right")
    rows = np.column_stack([np.ones(len(evidence)), np.asarray(evidence, np.float64)])
    wanted = np.asarray(right, np.float64)
    weights = np.zeros(rows.shape[1])
    ridge = np.diag([1e-3, *[_RIDGE] * (rows.shape[1] - 1)])
    for _ in range(_ROUNDS):
        step = _step(rows, wanted, weights, ridge)
        weights -= step
        if np.abs(step).max() < _CLOSE:
            break
    base, share, seen, rank = (float(weight) for weight in weights)
    return Calibration(version, base, share, seen, rank)


def _step(
    rows: npt.NDArray[np.float64],
    wanted: npt.NDArray[np.float64],
    weights: npt.NDArray[np.float64],
    ridge: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    sure = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
    slope = rows.T @ (sure - wanted) + ridge @ weights
    bend = (rows * (sure * (1 - sure))[:, None]).T @ rows + ridge
    return np.asarray(np.linalg.solve(bend, slope), np.float64)
