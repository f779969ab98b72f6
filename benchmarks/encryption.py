"""What sealing the reads costs (464.10): the same store under three sealings, in one run, turn by turn.

    python benchmarks/encryption.py --rows 1000000

``key`` is AES-256-GCM, ``filesystem`` leaves pages readable and tells damage by GMAC, ``nothing`` writes them as they
are; what encrypts below the file system is not measured here. Medians in milliseconds, and ratios to ``nothing``.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import numpy as np
import polars as pl

from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.gate import Gate, Request
from workbench.plates.pattern import parse
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import GRANTS, Operation, Role
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.segments.sealing import FilesystemSealing, KeySealing, Pages, Sealing
from workbench.store.sightings import Scene, Where
from workbench.store.upkeep.purge import Which
from workbench.synthetic import agency
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.search import Circle, Window

UNTIL = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 60
PURGED = 1_000


@dataclass(frozen=True)
class Nothing:
    """Pages as they are: what the others are measured against, and no sealing of the product."""

    name: str = "nothing"

    def named(self, name: str) -> Sealing:  # noqa: ARG002
        """Itself."""
        return self

    def of_file(self, file_id: bytes) -> Pages:  # noqa: ARG002
        """Itself."""
        return self

    def shut(self, number: int, page: bytes) -> bytes:  # noqa: ARG002
        """The page."""
        return page

    def open(self, number: int, page: bytes) -> bytes:  # noqa: ARG002
        """The page."""
        return page


SEALINGS: dict[str, Sealing] = {
    "nothing": Nothing(),
    "filesystem": FilesystemSealing(),
    "key": KeySealing(os.urandom(32)),
}
Times = dict[str, list[float]]


def batches(rows: int, size: int) -> Iterator[pl.DataFrame]:
    """The synthetic agency's reads as the store takes them."""
    generator = np.random.default_rng(464)
    for chunk in agency(464, rows, DAYS, UNTIL):
        for part in chunk.iter_slices(size):
            identities = [generator.bytes(16).hex() for _ in range(len(part))]
            known = part.with_columns(
                read_id=pl.Series(identities, dtype=pl.String), source=pl.lit("department"), received=pl.lit(UNTIL)
            )
            missing = [
                pl.lit(None, kind).alias(name) for name, kind in READ_SCHEMA.items() if name not in known.columns
            ]
            yield known.with_columns(missing).select(*READ_SCHEMA)


def queries(sample: pl.DataFrame) -> dict[str, Callable[[ReadStore, Receipt], object]]:
    """One of each kind, for plates that are there."""
    plate, other = sample["plate"][7], sample["plate"][len(sample) // 2]
    row = sample.row(11, named=True)
    window = Window(start=row["time"] - timedelta(hours=1), end=row["time"] + timedelta(hours=1))
    circle = Circle(latitude=row["latitude"], longitude=row["longitude"], radius_m=1_000)

    def found(text: str, **asked: object) -> Callable[[ReadStore, Receipt], object]:
        pattern = parse(
            text, lookalikes=bool(asked.pop("lookalikes", False)), distance=int(str(asked.pop("distance", 0)))
        )
        query = PlateQuery(pattern, limit=2**31, **asked)  # type: ignore[arg-type]
        return lambda store, receipt: store.find(query, receipt)

    return {
        "one plate": found(plate),
        "wildcards by position": found(f"{other[:2]}??{other[4:]}"),
        "three in a row, anywhere": found(f"*{other[1:4]}*"),
        "look-alikes": found(f"{other[:5]}??", lookalikes=True),
        "one edit": found(plate, distance=1),
        "two edits": found(plate, distance=2),
        "partial, window and circle": found(f"{row['plate'][:3]}*", window=window, circle=circle),
        "canvass": lambda store, receipt: store.at(Where((Scene(window, circle),)), receipt, most=10**7),
    }


class Watch:
    """Seconds of each thing under each sealing."""

    def __init__(self) -> None:
        self.told: dict[str, Times] = {}

    def timed(self, what: str, name: str, act: Callable[..., object], *arguments: object) -> None:
        """Do it once."""
        start = time.perf_counter()
        act(*arguments)
        self.told.setdefault(what, {}).setdefault(name, []).append(time.perf_counter() - start)

    def forget_first(self, what: str) -> None:
        """The first of each, which warmed up."""
        for times in self.told[what].values():
            del times[0]


def measure(rows: int, size: int, rounds: int, folder: Path) -> dict[str, Times]:
    """Append, search, start and purge, each sealing in its turn."""
    watch = Watch()
    with ExitStack() as opening:
        receipt = _receipt(folder, opening)
        stores = {name: ReadStore.open(folder / name, Realm.LIVE, one) for name, one in SEALINGS.items()}
        sample = pl.DataFrame()
        for number, batch in enumerate(batches(rows, size)):
            sample = batch if not number else sample
            for name, store in _turned(stores, number):
                watch.timed(_append(size), name, store.append, batch, receipt)
        for what, ask in queries(sample).items():
            for number in range(rounds + 1):
                for name, store in _turned(stores, number):
                    watch.timed(what, name, ask, store, receipt)
            watch.forget_first(what)
        for number in range(rounds):
            for name, _ in _turned(stores, number):
                watch.timed("start", name, _opened, folder, name)
        which = Which(read_ids=sample["read_id"][:PURGED].to_list())
        for name, store in stores.items():
            watch.timed(f"purge {PURGED:,} reads", name, store.purge, which, receipt)
    return watch.told


def _append(size: int) -> str:
    return f"append {size:,} reads"


def _opened(folder: Path, name: str) -> None:
    ReadStore.open(folder / name, Realm.LIVE, SEALINGS[name]).close()


def _turned(stores: dict[str, ReadStore], number: int) -> list[tuple[str, ReadStore]]:
    """The stores, each round beginning with another one."""
    every = list(stores.items())
    return every[number % len(every) :] + every[: number % len(every)]


def _receipt(folder: Path, opening: ExitStack) -> Receipt:
    journal = Journal.open(f"sqlite:///{folder}/log.sqlite", Keyring.open(folder / "log-keys"))
    opening.callback(journal.close)
    registers = Registers.open(f"sqlite:///{folder}/registers.sqlite")
    opening.callback(registers.close)
    gate = Gate(journal, registers.assents, policy_version=lambda: "benchmark")
    caller = Caller("benchmark", "Benchmark", frozenset({Role.DEVICE}), GRANTS[Role.DEVICE])
    return gate.admit(caller, None, Request("benchmark", Operation.INGEST, {}))


def table(told: dict[str, Times], size: int) -> str:
    """The figures as Markdown."""
    lines = [
        "| | nothing, ms | filesystem, ms | key, ms | filesystem / nothing | key / nothing |",
        "|---|---|---|---|---|---|",
    ]
    for what, times in told.items():
        mid = {name: median(every) * 1e3 for name, every in times.items()}
        high = {name: float(np.percentile(every, 95)) * 1e3 for name, every in times.items()}
        cells = [f"{mid[name]:,.1f} ({high[name]:,.1f})" for name in SEALINGS]
        ratios = [f"{mid[name] / mid['nothing']:.2f}" for name in ("filesystem", "key")]
        lines.append(f"| {what} | {' | '.join([*cells, *ratios])} |")
    appended = told[_append(size)]
    rates = ", ".join(f"{name} {size / median(appended[name]):,.0f}" for name in SEALINGS)
    return "\n".join([*lines, "", f"Reads appended a second: {rates}."])


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=100_000, help="reads of one append")
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    size = min(given.batch, given.rows)
    with tempfile.TemporaryDirectory() as folder:
        told = measure(given.rows, size, given.rounds, Path(folder))
    print(
        f"{given.rows:,} synthetic reads, {os.cpu_count()} processors, {platform.machine()}; median (95th percentile)\n"
    )
    print(table(told, size))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
