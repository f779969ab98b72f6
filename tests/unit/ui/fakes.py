"""Small clients for the panels: they implement the panels' ports, hold made-up reads and remember the calls."""

from __future__ import annotations

import hashlib
import random
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from workbench.errors import NotFound
from workbench.mapping.assets import Assets
from workbench.plates.explain import explain
from workbench.plates.pattern import parse
from workbench.policy.caller import Realm
from workbench.wire.export import TakenOut
from workbench.wire.programme_lists import Camera, KnownCameras
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.queries import QueryProgress
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.saved import SavedForm, SavedSearch, SavedSearches
from workbench.wire.search import Circle, Found, Vehicle

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
LEAFLET = {
    "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js": "leaflet.js",
    "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.css": "leaflet.css",
    "https://unpkg.com/@geoman-io/leaflet-geoman-free@latest/dist/leaflet-geoman.js": "leaflet-geoman.js",
    "https://unpkg.com/@geoman-io/leaflet-geoman-free@latest/dist/leaflet-geoman.css": "leaflet-geoman.css",
    "https://cdnjs.cloudflare.com/ajax/libs/leaflet.markercluster/1.1.0/leaflet.markercluster.js": "cluster.js",
    "https://cdnjs.cloudflare.com/ajax/libs/leaflet.markercluster/1.1.0/MarkerCluster.css": "cluster.css",
    "https://cdn.jsdelivr.net/gh/python-visualization/folium@main/folium/templates/leaflet_heat.min.js": "heat.js",
}
CAMERAS = [
    ("I-8 at Imperial Ave", 32.7727, -115.5696, "department"),
    ("Main St at 4th St, El Centro", 32.7921, -115.5510, "department"),
    ("SR-86 at Aten Rd, Imperial", 32.8302, -115.5697, "department"),
    ("SR-111 at SR-98, Calexico", 32.6790, -115.4975, "state"),
    ("Calexico East, northbound", 32.6760, -115.3890, "federal"),
    ("Main St at 5th St, Brawley", 32.9787, -115.5400, "department"),
]
VEHICLES = [
    ("7ABC123", "CA", "silver", "Toyota", "Corolla", 14),
    ("7AB8123", "CA", "white", "Ford", "F-150", 6),
    ("7ABX199", "CA", "black", "Honda", "Civic", 3),
    ("8XYZ940", "CA", "blue", "Nissan", "Altima", 5),
    ("A12BCD3", "BC", "red", "Volkswagen", "Jetta", 4),
]


def assets(folder: Path) -> Assets:
    """The two files that the map of reads needs."""
    return Assets(LEAFLET, "1", folder)


def me(**changes: Any) -> Me:
    """An analyst in good standing."""
    known: dict[str, Any] = {
        "username": "analyst",
        "organisation": "El Centro Police Department (demo)",
        "roles": ["analyst"],
        "operations": ["query", "export", "ingest", "learn", "health"],
        "realm": Realm.LIVE,
        "trained": True,
        "standing": "Trained until 2027-05-01; the current policy is acknowledged.",
        "trained_until": datetime(2027, 5, 1, tzinfo=UTC),
        "policy_version": "2026-01",
        "sources": ["department", "state"],
        "isolation_enforced": True,
        "prompt": "State the case.",
        "go_on_prompt": "Go on with it.",
        "categories": [],
        "idle_minutes": 30,
        "time_zone": "America/Los_Angeles",
    }
    return Me(**{**known, **changes})


def reads(seed: int = 1, **changes: Any) -> pl.DataFrame:
    """Thirty-two reads of five vehicles at six cameras in the last three weeks."""
    chance, rows = random.Random(seed), []  # noqa: S311 - nothing secret
    for plate, state, colour, make, model, count in VEHICLES:
        for _ in range(count):
            camera, latitude, longitude, source = chance.choice(CAMERAS)
            rows.append(
                {
                    "read_id": f"r{len(rows):04d}",
                    "time": NOW - timedelta(minutes=chance.randrange(60, 30000), seconds=chance.randrange(60)),
                    "plate": plate,
                    "plate_as_given": plate,
                    "state": state,
                    "confidence": round(chance.uniform(0.72, 0.99), 2),
                    "latitude": latitude,
                    "longitude": longitude,
                    "camera": camera,
                    "source": source,
                    "direction": chance.choice(["N", "S", "E", "W"]),
                    "make": make,
                    "model": model,
                    "colour": colour,
                    **changes,
                }
            )
    return pl.DataFrame(rows, schema=READ_SCHEMA)


def recent() -> pl.DataFrame:
    """The same reads, but up to the present hour: for looking at the panels by hand."""
    return reads().with_columns(pl.col("time") + (datetime.now(UTC) - NOW))


@dataclass(frozen=True)
class FakeAnswer:
    """Reads and their head."""

    frame: pl.DataFrame
    head: Found


@dataclass(frozen=True)
class FakeTaken:
    """A file and its head."""

    head: TakenOut
    path: Path


FILE = b"plate,time\r\n7ABC123,2026-11-24"


@dataclass
class FakeExporter:
    """Makes the same small file of any answer, in ``folder``; ``refuses`` is raised once instead."""

    folder: Path | None = None
    refuses: list[Exception] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)

    def take_out(self, answer: Any, format: Any, **said: Any) -> FakeTaken:  # noqa: A002
        self.taken.append({"answer": answer, "format": format, **said})
        if self.refuses:
            raise self.refuses.pop(0)
        assert self.folder
        head = TakenOut(
            record=70,
            result_record=71,
            time=NOW,
            realm=Realm.LIVE,
            name=f"reads-record-70.{format}",
            format=format,
            sha256=hashlib.sha256(FILE).hexdigest(),
            size=len(FILE),
            count=len(answer.frame),
            total=len(answer.frame),
        )
        (self.folder / head.name).write_bytes(FILE)
        return FakeTaken(head, self.folder / head.name)


@dataclass
class FakeSaved:
    """Keeps forms by name; ``fails`` is raised once instead."""

    kept: dict[str, SavedSearch] = field(default_factory=dict)
    fails: list[Exception] = field(default_factory=list)
    looks: int = 0

    def _counted(self) -> int:
        self.looks += 1
        if self.fails:
            raise self.fails.pop(0)
        return 80 + self.looks

    def list(self) -> SavedSearches:
        record = self._counted()
        searches = [self.kept[name] for name in sorted(self.kept)]
        return SavedSearches(searches=searches, record=record, result_record=record + 1)

    def keep(self, name: str, form: SavedForm) -> SavedSearch:
        record = self._counted()
        self.kept[name] = SavedSearch(name=name, form=form, kept_at=NOW, record=record)
        return self.kept[name]

    def forget(self, name: str) -> None:
        self._counted()
        del self.kept[name]


@dataclass
class FakeSearcher(FakeExporter):
    """Finds among made-up reads; ``fails`` is raised once instead."""

    who: Me = field(default_factory=me)
    store: pl.DataFrame = field(default_factory=reads)
    fails: list[Exception] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    purpose: PurposeDeclared | None = None
    saved: FakeSaved = field(default_factory=FakeSaved)
    held: threading.Event = field(default_factory=threading.Event)
    """Set unless a search is to wait until it is called off."""
    told: QueryProgress | None = None
    called_off: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.held.set()

    def me(self) -> Me:
        return self.who

    def current_purpose(self) -> PurposeDeclared | None:
        return self.purpose

    def cameras(self) -> KnownCameras:
        places = {"name": "EC-01", "place": "Main St", "source": "department", "latitude": 32.79, "longitude": -115.56}
        return KnownCameras(cameras=[Camera.model_validate(places)], record=1, result_record=2)

    def progress(self, query_id: str) -> QueryProgress:
        if self.told is None:
            raise NotFound("No search of yours runs under this id.")
        return self.told

    def cancel(self, query_id: str) -> None:
        self.called_off.append(query_id)
        self.held.set()

    def search(
        self,
        pattern: str,
        *,
        lookalikes: bool = False,
        distance: int = 0,
        candidates: bool = False,
        start: datetime | None = None,
        end: datetime | None = None,
        anytime: bool = False,
        circle: Circle | None = None,
        vehicle: Vehicle | None = None,
        limit: int = 500,
        query_id: str = "",
    ) -> FakeAnswer:
        asked = {"pattern": pattern, "lookalikes": lookalikes, "start": start, "end": end, "circle": circle}
        self.calls.append(
            asked | {"anytime": anytime, "distance": distance, "candidates": candidates, "vehicle": vehicle}
        )
        self.held.wait(20)
        if self.fails:
            raise self.fails.pop(0)
        wanted = parse(pattern, lookalikes=lookalikes, distance=distance)
        found = {plate: explain(wanted, plate) for plate in self.store["plate"].unique()}
        fitting = {plate: match for plate, match in found.items() if match}
        frame = self.store.filter(pl.col("plate").is_in(list(fitting)))
        if start and end:
            frame = frame.filter(pl.col("time").is_between(start, end, closed="left"))
        for name, values in (vehicle.asked() if vehicle else {}).items():
            frame = frame.filter(pl.col(name).str.to_lowercase().is_in([value.lower() for value in values]))
        words = {plate: match.words for plate, match in fitting.items()}
        kinds = {plate: match.likeness.value for plate, match in fitting.items()}
        frame = frame.with_columns(
            pl.col("plate").replace_strict(words, default="", return_dtype=pl.String).alias("match"),
            pl.col("plate").replace_strict(kinds, default="exact", return_dtype=pl.String).alias("likeness"),
            pl.lit(-0.2, pl.Float32).alias("likelihood"),
        )
        shown = frame.head(limit)
        head = Found(
            record=12 + 2 * len(self.calls),
            result_record=13 + 2 * len(self.calls),
            time=NOW,
            realm=self.who.realm,
            count=len(shown),
            total=len(frame),
            plates=frame["plate"].n_unique(),
            sources_searched=self.who.sources,
            sources_left_out=["federal"],
        )
        return FakeAnswer(shown, head)


def declared(case: str) -> PurposeDeclared:
    """A purpose of that case, in force."""
    return PurposeDeclared(
        purpose_id="p",
        category="criminal_investigation",
        case_number=case,
        realm=Realm.LIVE,
        declared_at=NOW,
        expires_at=NOW + timedelta(hours=8),
        record=7,
    )
