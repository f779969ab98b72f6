"""Searches of movements over made-up reads: an analyst with a purpose, a real gate, and any store of sightings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl

from tests.policy.people import NOW, Station, analyst, purpose
from tests.unit.store.reads_ground import read, receipt_of, table
from tests.unit.store.sightings_ground import Make, plain
from workbench.accesslog.record import Kind
from workbench.errors import AssentRequired
from workbench.policy.caller import Realm
from workbench.search.base_rates import base_rates
from workbench.search.canvass import canvass
from workbench.search.convoy import convoy
from workbench.search.gaps import gaps
from workbench.search.places import places
from workbench.search.run import Desk
from workbench.search.vehicle import vehicle
from workbench.settings import Settings
from workbench.store.sightings import Sightings
from workbench.wire.base import Message
from workbench.wire.movement import (
    BaseRatesSearch,
    CanvassSearch,
    ConvoySearch,
    GapsSearch,
    PlacesSearch,
    VehicleSearch,
)
from workbench.wire.search import Circle, Found, Window

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DAY = timedelta(days=1)
MONTH = Window(start=NOW - 30 * DAY, end=NOW)
DAY_BEFORE = Window(start=NOW - DAY, end=NOW)
CAMERAS = {
    "EC-01": (32.7921, -115.5629),
    "EC-03": (32.7724, -115.5694),
    "EC-05": (32.7835, -115.5513),
    "EC-09": (32.8001, -115.5512),
    "BR-01": (32.9787, -115.5303),
}
SCENE = Circle(latitude=CAMERAS["EC-01"][0], longitude=CAMERAS["EC-01"][1], radius_m=300)

Ask = Callable[[Desk, Sightings, Any], tuple[Found, pl.DataFrame]]
SEARCHES: dict[type[Message], Ask] = {
    CanvassSearch: canvass,
    VehicleSearch: vehicle,
    ConvoySearch: convoy,
    PlacesSearch: places,
    GapsSearch: gaps,
    BaseRatesSearch: base_rates,
}


def seen(name: str, plate: str, camera: str, ago: timedelta, **known: Any) -> dict[str, Any]:
    """A read by a camera of ours, so long before noon."""
    latitude, longitude = CAMERAS[camera]
    return read(name, plate, NOW - ago, camera=camera, latitude=latitude, longitude=longitude, **known)


class Room:
    """A store with some reads, and whoever looks at it."""

    def __init__(
        self, station: Station, folder: Path, reads: Iterable[dict[str, Any]] | pl.DataFrame, make: Make = plain
    ) -> None:
        frame = reads if isinstance(reads, pl.DataFrame) else table(reads)
        self.station = station
        self.store = make(frame, folder / "reads", receipt_of(station))
        self.desk = Desk(station.gate, analyst(), purpose(), Realm.LIVE, Settings())
        self.before = len(station.records())

    def ask(self, kind: type[Message], **asked: Any) -> tuple[Found, pl.DataFrame]:
        """One search."""
        return SEARCHES[kind](self.desk, self.store, kind(**{"purpose_id": "p-1", **asked}))

    def confirmed(self, kind: type[Message], **asked: Any) -> tuple[Found, pl.DataFrame]:
        """One search that its asker confirms when asked again."""
        try:
            return self.ask(kind, **asked)
        except AssentRequired as told:
            self.station.registers.assents.answer(told.assent, "ana", True, "yes", NOW, record=1)
            return self.ask(kind, **asked)

    def granted(self, *sources: str) -> Room:
        """The same room with other grants."""
        self.desk = replace(self.desk, caller=replace(self.desk.caller, sources=frozenset(sources)))
        return self

    def since(self) -> list[tuple[Kind, Any]]:
        """Kind and outcome of the records since the room was opened."""
        return [(record.kind, record.body["outcome"]) for record in self.station.records()[self.before :]]
