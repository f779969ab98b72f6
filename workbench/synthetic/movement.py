"""Which camera sees a vehicle at a time: at home, at work, on its way, or on an errand.

Where a vehicle is depends on its number and the hour only, so it is never in two parts of the county at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.synthetic.chance import mix, share
from workbench.synthetic.places import PATROL, cameras, ways
from workbench.synthetic.vehicles import Habits

_HOUR = 3_600_000_000
_BEHIND = 8
"""Hours that El Centro's standard time is behind UTC; habits need it no finer."""
_PATROLS = 0.04
"""Share of reads by patrol cars."""
_ERRANDS = 0.18
"""Share of hours away from home and work."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Index of the camera (fixed ones first, then patrol cars), its place in degrees, and a compass heading."""

    camera: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    heading: NDArray[np.int8]


def seen(
    vehicle: NDArray[np.int64], habits: Habits, times: NDArray[np.int64], seed: int, rng: np.random.Generator
) -> Seen:
    """Where each vehicle is seen; ``times`` are microseconds since 1970 (UTC)."""
    hour = times // _HOUR - _BEHIND
    part = (times % _HOUR) / _HOUR
    start, end = _way(vehicle, habits, hour, seed)
    way = ways()
    count = way.count[start, end]
    along = np.where(start == end, (part + share(seed, 11, vehicle)) % 1.0, part)
    stop = np.minimum((along * count).astype(np.int64), count - 1)
    camera = way.stops[start, end, stop].astype(np.int64)
    table = cameras()
    latitude, longitude = table["latitude"].to_numpy()[camera], table["longitude"].to_numpy()[camera]
    patrol = rng.random(len(vehicle)) < _PATROLS
    jitter = rng.normal(0, 0.002, (2, len(vehicle))) * patrol
    car = len(table) + (mix(seed, 12, camera, hour) % np.uint64(len(PATROL))).astype(np.int64)
    return Seen(
        np.where(patrol, car, camera),
        (latitude + jitter[0]).round(6),
        (longitude + jitter[1]).round(6),
        way.heading[start, end, stop],
    )


def _way(
    vehicle: NDArray[np.int64], habits: Habits, hour: NDArray[np.int64], seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The zones between which a vehicle moves in this local hour; the same one twice when it stays."""
    clock, day = hour % 24, hour // 24
    workday = (day + 3) % 7 < 5
    leaves = 6 + (mix(seed, 8, vehicle) % np.uint64(3)).astype(np.int64)
    at_work = habits.commutes & workday & (clock > leaves) & (clock <= leaves + 9)
    start = np.where(at_work, habits.work, habits.home)
    end = start.copy()
    going = habits.commutes & workday & (clock == leaves)
    coming = habits.commutes & workday & (clock == leaves + 10)
    end[going] = habits.work[going]
    start[coming] = habits.work[coming]
    end[coming] = habits.home[coming]
    errand = (share(seed, 9, vehicle, hour) < _ERRANDS) & ~going & ~coming
    elsewhere = (mix(seed, 10, vehicle, hour) % np.uint64(len(ways().zones))).astype(np.int64)
    return np.where(errand, elsewhere, start), np.where(errand, elsewhere, end)
