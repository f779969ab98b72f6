"""The exercise (464.12): find a planted vehicle in the training store, by a search of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import BadInput
from workbench.plates.normalise import normalise
from workbench.training.secret import Secret

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Exercise:
    """A vehicle that the training store holds; ``latitude`` and ``longitude`` are WGS 84 degrees."""

    plate: str
    hint_pattern: str
    corner: str
    latitude: float
    longitude: float
    radius_m: float

    @classmethod
    def of(cls, secret: Secret) -> Exercise:
        """This installation's: the generator plants it there, and its plate stands in no program."""
        drawn = secret.derive("exercise")
        letter = _LETTERS[drawn[0] % len(_LETTERS)]
        return cls(
            plate=f"7K{letter}C4{drawn[1] % 10}{drawn[2] % 10}",
            hint_pattern="7K?C4*",
            corner="Main Street and Imperial Avenue in El Centro",
            latitude=32.7920,
            longitude=-115.5631,
            radius_m=400,
        )

    @property
    def text(self) -> str:
        """What the trainee is told, as Markdown; never the plate."""
        return (
            f"A robbery near the corner of {self.corner}, in the training week. A witness remembers part of the plate "
            "of the vehicle that left: it begins with 7K, then comes one character that she could not read, then C4."
            f"\n\n1. Search the training store below for `{self.hint_pattern}`.\n"
            f"2. More than one vehicle fits. Tick **Only in an area** and search within {self.radius_m:.0f} metres "
            f"({self.radius_m / 1000:.1f} km) of that corner: latitude {self.latitude:.4f}, "
            f"longitude {self.longitude:.4f}.\n"
            "3. Type the whole plate of the vehicle that was there, and press **Check**.\n\n"
            "Your search runs under the purpose that you declared and is recorded, as a real one is. The answer "
            "counts once a search of your own has shown you the vehicle."
        )

    def found(self, plate: str) -> bool:
        """Whether this is the vehicle, however the plate is spaced or written."""
        try:
            return normalise(plate) == self.plate
        except BadInput:
            return False
