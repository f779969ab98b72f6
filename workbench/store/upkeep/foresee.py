"""What a purge would take (464.9), counted before anybody is asked: the same reads, and none is written anew."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from workbench.store.segments import ids
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.layout import Booleans
from workbench.store.upkeep.purge import Chosen, Found, Which, ordered


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Reads that would go by month (UTC) and source, and those that are kept by the case that holds them.

    ``held`` reads are kept, whatever their case; of several cases each counts them. ``sha256`` is of the identities of
    all that would go, in order, and ``files_sha256`` of the names and digests of the files as they stand.
    """

    going: Mapping[tuple[str, str], int]
    kept: Mapping[str, int]
    held: int
    left: int
    sha256: str
    files_sha256: str

    @property
    def reads(self) -> int:
        """How many would go."""
        return sum(self.going.values())


def foresee(folder: ReadFolder, which: Which, cases: Mapping[str, Collection[str]]) -> Foreseen:
    """Count; ``cases`` are the reads that each case holds, all of which are in ``which.held``. One file at a time."""
    chosen = Chosen.of(which)
    found = Found(np.zeros(len(chosen.asked), np.bool_))
    going, kept, gone = Counter[tuple[str, str]](), Counter[str](), list[ids.Halves]()
    holding = {case: ordered(read_ids) for case, read_ids in cases.items()}
    entries = folder.listing().entries
    for entry in entries:
        segment = folder.open(entry)
        if not chosen.touches(segment, found):
            continue
        rows = segment.everything()
        goes, held = chosen.of_rows(rows, found)
        identities = ids.of(rows.column("read_id"))
        gone.append(identities[goes])
        going.update(_by_source(rows, goes, entry.month))
        for case, there in holding.items():
            kept[case] += int(ids.present(identities[held], there).sum())
    reads = sum(going.values())
    return Foreseen(
        going=dict(sorted(going.items())),
        kept=dict(sorted((case, count) for case, count in kept.items() if count)),
        held=found.held,
        left=sum(entry.rows for entry in entries) - reads,
        sha256=_digest(gone),
        files_sha256=files_digest(folder),
    )


def files_digest(folder: ReadFolder) -> str:
    """SHA-256 over the files of the last commit, each with its own, ordered by name."""
    lines = sorted(f"{entry.name} {entry.sha256}\n" for entry in folder.listing().entries)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _by_source(rows: pa.Table, goes: Booleans, month: str) -> dict[tuple[str, str], int]:
    sources = rows.column("source").cast(pa.string()).filter(pa.array(goes)).value_counts().to_pylist()
    return {(month, str(each["values"])): int(each["counts"]) for each in sources}


def _digest(gone: list[ids.Halves]) -> str:
    if not gone:
        return hashlib.sha256(b"").hexdigest()
    every = np.concatenate(gone)
    return hashlib.sha256(every[ids.order(every)].tobytes()).hexdigest()
