"""Planted stories with known answers (464.7(d)): what an analyst is told, and what the reads then show.

Plates, vehicles and events are invented. Times count back from ``until``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from workbench.synthetic.places import cameras


@dataclass(frozen=True, slots=True)
class Plant:
    """A vehicle that is to be found near a place, seen ``reads`` times by the fixed cameras nearest to it.

    ``age`` is how long before ``until`` the last read lies; the reads spread over the ``spread`` before that.
    """

    plate: str
    latitude: float
    longitude: float
    state: str = "CA"
    make: str = "Honda"
    model: str = "Accord"
    body_type: str = "sedan"
    colour: str = "silver"
    year: int = 2014
    reads: int = 6
    age: timedelta = timedelta(hours=20)
    spread: timedelta = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Story:
    """One story. ``pattern`` is what a witness remembers, ``answer`` the plates that solve it.

    ``scene`` is latitude, longitude (degrees) and radius (metres); ``start`` and ``end`` count back from ``until``.
    """

    key: str
    title: str
    told: str
    pattern: str
    answer: tuple[str, ...]
    scene: tuple[float, float, float]
    start: timedelta
    end: timedelta

    def window(self, until: datetime) -> tuple[datetime, datetime]:
        """The window to search, in the zone of ``until``."""
        return until - self.start, until - self.end


@dataclass(frozen=True, slots=True)
class _Car:
    plate: str
    state: str
    make: str
    model: str
    body_type: str
    colour: str
    year: int


_SUSPECT = _Car("7LBR461", "CA", "Chevrolet", "Malibu", "sedan", "black", 2016)
_DECOYS = (
    _Car("7KBR431", "CA", "Honda", "Civic", "sedan", "white", 2018),
    _Car("7NBR411", "CA", "Ford", "F-150", "pickup", "grey", 2015),
)
_LEADER = _Car("6WDN318", "CA", "GMC", "Sierra", "pickup", "white", 2013)
_FOLLOWER = _Car("AKT4127", "MX-BCN", "Nissan", "Altima", "sedan", "grey", 2017)
_CLONED = _Car("8FJC205", "CA", "Toyota", "Tacoma", "pickup", "silver", 2019)
_CLONE = _Car("8FJC205", "CA", "Ford", "Explorer", "suv", "black", 2012)
_PROWLER = _Car("5TGM839", "CA", "Dodge", "Charger", "sedan", "blue", 2009)

STORIES = (
    Story(
        "homicide",
        "The black sedan on Adams Avenue",
        "A man was shot near Adams Avenue and 4th Street. A witness saw a dark sedan leave northwards and remembers "
        "a Californian plate: a 7, then something, B R 4, something, and a 1 at the end.",
        "7?BR4?1",
        ("7LBR461",),
        (32.8001, -115.5512, 3000.0),
        timedelta(hours=24),
        timedelta(hours=14),
    ),
    Story(
        "convoy",
        "Two vehicles from the border to the freeway",
        "On several nights a white pickup crossed at Calexico and drove to the freeway; somebody always went with it.",
        "6WDN318",
        ("6WDN318", "AKT4127"),
        (32.6653, -115.4967, 20000.0),
        timedelta(days=9),
        timedelta(hours=0),
    ),
    Story(
        "cloned",
        "One plate, two places",
        "The owner of a silver Tacoma gets toll notices from trips that he never made.",
        "8FJC205",
        ("8FJC205",),
        (32.82, -115.52, 30000.0),
        timedelta(days=7),
        timedelta(hours=0),
    ),
    Story(
        "prowler",
        "Somebody looks at houses at night",
        "Burglaries on the west side between one and four in the morning; nobody saw a plate.",
        "5TGM839",
        ("5TGM839",),
        (32.79, -115.59, 2500.0),
        timedelta(days=8),
        timedelta(hours=0),
    ),
)
"""The stories that are in every agency."""

_NIGHT = timedelta(hours=15)
"""Back from midnight UTC to 1 a.m. in El Centro (standard time)."""


def planted(until: datetime, plant: Iterable[Plant] = ()) -> pl.DataFrame:
    """The reads of all stories and of ``plant``: one row each, with ``time``, ``camera`` and the vehicle."""
    rows = [*_homicide(until), *_convoy(until), *_cloned(until), *_prowler(until)]
    for vehicle in plant:
        rows.extend(_near(vehicle, until))
    return pl.DataFrame(rows, schema_overrides={"time": pl.Datetime("us", "UTC")}).join(
        cameras().select("camera", "latitude", "longitude"), on="camera", how="left"
    )


def reserved(plant: Iterable[Plant] = ()) -> list[str]:
    """Plates that no other vehicle may have, or the stories would have other answers."""
    cars = (_SUSPECT, *_DECOYS, _LEADER, _FOLLOWER, _CLONED, _PROWLER)
    return [*(car.plate for car in cars), *(vehicle.plate for vehicle in plant)]


def _row(car: _Car, camera: str, time: datetime, direction: str | None = None) -> dict[str, Any]:
    return {
        "time": time,
        "camera": camera,
        "plate": car.plate,
        "state": car.state,
        "make": car.make,
        "model": car.model,
        "body_type": car.body_type,
        "colour": car.colour,
        "vehicle_year": car.year,
        "direction": direction,
    }


def _homicide(until: datetime) -> Iterator[dict[str, Any]]:
    shots = until - timedelta(hours=17, minutes=40)
    away = (("EC-05", -22), ("EC-09", -6), ("EC-08", 3), ("EC-10", 6), ("IM-01", 9), ("IM-02", 14), ("BR-03", 29))
    for camera, minutes in away:
        yield _row(_SUSPECT, camera, shots + timedelta(minutes=minutes, seconds=17), "N")
    yield _row(_SUSPECT, "EC-09", shots - timedelta(days=1, minutes=51), "W")
    yield _row(_DECOYS[0], "CX-01", shots - timedelta(minutes=4), "S")
    yield _row(_DECOYS[0], "CX-03", shots + timedelta(minutes=5), "S")
    yield _row(_DECOYS[1], "BR-01", shots - timedelta(days=1, hours=5), "N")


def _convoy(until: datetime) -> Iterator[dict[str, Any]]:
    trip = (("BX-01", 0), ("CX-02", 3), ("CX-03", 6), ("CX-01", 9), ("HE-01", 17), ("EC-15", 22), ("I8-01", 33))
    for night, gap in ((1, 48), (3, 71), (5, 55), (8, 90)):
        start = until - timedelta(days=night) + _NIGHT - timedelta(hours=20)
        for camera, minutes in trip:
            time = start + timedelta(minutes=minutes, seconds=11 * night)
            yield _row(_LEADER, camera, time, "N")
            yield _row(_FOLLOWER, camera, time + timedelta(seconds=gap), "N")


def _cloned(until: datetime) -> Iterator[dict[str, Any]]:
    for day, first, second in ((2, "BR-01", "CX-01"), (4, "BR-02", "BX-02"), (6, "IM-02", "CX-03")):
        time = until - timedelta(days=day, hours=4)
        yield _row(_CLONED, first, time, "S")
        yield _row(_CLONE, second, time + timedelta(minutes=3, seconds=41), "E")
        yield _row(_CLONED, "EC-07", time + timedelta(hours=5), "N")


def _prowler(until: datetime) -> Iterator[dict[str, Any]]:
    for night in range(1, 8):
        start = until - timedelta(days=night) + timedelta(hours=9, minutes=13 * (night % 4))
        for step, camera in enumerate(("EC-11", "EC-12", "EC-13", "EC-12", "EC-11")):
            yield _row(_PROWLER, camera, start + timedelta(minutes=19 * step, seconds=7 * night), "NSWES"[step])


def _near(plant: Plant, until: datetime) -> Iterator[dict[str, Any]]:
    """Reads at the three nearest cameras, most of them at the nearest."""
    car = _Car(plant.plate, plant.state, plant.make, plant.model, plant.body_type, plant.colour, plant.year)
    latitude = (pl.col("latitude") - plant.latitude) * 1.19
    away = latitude**2 + (pl.col("longitude") - plant.longitude) ** 2
    nearest = cameras().sort(away)["camera"].head(3).to_list()
    for number in range(plant.reads):
        back = plant.spread * (number / max(plant.reads - 1, 1))
        yield _row(car, nearest[(0, 1, 0, 2)[number % 4]], until - plant.age - back)
