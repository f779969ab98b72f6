"""The terms on which something is handed in, as they are typed (464.7.1(a), 464.7(f)), and what is wrong with them."""

from __future__ import annotations

import re
from typing import Any

import traitlets as t

from workbench.wire.ingest import Provenance

LONGEST = 200
"""Characters that a field takes (``wire.base.Short``)."""
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,10})?")


class Terms(t.HasTraits):
    """Whose data, seen where, by which camera at which place; everything is text until it is sent."""

    source = t.Unicode()
    provenance = t.Unicode()
    court_order = t.Unicode()
    camera = t.Unicode()
    latitude = t.Unicode()
    longitude = t.Unicode()
    time_zone = t.Unicode()

    def terms_problem(self) -> str:
        """What still has to be said; empty when the terms are whole."""
        if not self.source:
            return "Say whose data it is: the source (464.7(f))."
        if not self.provenance:
            return "Say where the plates could be seen: the provenance (464.7.1(a))."
        if self.provenance == Provenance.COURT_ORDER and not self._order():
            return "Give the number of the court order (464.7.1(a))."
        return self._unfit()

    def stated(self) -> dict[str, Any]:
        """The terms as they are sent."""
        return {
            "source": self.source,
            "provenance": self.provenance,
            "court_order": self._order(),
            "camera": self.camera.strip(),
            "time_zone": self.time_zone.strip(),
            **self.place(),
        }

    def place(self) -> dict[str, float | None]:
        """Latitude and longitude in degrees; both None when they are left empty."""
        return {
            "latitude": float(self.latitude) if self.latitude.strip() else None,
            "longitude": float(self.longitude) if self.longitude.strip() else None,
        }

    def _order(self) -> str:
        """The court order's number; one that was typed for a batch before, and is no longer on the screen, is none."""
        return self.court_order.strip() if self.provenance == Provenance.COURT_ORDER else ""

    def _unfit(self) -> str:
        """What is wrong with camera, place and time zone."""
        fields = {"camera": self.camera, "court order number": self._order(), "time zone": self.time_zone}
        for name, text in fields.items():
            if len(text.strip()) > LONGEST:
                return f"The {name} is too long: {LONGEST} characters at most."
        return self._misplaced()

    def _misplaced(self) -> str:
        """What is wrong with the camera's place; nothing when it is left out."""
        given = {"latitude": (self.latitude.strip(), 90), "longitude": (self.longitude.strip(), 180)}
        if not any(text for text, _ in given.values()):
            return ""
        for name, (text, most) in given.items():
            if not _DEGREES.fullmatch(text) or abs(float(text)) > most:
                return f"Give the {name} in degrees from -{most} to {most}, e.g. 32.7920, or leave both empty."
        return ""
