"""The exercise (464.12): find a planted vehicle in the training store, by a search of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import BadInput
from workbench.plates.normalise import normalise


@dataclass(frozen=True, slots=True)
class Exercise:
    """A vehicle that the training store holds; ``latitude`` and ``longitude`` are WGS 84 degrees."""

    plate: str
    hint_pattern: str
    corner: str
    latitude: float
    longitude: float
    radius_m: float

    @property
    def text(self) -> str:
        """What the trainee is told; never the plate."""
        return (
            "A witness remembers part of the plate of a vehicle that left a robbery near the corner of "
            f"{self.corner} ({self.latitude:.4f}, {self.longitude:.4f}) during the training week: it begins with 7K, "
            f"then one character she could not read, then C4. Search the training store for {self.hint_pattern} "
            f"within {self.radius_m:.0f} metres of that corner, under a purpose of your own, and type the whole "
            "plate of the vehicle that was there."
        )

    def found(self, plate: str) -> bool:
        """Whether this is the vehicle, however the plate is spaced or written."""
        try:
            return normalise(plate) == self.plate
        except BadInput:
            return False


EXERCISE = Exercise(
    plate="7KBC482",
    hint_pattern="7K?C4*",
    corner="Main Street and Imperial Avenue in El Centro",
    latitude=32.7920,
    longitude=-115.5631,
    radius_m=400,
)
"""The vehicle that every training store holds; the generator plants it there."""
