"""How likely chance alone would do what was seen (464.7(d)): small, exact, and without an estimate of its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def tail(chances: Numbers, at_least: NDArray[np.int64]) -> Numbers:
    """For each row of independent chances: the probability that so many of them or more come true.

    The exact tail of the Poisson-binomial distribution, by adding one trial after another (Hong 2013, Computational
    Statistics & Data Analysis 59, section 2). ``chances`` is rows x trials, from 0 to 1.
    """
    rows, trials = chances.shape
    counts = np.zeros((rows, trials + 1))
    counts[:, 0] = 1.0
    for trial in range(trials):
        chance = chances[:, trial : trial + 1]
        counts[:, 1:] = counts[:, 1:] * (1 - chance) + counts[:, :-1] * chance
        counts[:, :1] *= 1 - chance
    enough = np.arange(trials + 1) >= at_least[:, None]
    found: Numbers = np.clip((counts * enough).sum(axis=1), 0.0, 1.0)
    return found


def corrected(chances: Numbers, family: int) -> Numbers:
    """The chances with what was tried taken into account: false discovery rates (Benjamini and Hochberg 1995).

    ``family`` is how many were tried; those that are not among ``chances`` count as 1.
    """
    order = np.argsort(chances, kind="stable")
    ranked = chances[order] * max(family, len(chances)) / np.arange(1, len(chances) + 1)
    lowest = np.minimum.accumulate(ranked[::-1])[::-1]
    out = np.empty_like(chances)
    out[order] = np.minimum(lowest, 1.0)
    return out
