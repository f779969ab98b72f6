"""The vehicles of the agency: each number stands for one, with its plate, its looks and where it lives and works.

Shapes of plates and the shares of California, Baja California and Arizona are roughly those of the border
region; the serials are drawn by number and belong to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.synthetic.chance import pick, share
from workbench.synthetic.places import ways

WIDTH = 10
"""Characters of a plate, at most."""
Letters = NDArray[np.uint8]
"""Plates as ASCII codes, one row each, filled up with zeros."""

_SERIES = b"ABCDEFGHJKLMNPRSTUVWXYZ"
_STEP = 2_654_435_761
"""A prime, so that counting through a series by it meets every serial once."""
_BAJA = (156, 2002)
"""AGA to CYZ as numbers in base 26: the letters that Baja California was given."""

STATES = ("CA", "MX-BCN", "AZ")
# One character of a shape: 9 a digit, A a letter of the Californian series; a fixed character stands for itself.
_SHAPES = (
    ("CA", "FAAA999", 0.66),
    ("CA", "999AAA9", 0.06),
    ("CA", "99999A1", 0.07),
    ("CA", "9A99999", 0.03),
    ("MX-BCN", "BBB9999", 0.09),
    ("MX-BCN", "BBB999A", 0.06),
    ("AZ", "ZAA9999", 0.03),
)
_SETS = {"9": b"0123456789", "F": b"456789", "A": _SERIES, "Z": b"DEFGHJKLMNPRSTUVWXYZ"}

MODELS = (
    ("Toyota", "Camry", "sedan", 7.0),
    ("Toyota", "Corolla", "sedan", 6.0),
    ("Toyota", "Tacoma", "pickup", 6.0),
    ("Toyota", "RAV4", "suv", 5.0),
    ("Honda", "Civic", "sedan", 7.0),
    ("Honda", "Accord", "sedan", 5.0),
    ("Honda", "CR-V", "suv", 5.0),
    ("Ford", "F-150", "pickup", 8.0),
    ("Ford", "Explorer", "suv", 3.0),
    ("Ford", "Transit", "van", 2.0),
    ("Chevrolet", "Silverado", "pickup", 8.0),
    ("Chevrolet", "Tahoe", "suv", 3.0),
    ("Chevrolet", "Malibu", "sedan", 3.0),
    ("Nissan", "Versa", "sedan", 4.0),
    ("Nissan", "Sentra", "sedan", 4.0),
    ("Nissan", "Altima", "sedan", 3.0),
    ("GMC", "Sierra", "pickup", 4.0),
    ("Ram", "1500", "pickup", 4.0),
    ("Dodge", "Charger", "sedan", 2.0),
    ("Jeep", "Wrangler", "suv", 3.0),
    ("Hyundai", "Elantra", "sedan", 3.0),
    ("Kia", "Forte", "sedan", 2.0),
    ("Volkswagen", "Jetta", "sedan", 3.0),
    ("Mazda", "CX-5", "suv", 2.0),
)
COLOURS = ("white", "black", "grey", "silver", "blue", "red", "green", "brown", "gold")
_COLOUR_WEIGHTS = (26.0, 20.0, 17.0, 13.0, 9.0, 8.0, 3.0, 2.0, 2.0)
_HOMES = {
    "centre": 10.0,
    "south": 14.0,
    "east": 6.0,
    "north": 14.0,
    "west": 12.0,
    "freeway": 1.0,
    "imperial": 12.0,
    "brawley": 14.0,
    "calexico": 18.0,
    "border": 2.0,
    "holtville": 4.0,
    "heber": 4.0,
}
_WORKS = {"centre": 25.0, "south": 18.0, "freeway": 6.0, "imperial": 14.0, "brawley": 12.0, "calexico": 12.0}
_COMMUTERS = 0.65


@dataclass(frozen=True, slots=True)
class Looks:
    """Indices into ``MODELS``, ``COLOURS`` and ``STATES``, and the model year, one for each vehicle."""

    state: NDArray[np.int64]
    model: NDArray[np.int64]
    colour: NDArray[np.int64]
    year: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Habits:
    """Zones (indices) of home and work, and whether the vehicle commutes between them."""

    home: NDArray[np.int64]
    work: NDArray[np.int64]
    commutes: NDArray[np.bool_]


def plates(vehicle: NDArray[np.int64], seed: int) -> Letters:
    """The plate of each vehicle; no two vehicles share one."""
    shape = pick([weight for *_, weight in _SHAPES], seed, 1, vehicle)
    found = np.zeros((len(vehicle), WIDTH), np.uint8)
    for index, (_, pattern, _) in enumerate(_SHAPES):
        rows = np.flatnonzero(shape == index)
        found[rows, : len(pattern)] = _serials(vehicle[rows], pattern, seed + index)
    return found


def _serials(vehicle: NDArray[np.int64], pattern: str, seed: int) -> Letters:
    baja = pattern.startswith("BBB")
    tail = pattern.removeprefix("BBB")
    sets = [_SETS.get(mark, mark.encode()) for mark in tail]
    space = int(np.prod([len(choices) for choices in sets])) * (_BAJA[1] - _BAJA[0] if baja else 1)
    left = (vehicle * _STEP + seed * 7919) % space
    columns: list[NDArray[np.uint8]] = []
    for choices in reversed(sets):
        left, place = np.divmod(left, len(choices))
        columns.append(np.frombuffer(choices, np.uint8)[place])
    if baja:
        letters = left + _BAJA[0]
        columns += [(65 + letters // 26**power % 26).astype(np.uint8) for power in range(3)]
    return np.stack(columns[::-1], axis=1)


def looks(vehicle: NDArray[np.int64], seed: int) -> Looks:
    """What each vehicle looks like."""
    shape = pick([weight for *_, weight in _SHAPES], seed, 1, vehicle)
    issuers = np.array([STATES.index(state) for state, *_ in _SHAPES])
    return Looks(
        state=issuers[shape],
        model=pick([weight for *_, weight in MODELS], seed, 2, vehicle),
        colour=pick(_COLOUR_WEIGHTS, seed, 3, vehicle),
        year=2025 - np.floor(24 * share(seed, 4, vehicle) ** 1.5).astype(np.int64),
    )


def habits(vehicle: NDArray[np.int64], state: NDArray[np.int64], seed: int) -> Habits:
    """Where each vehicle lives and works; those from Mexico come over the border."""
    zones = ways().zones
    home = pick([_HOMES[zone] for zone in zones], seed, 5, vehicle)
    home[state == STATES.index("MX-BCN")] = zones.index("border")
    work = pick([_WORKS.get(zone, 0.5) for zone in zones], seed, 6, vehicle)
    return Habits(home, work, share(seed, 7, vehicle) < _COMMUTERS)
