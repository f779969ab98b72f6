"""A hotlist of 300,000 plates and a million incoming reads, from the benchmark's own reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.plate_search.columns import plate_texts
from workbench.synthetic.vehicles import plates

PLATES = 300_000
INCOMING = 1_000_000


@dataclass(frozen=True, slots=True)
class Hotlist:
    """``wanted`` has a column ``plate``; ``incoming`` has ``read_id`` and ``plate``."""

    wanted: pl.DataFrame
    incoming: pl.DataFrame


def hotlist(files: list[Path], seed: int) -> Hotlist:
    """The last file's reads come in; a hotlist is mostly strange plates, and a fiftieth of it is seen."""
    incoming = pl.read_parquet(files[-1], columns=["read_id", "plate"]).tail(INCOMING)
    size = min(PLATES, len(incoming))
    seen = incoming["plate"].unique(maintain_order=True).sample(size // 50, seed=seed)
    strange = plate_texts(plates(np.arange(size - len(seen)), seed + 1)).to_frame("plate")
    wanted = pl.concat([strange, seen.to_frame("plate")]).unique(maintain_order=True)
    return Hotlist(wanted, incoming)
