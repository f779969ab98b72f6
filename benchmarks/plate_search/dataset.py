"""The benchmark's reads on disk: generated once for a number and a seed, and found again by a later run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import polars as pl

from benchmarks.plate_search.data import write_reads


@dataclass(frozen=True, slots=True)
class Dataset:
    """The files, how many reads and distinct plates they hold, and how long they took to generate."""

    files: list[Path]
    rows: int
    plates: int
    seconds: float


def prepared(folder: Path, rows: int, seed: int) -> Dataset:
    """Generate the reads into ``folder``, unless an earlier run has done so."""
    place = folder / f"reads-{rows}-{seed}"
    facts = place / "facts.json"
    if not facts.exists():
        start = perf_counter()
        files = write_reads(place, rows, seed)
        seconds = perf_counter() - start
        plates = pl.scan_parquet(files).select(pl.col("plate").n_unique()).collect(engine="streaming").item()
        facts.write_text(json.dumps({"plates": plates, "seconds": seconds}))
    known = json.loads(facts.read_text())
    return Dataset(sorted(place.glob("*.parquet")), rows, known["plates"], known["seconds"])
