"""The vehicles of a large synthetic agency, worked out once, so that a read is looked up and not drawn anew."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from workbench.synthetic import vehicles
from workbench.synthetic.vehicles import Habits, Letters, Looks

READS_EACH = 20
"""Reads that a vehicle has on average; 100 million reads then show about ten million plates, misreads included."""
_AT_ONCE = 250_000


@dataclass(frozen=True, slots=True)
class Fleet:
    """Plate, looks and habits of each vehicle, by its number."""

    plates: Letters
    looks: Looks
    habits: Habits

    @classmethod
    def of(cls, size: int, seed: int) -> Self:
        """The first ``size`` vehicles of this seed, the same as ``workbench.synthetic`` knows."""
        parts = [np.arange(at, min(at + _AT_ONCE, size)) for at in range(0, size, _AT_ONCE)]
        looks = [vehicles.looks(part, seed) for part in parts]
        habits = [vehicles.habits(part, seen.state, seed) for part, seen in zip(parts, looks, strict=True)]
        return cls(
            np.concatenate([vehicles.plates(part, seed) for part in parts]),
            Looks(*(np.concatenate(column) for column in zip(*map(astuple, looks), strict=True))),
            Habits(*(np.concatenate(column) for column in zip(*map(astuple, habits), strict=True))),
        )

    def looks_of(self, vehicle: NDArray[np.int64]) -> Looks:
        """The looks of each of these vehicles."""
        looks = self.looks
        return Looks(looks.state[vehicle], looks.model[vehicle], looks.colour[vehicle], looks.year[vehicle])

    def habits_of(self, vehicle: NDArray[np.int64]) -> Habits:
        """The habits of each of these vehicles."""
        habits = self.habits
        return Habits(habits.home[vehicle], habits.work[vehicle], habits.commutes[vehicle])
