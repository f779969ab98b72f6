"""polars over the Parquet files, lazily: what an analyst does who has the files and no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import polars as pl

from benchmarks.plate_search.classes import GAP_SECONDS, MEETINGS, READS, Around, Kind, Query
from benchmarks.plate_search.hotlist import Hotlist
from benchmarks.plate_search.rivals.rival import Rival, Ways
from benchmarks.plate_search.spelling import regex
from workbench.store.segments.places import EARTH_RADIUS_M

NAME = "polars"
_GAP = timedelta(seconds=GAP_SECONDS)
_SCANNED = frozenset(Kind) - {Kind.CANVASS, Kind.COMBINED, Kind.CO_TRAVEL, Kind.HOTLIST}


class Polars(Rival):
    """The files as they are; only the hotlist and the incoming reads are held in memory."""

    name = NAME
    version = pl.__version__

    def __init__(self) -> None:
        self._reads = pl.LazyFrame()
        self._hotlist = Hotlist(pl.DataFrame(), pl.DataFrame())
        self._bytes = 0

    def load(self, files: list[Path], hotlist: Hotlist) -> None:
        """Nothing is loaded: the files are read at each query."""
        self._reads = pl.scan_parquet(files)
        self._hotlist = hotlist
        self._bytes = int(self._reads.select(pl.col("plate").str.len_bytes().sum()).collect().item())

    def contestants(self) -> Mapping[str, Ways]:
        """Everything but edit distance, which polars does not know."""
        plates = dict.fromkeys((Kind.PREFIX, Kind.INSIDE, Kind.STAR, Kind.SETS), self._plates(_fits))
        return {
            NAME: {
                **plates,
                Kind.FRAGMENT: self._plates(_contains),
                Kind.LOOKALIKES: self._plates(_alike),
                Kind.ONE_PLATE: lambda query: self._whole(pl.col("plate") == query.text),
                Kind.ALL_READS: lambda query: self._whole(_fits(query)),
                Kind.CANVASS: lambda query: self._whole(*_around(query.around)),
                Kind.COMBINED: lambda query: self._whole(*_around(query.around), _fits(query)),
                Kind.CO_TRAVEL: self._co_travel,
                Kind.HOTLIST: lambda _: self._hotlist.incoming.join(self._hotlist.wanted, on="plate", how="semi"),
            }
        }

    def touched(self, contestant: str, kind: Kind) -> int:  # noqa: ARG002 - there is one contestant
        """The text of all plates, where the class is one that tries each."""
        return self._bytes if kind in _SCANNED else 0

    def _plates(self, condition: Callable[[Query], pl.Expr]) -> Callable[[Query], pl.DataFrame]:
        def asked(query: Query) -> pl.DataFrame:
            fitting = self._reads.select("plate", "time").filter(condition(query))
            counted = fitting.group_by("plate").agg(reads=pl.len(), last=pl.col("time").max())
            return counted.sort("reads", descending=True).collect(engine="streaming")

        return asked

    def _whole(self, *conditions: pl.Expr) -> pl.DataFrame:
        return self._reads.filter(*conditions).select(READS).collect(engine="streaming")

    def _co_travel(self, query: Query) -> pl.DataFrame:
        assert query.start
        assert query.end
        time, seen = pl.col("time"), pl.col("plate") == query.text
        subject = self._reads.filter(seen, time >= query.start, time < query.end).select("read_id", "time", "camera")
        own = subject.rename({"read_id": "met", "time": "at"}).collect(engine="streaming")
        near = self._reads.filter(
            time.is_between(query.start - _GAP, query.end + _GAP),
            pl.col("camera").is_in(own["camera"].unique().implode()),
            pl.col("plate") != query.text,
        ).select("plate", "time", "camera")
        met = near.join(own.lazy(), on="camera").filter((time - pl.col("at")).abs() <= _GAP)
        counted = met.group_by("plate").agg(meetings=pl.col("met").n_unique())
        return counted.filter(pl.col("meetings") >= MEETINGS).collect(engine="streaming")


def _fits(query: Query) -> pl.Expr:
    return pl.col("plate").str.contains(regex(query.text))


def _contains(query: Query) -> pl.Expr:
    return pl.col("plate").str.contains(query.text.strip("*"), literal=True)


def _alike(query: Query) -> pl.Expr:
    return pl.col("plate").str.contains(regex(query.text, lookalikes=True))


def _around(around: Around | None) -> list[pl.Expr]:
    assert around
    time = pl.col("time")
    distance = _metres_from(around.latitude, around.longitude)
    return [time >= around.start, time < around.end, distance <= around.radius_m]


def _metres_from(latitude: float, longitude: float) -> pl.Expr:
    """Great-circle distance (haversine)."""
    there, here = pl.col("latitude").radians(), pl.lit(latitude).radians()
    north = ((there - here) / 2).sin().pow(2)
    east = ((pl.col("longitude") - longitude).radians() / 2).sin().pow(2)
    return 2 * EARTH_RADIUS_M * (north + here.cos() * there.cos() * east).clip(0.0, 1.0).sqrt().arcsin()
