"""What can stand on a map (464.7(d)): places with their words, the order of one vehicle's reads, counts and heat.

Places are degrees (WGS 84). Words come from data and people: they are spelled out here and set as text in the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.prose.shown import visible

Place = tuple[float, float]
"""Latitude and longitude, degrees."""
Bounds = tuple[float, float, float, float]
"""South, west, north and east, degrees."""
_TOLD = 600
"""Characters of a tooltip."""
_NAME = 60
"""Characters of a name under its sign."""
_CLOSE = 5
"""Decimals of a degree that are drawn: about a metre."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A circle with the number of reads in it; ``id`` is its name and comes back when it is clicked.

    ``source`` names who runs it; without ``counted`` it is shown as a camera alone, not as one with no read.
    """

    id: str
    latitude: float
    longitude: float
    count: int = 0
    text: str = ""
    chosen: bool = False
    source: str = ""
    counted: bool = True

    def sent(self) -> dict[str, Any]:
        """As JSON."""
        label = short(self.count) if self.counted else ""
        known = {"name": visible(self.id, _NAME), "source": visible(self.source, _NAME)}
        return _place(self) | known | {"count": self.count, "label": label}


@dataclass(frozen=True, slots=True)
class Stop:
    """A numbered place in the order of one vehicle's reads; ``id`` comes back when it is clicked."""

    id: str
    latitude: float
    longitude: float
    label: str
    text: str = ""
    chosen: bool = False

    def sent(self) -> dict[str, Any]:
        """As JSON."""
        return _place(self) | {"label": visible(self.label, 40)}


@dataclass(frozen=True, slots=True)
class Cell:
    """An area of the screen and how many reads lie in it; ``corners`` in order, ``latitude``/``longitude`` inside."""

    latitude: float
    longitude: float
    count: int
    corners: tuple[Place, ...]
    text: str = ""

    def sent(self) -> dict[str, Any]:
        """As JSON."""
        corners = [[round(latitude, _CLOSE), round(longitude, _CLOSE)] for latitude, longitude in self.corners]
        at = {"latitude": round(self.latitude, _CLOSE), "longitude": round(self.longitude, _CLOSE)}
        return at | {"count": self.count, "label": short(self.count), "corners": corners, "text": self.text}


@dataclass(frozen=True, slots=True)
class Points:
    """Reads one by one, or gathered into clusters where they lie close; four columns of one length.

    ``ids`` come back when one is clicked.
    """

    ids: Sequence[str] = ()
    latitudes: Sequence[float] = ()
    longitudes: Sequence[float] = ()
    texts: Sequence[str] = ()
    clustered: bool = False

    def __len__(self) -> int:
        return len(self.ids)

    def sent(self) -> dict[str, Any]:
        """As JSON, column by column."""
        return {
            "ids": list(self.ids),
            "latitudes": [round(each, _CLOSE) for each in self.latitudes],
            "longitudes": [round(each, _CLOSE) for each in self.longitudes],
            "texts": [visible(each, _TOLD) for each in self.texts],
            "clustered": self.clustered,
        }


@dataclass(frozen=True, slots=True)
class Heat:
    """Where reads are dense; ``weights`` go from 0 to 1, the densest."""

    latitudes: Sequence[float] = ()
    longitudes: Sequence[float] = ()
    weights: Sequence[float] = ()

    def __len__(self) -> int:
        return len(self.weights)

    def sent(self) -> list[list[float]]:
        """As JSON, place by place."""
        columns = zip(self.latitudes, self.longitudes, self.weights, strict=True)
        return [[round(up, _CLOSE), round(across, _CLOSE), round(weight, 3)] for up, across, weight in columns]


def short(count: int) -> str:
    """A count as there is room for on a map: ``987``, ``12.3k``, ``4.1M``."""
    if count < 10_000:
        return f"{count:,}"
    value, unit = (count / 1e3, "k") if count < 999_500 else (count / 1e6, "M")
    return f"{value:.0f}{unit}" if value >= 99.95 else f"{value:.1f}{unit}"


def around(places: Iterable[Place]) -> Bounds | None:
    """The bounds of these places, or None where there are none."""
    found = list(places)
    if not found:
        return None
    up, across = [place[0] for place in found], [place[1] for place in found]
    return min(up), min(across), max(up), max(across)


def _place(of: Camera | Stop) -> dict[str, Any]:
    return {
        "id": of.id,
        "latitude": of.latitude,
        "longitude": of.longitude,
        "text": visible(of.text or of.id, _TOLD),
        "chosen": of.chosen,
    }
