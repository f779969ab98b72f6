"""Chance that is the same for the same numbers, whichever chunk asks: hashes of 64 bits, vectorised."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.uint64]


def mix(*parts: ArrayLike) -> Numbers:
    """One well-mixed number for each combination of parts (the finaliser of SplitMix64)."""
    state = np.zeros(np.broadcast_shapes(*(np.shape(part) for part in parts)), np.uint64)
    with np.errstate(over="ignore"):
        for part in parts:
            state = (state ^ np.asarray(part).astype(np.uint64)) + np.uint64(0x9E3779B97F4A7C15)
            state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            state ^= state >> np.uint64(31)
    return state


def share(*parts: ArrayLike) -> NDArray[np.float64]:
    """The same as a share: from 0 up to 1."""
    return np.asarray((mix(*parts) >> np.uint64(11)).astype(np.float64) / float(1 << 53))


def pick(weights: Sequence[float], *parts: ArrayLike) -> NDArray[np.int64]:
    """An index for each combination of parts, as often as its weight says."""
    edges = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(edges, share(*parts), side="right"), len(weights) - 1)


def zipf(shares: NDArray[np.float64], population: int) -> NDArray[np.int64]:
    """Numbers of vehicles by a Zipf-Mandelbrot law (exponent 0.8), flattened so that nobody drives all day."""
    flat, power = max(population / 200, 5.0), 0.2
    low, high = flat**power, (population + flat) ** power
    number = ((low + shares * (high - low)) ** (1 / power) - flat).astype(np.int64)
    return np.asarray(np.minimum(number, population - 1))
