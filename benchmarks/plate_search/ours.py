"""The workbench's own store, searched as ``workbench.search`` does once the gate has admitted a request."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl

import workbench
from benchmarks.plate_search.classes import GAP_SECONDS, MEETINGS, READS, Around, Kind, Query
from benchmarks.plate_search.gate import Station
from benchmarks.plate_search.hotlist import Hotlist
from benchmarks.plate_search.rivals.rival import Rival, Ways
from workbench.collection.hotlists.match import Index
from workbench.plates.column import keys_of
from workbench.plates.key import pack
from workbench.plates.pattern import Pattern, parse
from workbench.policy.caller import Realm
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.store.segments.sealing import KeySealing
from workbench.store.sightings import Scene, Where
from workbench.wire.ingest import Provenance
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.search import Circle, Window

NAME = "workbench"
_ALL = 2**31
_MOST = 10_000_000
_STANDING_M = 1.0
"""A camera that stands is met within so many metres."""
_SCANNED = (Kind.PREFIX, Kind.INSIDE, Kind.FRAGMENT, Kind.STAR, Kind.SETS, Kind.LOOKALIKES)
_BY_PATTERN = (*_SCANNED, Kind.EDIT_1, Kind.EDIT_2)


class Workbench(Rival):
    """The store in ``folder``, sealed with a key of its own; ``plates`` is how many distinct ones the reads show."""

    name = NAME
    version = workbench.__version__

    def __init__(self, folder: Path, plates: int) -> None:
        self.folder = folder / "reads"
        self._plates = plates
        self._station = Station(folder / "station")
        self._store = ReadStore.open(self.folder, Realm.LIVE, KeySealing.from_file(folder / "key"))
        self._receipt = self._station.receipt("search.plates")
        self._hotlist = Hotlist(pl.DataFrame(), pl.DataFrame())
        self._wanted = Index(np.zeros(0, np.uint64))

    def load(self, files: list[Path], hotlist: Hotlist) -> None:
        """Append each file as one batch, durable when it returns."""
        for path in files:
            self._store.append(_as_taken(pl.read_parquet(path)), self._station.receipt("ingest.batch"))
        self._hotlist, self._wanted = hotlist, Index(keys_of(hotlist.wanted["plate"]))

    def ready(self, query: Query) -> None:  # noqa: ARG002 - the same before each
        """A record of its own for each search."""
        self._receipt = self._station.receipt("search.plates")

    def contestants(self) -> Mapping[str, Ways]:
        """What the store can answer."""
        return {
            NAME: {
                **dict.fromkeys(_BY_PATTERN, self._ranked),
                **dict.fromkeys((Kind.ONE_PLATE, Kind.ALL_READS, Kind.COMBINED), self._reads),
                Kind.CANVASS: self._canvass,
                Kind.CO_TRAVEL: self._co_travel,
                Kind.HOTLIST: self._hits,
            }
        }

    def touched(self, contestant: str, kind: Kind) -> int:  # noqa: ARG002 - there is one contestant
        """One column of the dictionary, eight bytes a plate, as if all of it were looked at."""
        return 8 * self._plates if kind in _SCANNED else 0

    def close(self) -> None:
        """Close log, registers and store."""
        self._store.close()
        self._station.close()

    def _ranked(self, query: Query) -> pl.DataFrame:
        return self._store.plates(_pattern(query), self._receipt)

    def _reads(self, query: Query) -> pl.DataFrame:
        window, circle = _scene(query.around)
        found = self._store.find(PlateQuery(_pattern(query), window, circle, limit=_ALL), self._receipt)
        return found.reads[list(READS)]

    def _canvass(self, query: Query) -> pl.DataFrame:
        return self._store.at(Where((Scene(*_scene(query.around)),)), self._receipt, most=_MOST)[list(READS)]

    def _co_travel(self, query: Query) -> pl.DataFrame:
        assert query.start
        assert query.end
        within = Where((Scene(Window(start=query.start, end=query.end)),))
        own = self._store.of_plates(np.array([pack(query.text)], np.uint64), within, self._receipt)
        spots = own.with_row_index("spot").select("spot", "time", "latitude", "longitude", met="camera")
        near = self._store.around(spots, GAP_SECONDS, _STANDING_M, Where(), self._receipt, most=_MOST)
        met = near.join(spots.select("spot", "met"), on="spot").filter(pl.col("camera") == pl.col("met"))
        counted = met.filter(pl.col("plate") != query.text).group_by("plate").agg(meetings=pl.col("spot").n_unique())
        return counted.filter(pl.col("meetings") >= MEETINGS)

    def _hits(self, _query: Query) -> pl.DataFrame:
        pairs = self._wanted.match(keys_of(self._hotlist.incoming["plate"]))
        return self._hotlist.incoming[pairs.read[pairs.exact]]


def _pattern(query: Query) -> Pattern:
    return parse(query.text, lookalikes=query.kind is Kind.LOOKALIKES, distance=query.distance)


def _scene(around: Around | None) -> tuple[Window | None, Circle | None]:
    if around is None:
        return None, None
    circle = Circle(latitude=around.latitude, longitude=around.longitude, radius_m=around.radius_m)
    return Window(start=around.start, end=around.end), circle


def _as_taken(reads: pl.DataFrame) -> pl.DataFrame:
    """With the columns that a batch's reads have besides."""
    known = reads.with_columns(
        plate_as_given=pl.col("plate"), provenance=pl.lit(next(iter(Provenance)).value), format=pl.lit("benchmark")
    )
    missing = [name for name in READ_SCHEMA if name not in known.columns]
    return known.with_columns(pl.lit(None).alias(name) for name in missing).select(
        pl.col(name).cast(kind) for name, kind in READ_SCHEMA.items()
    )
