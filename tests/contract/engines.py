"""A store of a synthetic agency that two engines look through, and tasks that go wrong on purpose."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tests.policy.people import NOW, Station
from tests.spark import Spark
from tests.unit.store.reads_ground import SEALING, receipt_of
from tests.waiting import until
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.store.engine import Engine
from workbench.store.engines import engine_of
from workbench.store.reads import ReadStore
from workbench.store.receipt import Receipt
from workbench.store.segments.catalogue import Entry
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.segment import Segment
from workbench.store.sightings import Work
from workbench.synthetic import agency
from workbench.wire.reads import READ_SCHEMA

DAYS = 75
SEED = 7
CORRECTED = 50
"""Each read of so many has a resolved plate, that of the read before it."""


@dataclass(frozen=True)
class Ground:
    """One folder of reads: opened by this process, and by the cluster."""

    here: ReadStore
    there: ReadStore
    receipt: Receipt
    folder: Path
    plates: pl.Series


def settings_for(spark: Spark, data: Path) -> Settings:
    """A configuration that names the cluster."""
    store = {"engine": spark.url, "spark_secret_file": str(spark.secret_file)}
    return Settings.from_mapping({"paths": {"data": str(data)}, "store": store})


@contextmanager
def connected(spark: Spark, data: Path) -> Iterator[Engine]:
    """The cluster, as it is configured."""
    with engine_of(settings_for(spark, data)) as engine:
        yield engine


@contextmanager
def furnished(folder: Path, engine: Engine, size: int, batches: int) -> Iterator[Ground]:
    """So many reads of some months, brought in several batches."""
    with ExitStack() as stack:
        receipt = receipt_of(stack.enter_context(Station(folder)))
        here = ReadStore.open(folder / "reads", Realm.LIVE, SEALING)
        stack.callback(here.close)
        there = ReadStore.open(folder / "reads", Realm.LIVE, SEALING, engine)
        stack.callback(there.close)
        seen: pl.Series = pl.Series("plate", dtype=pl.String)
        for number, part in enumerate(_batches(size, batches)):
            here.append(part.with_columns(pl.format("{}-{}", pl.lit(number), "read_id").alias("read_id")), receipt)
            seen = pl.concat([seen, part["plate"]]).unique()
        yield Ground(here, there, receipt, folder / "reads", seen.sort())


def segments_of(folder: Path) -> list[tuple[Segment, Entry]]:
    """The files of a store, open."""
    opened = ReadFolder(folder, Realm.LIVE, SEALING)
    try:
        return [(opened.open(entry), entry) for entry in opened.listing().entries]
    finally:
        opened.close()


def _batches(size: int, batches: int) -> Iterator[pl.DataFrame]:
    """Each with reads of all months: the camera's hour for some, so that many are of one moment."""
    for number in range(batches):
        chunks = pl.concat(agency(SEED + number, size // batches, DAYS, NOW.date())).with_row_index("read_id")
        told = chunks.with_columns(
            pl.col("read_id").cast(pl.String),
            time=pl.when(pl.col("read_id") % 3 == 0).then(pl.col("time").dt.truncate("1h")).otherwise("time"),
            source=pl.when(pl.col("read_id") % 4 == 0).then(pl.lit("state")).otherwise(pl.lit("department")),
            resolved_plate=pl.when(pl.col("read_id") % CORRECTED == 1).then(pl.col("plate").shift(1)),
        )
        whole = pl.concat([pl.DataFrame(schema=READ_SCHEMA), told], how="diagonal")
        yield whole.select(READ_SCHEMA.names())


@dataclass(frozen=True, slots=True)
class Held:
    """Says that it has begun, and waits for what does not come."""

    folder: Path

    def __call__(self, segment: Segment, work: Work) -> int:
        (self.folder / "begun").touch()
        until((self.folder / "never").exists, 120)
        return segment.rows


@dataclass(frozen=True, slots=True)
class Fails:
    """Raises an error of its own with a plate in its text."""

    plate: str

    def __call__(self, segment: Segment, work: Work) -> int:
        raise ValueError(f"{self.plate} in {segment.name}")


@dataclass(frozen=True, slots=True)
class Dies:
    """Takes the process with it."""

    def __call__(self, segment: Segment, work: Work) -> int:
        os._exit(9)


@dataclass(frozen=True, slots=True)
class Rows:
    """How many reads a file has, and which process looked."""

    def __call__(self, segment: Segment, work: Work) -> tuple[int, int]:
        return segment.rows, os.getpid()
