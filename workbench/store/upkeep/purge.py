"""Purging reads (464.9): what is purged is in no file of the store any more.

Each file that holds such a read is written anew without it, and the dictionaries are counted anew; one commit puts
all of these in the place of the old files, which are removed after it. A kill at any moment leaves a store with all
of the reads or with none, and the next start, or the next purge, ends the removal. Searches that began before end
on the old files, which they hold open.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numpy as np
import pyarrow as pa

from workbench.errors import StoreUnavailable
from workbench.store.reads_query import microseconds
from workbench.store.segments import ids
from workbench.store.segments.catalogue import Entry
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.layout import Booleans
from workbench.store.segments.rows import numbers, without
from workbench.store.segments.segment import Segment
from workbench.store.upkeep.recount import recounted


@dataclass(frozen=True, slots=True)
class Which:
    """Reads to purge: those with these ids, and all seen and taken in before a moment (UTC); never a held one."""

    read_ids: Collection[str] = ()
    before: datetime | None = None
    held: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file that held purged reads, and the one without them that stands for it (empty when nothing was left)."""

    old: str
    old_sha256: str
    new: str
    new_sha256: str
    month: str
    purged: int
    left: int


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did, for its certificate: no plate and no read's id.

    ``held`` reads were asked for and stay because they are held; ``absent`` ids are of no read. ``swept`` files
    were left by a kill, ``set_aside`` ones by a repair; both are gone too, for they may have held purged reads.
    """

    purged: int
    held: int
    absent: int
    left: int
    files: tuple[Rewritten, ...]
    swept: tuple[str, ...]
    set_aside: tuple[str, ...]


def purge(folder: ReadFolder, which: Which) -> Purged:
    """Take the reads out of the folder; whoever calls holds its writer lock. One file is in memory at a time."""
    chosen = Chosen.of(which)
    entries = folder.listing().entries
    found = Found(np.zeros(len(chosen.asked), np.bool_))
    with folder.all_or_nothing():
        every = [(entry, _without(folder, entry, chosen, found)) for entry in entries]
        changed = [(entry, *gone) for entry, gone in every if gone is not None]
        if changed:
            old = {entry.name for entry, _, _ in changed}
            new = [after for _, after, _ in changed if after is not None]
            left = [*(entry for entry in entries if entry.name not in old), *new]
            folder.replace(new, [entry for entry, _, _ in changed], recounted(folder, left))
    swept, set_aside = folder.sweep(), folder.empty_quarantine()
    folder.catalogue.settle()
    return Purged(
        purged=sum(purged for _, _, purged in changed),
        held=found.held,
        absent=int((~found.asked).sum()),
        left=sum(entry.rows for entry in folder.listing().entries),
        files=tuple(_told(*one) for one in changed),
        swept=tuple(swept),
        set_aside=tuple(set_aside),
    )


@dataclass(slots=True)
class Found:
    """What came up on the way: which of the ids there are, and how many reads stay because they are held."""

    asked: Booleans
    held: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ids as ordered numbers, and the moment in microseconds since 1970, UTC."""

    asked: ids.Halves
    held: ids.Halves
    before: int | None

    @classmethod
    def of(cls, which: Which) -> Self:
        """What ``which`` names."""
        return cls(ordered(which.read_ids), ordered(which.held), microseconds(which.before) if which.before else None)

    def touches(self, segment: Segment, found: Found) -> bool:
        """Whether the file may hold such a read; notes which of the ids it has."""
        here = segment.has(self.asked)
        found.asked |= here
        return bool(here.any()) or (self.before is not None and segment.start < self.before)

    def of_rows(self, rows: pa.Table, found: Found) -> tuple[Booleans, Booleans]:
        """Which rows go, and which would if they were not held."""
        identities = ids.of(rows.column("read_id"))
        wanted = ids.present(identities, self.asked)
        if self.before is not None:
            received = rows.column("received").fill_null(np.iinfo(np.int64).min).to_numpy()
            wanted |= (numbers(rows, "time") < self.before) & (received < self.before)
        held = wanted & ids.present(identities, self.held)
        found.held += int(held.sum())
        return np.asarray(wanted & ~held), np.asarray(held)


def ordered(read_ids: Collection[str]) -> ids.Halves:
    """Identities as numbers, each once, in order."""
    found = ids.of(pa.array(sorted(set(read_ids)), pa.string()))
    return found[ids.order(found)]


def _without(folder: ReadFolder, entry: Entry, chosen: Chosen, found: Found) -> tuple[Entry | None, int] | None:
    """The file that stands for this one, and how many reads go; None when all of them stay."""
    segment = folder.open(entry)
    if not chosen.touches(segment, found):
        return None
    rows = segment.everything()
    gone, _ = chosen.of_rows(rows, found)
    if not gone.any():
        return None
    purged = int(gone.sum())
    if purged == len(rows):
        return None, purged
    left = without(rows, gone)
    after = folder.written(entry.month, left, entry)
    _verify(folder.open(after), rows, gone)
    return after, purged


def _verify(segment: Segment, rows: pa.Table, gone: Booleans) -> None:
    """Raise unless the new file opens and has every read that stays and none that goes."""
    segment.check()
    identities = ids.of(rows.column("read_id"))
    order = ids.order(identities)
    if segment.rows != int((~gone).sum()) or (segment.has(identities[order]) == gone[order]).any():
        raise StoreUnavailable(
            "A file that was written without the purged reads is not as it should be; nothing was purged.",
            how="The operator runs `workbench store check`.",
        )


def _told(old: Entry, new: Entry | None, purged: int) -> Rewritten:
    name, sha256 = (new.name, new.sha256) if new else ("", "")
    return Rewritten(old.name, old.sha256, name, sha256, old.month, purged, old.rows - purged)
