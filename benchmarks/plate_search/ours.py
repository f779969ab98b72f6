"""The workbench's own store, searched as ``workbench.search`` does once the gate has admitted a request."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

import workbench
from benchmarks.plate_search.classes import READS, Around, Kind, Query
from benchmarks.plate_search.gate import Station
from benchmarks.plate_search.hotlist import Hotlist
from benchmarks.plate_search.rivals.rival import Rival, Ways
from workbench.plates.pattern import parse
from workbench.policy.caller import Realm
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.wire.ingest import Provenance
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.search import Circle, Window

NAME = "workbench"
_ALL = 2**31
_BY_PATTERN = (Kind.PREFIX, Kind.INSIDE, Kind.FRAGMENT, Kind.STAR, Kind.LOOKALIKES)


class Workbench(Rival):
    """The store in ``folder``; ``plates`` is how many distinct ones the reads show."""

    name = NAME
    version = workbench.__version__

    def __init__(self, folder: Path, plates: int) -> None:
        self.folder = folder / "reads"
        self._plates = plates
        self._station = Station(folder / "station")
        self._store = ReadStore.open(self.folder, Realm.LIVE)
        self._receipt = self._station.receipt("search.plates")

    def load(self, files: list[Path], hotlist: Hotlist) -> None:  # noqa: ARG002 - hotlists are not here yet
        """Append each file as one batch, durable when it returns."""
        for path in files:
            self._store.append(_as_taken(pl.read_parquet(path)), self._station.receipt("ingest.batch"))

    def ready(self) -> None:
        """A record of its own for each search."""
        self._receipt = self._station.receipt("search.plates")

    def contestants(self) -> Mapping[str, Ways]:
        """What the store can answer."""
        return {
            NAME: {
                **dict.fromkeys(_BY_PATTERN, self._counted),
                **dict.fromkeys((Kind.ONE_PLATE, Kind.ALL_READS, Kind.COMBINED), self._reads),
            }
        }

    def touched(self, contestant: str, kind: Kind) -> int:  # noqa: ARG002 - there is one contestant
        """One column of the dictionary, eight bytes a plate."""
        return 8 * self._plates if kind in _BY_PATTERN else 0

    def close(self) -> None:
        """Close log and registers."""
        self._station.close()

    def _counted(self, query: Query) -> pl.DataFrame:
        found = self._found(query)
        return found.group_by("plate").agg(reads=pl.len(), last=pl.col("time").max())

    def _reads(self, query: Query) -> pl.DataFrame:
        return self._found(query).select(READS)

    def _found(self, query: Query) -> pl.DataFrame:
        pattern = parse(query.text, lookalikes=query.kind is Kind.LOOKALIKES)
        window, circle = _where(query.around)
        return self._store.find(PlateQuery(pattern, window, circle, limit=_ALL), self._receipt).reads


def _where(around: Around | None) -> tuple[Window | None, Circle | None]:
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
