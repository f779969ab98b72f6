"""Cameras around El Centro, Imperial County: public junctions, approximate places (WGS 84), invented devices.

A zone is a part of town or a village; the way from one zone to another passes the cameras beside its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

PATROL = tuple(f"PATROL-{number}" for number in (11, 12, 14, 17, 21))
"""Cars that carry cameras; they read plates anywhere near the fixed ones."""

LONGEST_WAY = 8
"""Cameras on the way from one zone to another, at most."""
_BESIDE_KM = 2.5
_KM = np.array([110.9, 93.4])
"""Kilometres of a degree of latitude and of longitude at 32.8 degrees north."""

_CAMERAS = """
EC-01 centre    32.7921 -115.5629 Main St at 8th St
EC-02 centre    32.7922 -115.5695 Imperial Ave at Main St
EC-03 south     32.7724 -115.5694 Imperial Ave at I-8
EC-04 south     32.7724 -115.5512 4th St at I-8
EC-05 south     32.7835 -115.5513 4th St at Ross Ave
EC-06 east      32.7724 -115.5345 Dogwood Rd at I-8
EC-07 east      32.7920 -115.5342 Dogwood Rd at Main St
EC-08 north     32.8000 -115.5694 Adams Ave at Imperial Ave
EC-09 north     32.8001 -115.5512 Adams Ave at 4th St
EC-10 north     32.8108 -115.5695 Imperial Ave at Bradshaw Ave
EC-11 west      32.7920 -115.5866 La Brucherie Ave at Main St
EC-12 west      32.7834 -115.5866 La Brucherie Ave at Ross Ave
EC-13 west      32.8003 -115.6040 Austin Rd at Adams Ave
EC-14 east      32.8003 -115.5171 Evan Hewes Hwy at Cooley Rd
EC-15 south     32.7625 -115.5342 Dogwood Rd at Danenberg Dr
EC-16 south     32.7622 -115.5512 SR-86 at Danenberg Dr
I8-01 freeway   32.7724 -115.6390 I-8 at Forrester Rd
I8-02 freeway   32.7724 -115.4990 I-8 at SR-111
I8-03 freeway   32.7724 -115.4733 I-8 at Bowker Rd
I8-04 freeway   32.7750 -115.4250 I-8 at Orchard Rd
IM-01 imperial  32.8255 -115.5694 SR-86 at Aten Rd
IM-02 imperial  32.8475 -115.5695 Imperial Ave at Barioni Blvd
IM-03 imperial  32.8257 -115.5342 Aten Rd at Dogwood Rd
IM-04 imperial  32.8256 -115.5600 Aten Rd at Clark Rd
IM-05 imperial  32.8470 -115.4990 SR-111 at Worthington Rd
BR-01 brawley   32.9787 -115.5303 SR-86 at Main St
BR-02 brawley   32.9787 -115.5200 Main St at SR-78
BR-03 brawley   32.9665 -115.5350 SR-86 at Legion Rd
BR-04 brawley   32.9990 -115.5120 SR-111 at Shank Rd
CX-01 calexico  32.6905 -115.4990 SR-111 at Cole Blvd
CX-02 calexico  32.6680 -115.4985 SR-111 at 2nd St
CX-03 calexico  32.6790 -115.4990 SR-98 at SR-111
CX-04 calexico  32.6790 -115.4700 SR-98 at Bowker Rd
CX-05 calexico  32.6905 -115.4830 Cole Blvd at Meadows Rd
BX-01 border    32.6653 -115.4967 Calexico West crossing
BX-02 border    32.6748 -115.3880 Calexico East crossing
BX-03 border    32.6790 -115.3885 SR-7 at SR-98
HO-01 holtville 32.8112 -115.3803 5th St at SR-115
HO-02 holtville 32.8113 -115.4000 Evan Hewes Hwy at Orchard Rd
HE-01 heber     32.7309 -115.5300 SR-86 at Heber Ave
HE-02 heber     32.7310 -115.5342 SR-86 at Dogwood Rd
SE-01 west      32.7930 -115.6910 Evan Hewes Hwy at Drew Rd
"""


@cache
def cameras() -> pl.DataFrame:
    """The fixed cameras: ``camera``, ``zone``, ``latitude``, ``longitude``, ``place``."""
    rows = [line.split(maxsplit=4) for line in _CAMERAS.strip().splitlines()]
    return pl.DataFrame(
        {
            "camera": [row[0] for row in rows],
            "zone": [row[1] for row in rows],
            "latitude": [float(row[2]) for row in rows],
            "longitude": [float(row[3]) for row in rows],
            "place": [row[4] for row in rows],
        }
    )


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways between zones. ``stops[a, b]`` are indices of cameras in order, ``count[a, b]`` how many of them.

    ``heading[a, b]`` is an index into ``COMPASS`` for each stop.
    """

    zones: tuple[str, ...]
    stops: NDArray[np.int16]
    count: NDArray[np.int16]
    heading: NDArray[np.int8]


COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@cache
def ways() -> Ways:
    """Every way, worked out once."""
    table = cameras()
    zones = tuple(table["zone"].unique(maintain_order=True))
    places = table.select("latitude", "longitude").to_numpy() * _KM
    belongs = np.array([zones.index(zone) for zone in table["zone"]])
    centres = np.array([places[belongs == zone].mean(axis=0) for zone in range(len(zones))])
    shape = (len(zones), len(zones), LONGEST_WAY)
    stops, count, heading = np.zeros(shape, np.int16), np.zeros(shape[:2], np.int16), np.zeros(shape, np.int8)
    for a in range(len(zones)):
        for b in range(len(zones)):
            found = np.flatnonzero(belongs == a) if a == b else _beside(centres[a], centres[b], places)
            found = found[np.linspace(0, len(found) - 1, min(len(found), LONGEST_WAY)).round().astype(int)]
            stops[a, b, : len(found)] = found
            count[a, b] = len(found)
            heading[a, b, : len(found)] = _headings(places[found])
    return Ways(zones, stops, count, heading)


def _beside(start: NDArray[np.float64], end: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.int64]:
    """Cameras close to the straight line, in the order in which they are passed; never none."""
    line = end - start
    along = ((places - start) @ line) / (line @ line)
    away = np.linalg.norm(places - start - np.clip(along, 0, 1)[:, None] * line, axis=1)
    near = np.flatnonzero(away < _BESIDE_KM)
    near = near if len(near) else np.array([int(away.argmin())])
    return near[np.argsort(along[near], kind="stable")]


def _headings(places: NDArray[np.float64]) -> NDArray[np.int8]:
    if len(places) < 2:
        return np.zeros(len(places), np.int8)
    steps = np.diff(places, axis=0, append=places[-1:] * 2 - places[-2:-1])
    degrees = np.degrees(np.arctan2(steps[:, 1], steps[:, 0])) % 360
    return (np.round(degrees / 45).astype(int) % 8).astype(np.int8)
