"""What a vehicle looks like as people type it (464.7(d)): values between commas, any of which fits."""

from __future__ import annotations

import ipywidgets as w
import traitlets as t

from workbench.wire.search import Vehicle

LOOKS = ("make", "model", "colour", "body_type", "state")
LABELS = {"make": "Make", "model": "Model", "colour": "Colour", "body_type": "Type", "state": "State"}
_HINTS = {"make": "Honda, Acura", "model": "Civic", "colour": "black, grey", "body_type": "sedan", "state": "CA, BC"}


class Looks(t.HasTraits):
    """The part of a form that tells what the vehicle looks like; what is empty is not asked."""

    make = t.Unicode()
    model = t.Unicode()
    colour = t.Unicode()
    body_type = t.Unicode()
    state = t.Unicode()

    def looks(self) -> Vehicle:
        """What is typed, as it is asked with."""
        return Vehicle(**{name: _values(getattr(self, name)) for name in LOOKS})

    def look_like(self, vehicle: Vehicle) -> None:
        """Type this."""
        for name in LOOKS:
            self.set_trait(name, ", ".join(getattr(vehicle, name)))


def looks_told(looks: Looks) -> list[str]:
    """What is typed, in words."""
    return [f"{LABELS[name].lower()} {getattr(looks, name)}" for name in LOOKS if getattr(looks, name).strip()]


def looks_fields() -> dict[str, w.Text]:
    """A narrow field for each, by its name."""
    fields = {name: w.Text(description=LABELS[name], placeholder=_HINTS[name]) for name in LOOKS}
    for field in fields.values():
        field.layout.width, field.layout.flex, field.layout.max_width = "106px", "1 1 106px", "170px"
    return fields


def _values(typed: str) -> list[str]:
    return [part for each in typed.split(",") if (part := each.strip()[:60])][:20]
