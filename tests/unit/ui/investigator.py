"""A client of the canvass and one-vehicle panels: the real searches, over a real store, at a real gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import DAY, HOUR, Room, seen
from tests.unit.ui.fakes import FakeAnswer, FakeSearcher
from tests.unit.ui.reviewing import FakeReviews
from workbench.synthetic.stories import planted
from workbench.wire.movement import (
    BaseRatesSearch,
    CanvassSearch,
    ConvoySearch,
    GapsSearch,
    Place,
    PlacesSearch,
    Residents,
    VehicleSearch,
)
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.search import Vehicle, Window

RESIDENT, STRANGER, NIGHTLY = "7HOME11", "5STR999", "6NIGHT1"
"""Whoever is read at EC-01 each day; was there in the last hour and at EC-09 a day before; only ever at night."""


def story() -> pl.DataFrame:
    """The planted stories up to noon, a resident, a stranger, and others that keep the cameras awake."""
    rows = [
        seen(f"home{day}", RESIDENT, "EC-01", day * DAY + HOUR / 2, colour="white", make="Ford") for day in range(28)
    ]
    rows += [seen(f"night{day}", NIGHTLY, "EC-01", day * DAY + 12 * HOUR) for day in range(1, 15)]
    rows += [seen("night", NIGHTLY, "EC-01", HOUR / 3)]
    rows += [seen("here", STRANGER, "EC-01", HOUR / 4, colour="black", make="Honda", body_type="sedan")]
    rows += [seen("there", STRANGER, "EC-09", DAY, colour="black", make="Honda", body_type="sedan")]
    rows += [seen(f"other{hour}", f"4OTH{hour % 90:03d}", "EC-05", hour * HOUR) for hour in range(1, 700, 3)]
    named = (
        planted(NOW)
        .with_row_index("number")
        .with_columns(read_id=pl.format("s{}", "number"), source=pl.lit("department"))
    )
    made = pl.DataFrame(rows, schema=READ_SCHEMA)
    return pl.concat([made, named.drop("number")], how="diagonal_relaxed").cast(dict(READ_SCHEMA))


@dataclass
class Investigator(FakeSearcher):
    """``fails`` is raised once instead of an answer; while ``held`` is clear, searches wait for it."""

    room: Room = field(kw_only=True)
    reviews: FakeReviews = field(default_factory=FakeReviews)

    def canvass(
        self,
        *scenes: Place,
        vehicle: Vehicle | None = None,
        seen_at_least: int = 1,
        residents: Residents | None = None,
        limit: int = 500,
        query_id: str = "",
    ) -> FakeAnswer:
        asked = {"scenes": list(scenes), "vehicle": vehicle or Vehicle(), "seen_at_least": seen_at_least}
        return self._ask(CanvassSearch, query_id, **asked, residents=residents, limit=limit)

    def vehicle(
        self,
        plate: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        limit: int = 500,
        query_id: str = "",
    ) -> FakeAnswer:
        return self._ask(VehicleSearch, query_id, plate=plate, window=_window(start, end), limit=limit)

    def places(self, plate: str, *, start: Any = None, end: Any = None, query_id: str = "") -> FakeAnswer:
        return self._ask(PlacesSearch, query_id, plate=plate, window=_window(start, end))

    def convoy(self, plate: str, *, start: Any = None, end: Any = None, query_id: str = "") -> FakeAnswer:
        return self._ask(ConvoySearch, query_id, plate=plate, window=_window(start, end))

    def gaps(self, plate: str, *, start: Any = None, end: Any = None, query_id: str = "") -> FakeAnswer:
        return self._ask(GapsSearch, query_id, plate=plate, window=_window(start, end))

    def base_rates(
        self, *, start: Any = None, end: Any = None, vehicle: Vehicle | None = None, query_id: str = ""
    ) -> FakeAnswer:
        return self._ask(BaseRatesSearch, query_id, window=_window(start, end), vehicle=vehicle or Vehicle())

    def _ask(self, kind: Any, query_id: str, **asked: Any) -> FakeAnswer:
        self.calls.append({"kind": kind.__name__, **asked})
        self.held.wait(20)
        if self.fails:
            raise self.fails.pop(0)
        head, frame = self.room.ask(kind, query_id=query_id, **asked)
        return FakeAnswer(frame, head)


def investigator(station: Station, folder: Path, reads: pl.DataFrame | None = None, **known: Any) -> Investigator:
    """Somebody over a store of these reads, or of the story."""
    return Investigator(room=Room(station, folder, story() if reads is None else reads), **known)


def hostile_reads(texts: Sequence[str]) -> pl.DataFrame:
    """A vehicle whose every text is one of these."""
    rows = [
        {
            **seen(f"h{number}", "7ABC123", "EC-01", number * timedelta(minutes=7) + HOUR / 9),
            **dict.fromkeys(("camera", "make", "model", "colour", "body_type", "direction", "state"), text),
        }
        for number, text in enumerate(texts)
    ]
    return pl.DataFrame(rows, schema=READ_SCHEMA)


def _window(start: datetime | None, end: datetime | None) -> Window | None:
    return Window(start=start, end=end) if start and end else None
