"""Looking through a store (464.9): every file, every page, and whether its copies tell the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.policy.caller import Realm
from workbench.store.dictionary.table import Plates
from workbench.store.segments import ids
from workbench.store.segments.catalogue import NAME, Entry, Kept
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.layout import Copy
from workbench.store.segments.pages import sha256_of
from workbench.store.segments.plate_pages import Tally
from workbench.store.segments.segment import Segment
from workbench.store.served import SERVED
from workbench.store.upkeep import digest
from workbench.store.upkeep.recount import COPIES, merged, recounted
from workbench.store.upkeep.salvage import UNREADABLE, salvaged
from workbench.store.upkeep.verdict import Fault, Trouble, Verdict

OWN = {NAME, f"{NAME}-wal", f"{NAME}-shm", ".writer", "files", "quarantine", SERVED}
"""What stands in a store's folder."""


def looked_through(folder: ReadFolder, realm: Realm) -> Verdict:
    """How the store stands. Nothing is changed; one file is open at a time."""
    listing = folder.listing()
    faults = [Fault(Trouble.CATALOGUE, NAME, (told,)) for told in folder.catalogue.faults()]
    faults += [fault for entry in listing.entries if (fault := _of_reads(folder, entry))]
    if listing.plates:
        broken = {fault.file for fault in faults}
        counted = [entry for entry in listing.entries if entry.last <= listing.covered]
        comparable = broken.isdisjoint(entry.name for entry in counted)
        told = tuple(_of_plates(folder, listing.plates, counted if comparable else None))
        faults += [Fault(Trouble.DICTIONARY, listing.plates.name, told)] if told else []
    faults += [Fault(Trouble.STRAY, path, ("no commit names it",)) for path in strays(folder)]
    aside = sum(1 for _ in folder.quarantine.iterdir()) if folder.quarantine.exists() else 0
    reads = sum(entry.rows for entry in listing.entries)
    return Verdict(realm, len(listing.names), reads, tuple(faults), aside)


def strays(folder: ReadFolder) -> list[str]:
    """What does not belong into the folder, by its path in it."""
    other = [path for path in folder.path.iterdir() if path.name not in OWN]
    return [str(path.relative_to(folder.path)) for path in (*sorted(other), *folder.strays())]


def _of_reads(folder: ReadFolder, entry: Entry) -> Fault | None:
    told = tuple(_of_file(folder, entry))
    if not told:
        return None
    left = salvaged(folder, entry)
    lost = max(0, entry.rows - (0 if left is None else len(left)))
    batches = tuple(folder.catalogue.batches(entry.first, entry.last)) if lost else ()
    return Fault(Trouble.READS, entry.name, told, entry.month, entry.rows, lost, batches)


def _of_file(folder: ReadFolder, entry: Entry) -> Iterator[str]:
    path = folder.path_of(entry)
    if not path.exists():
        yield "it is missing"
        return
    if sha256_of(path) != entry.sha256:
        yield "its SHA-256 is not the one in the catalogue"
    try:
        segment = folder.open(entry)
        if segment.rows != entry.rows:
            yield f"it holds {segment.rows} reads, not {entry.rows}"
        if closed := segment.damaged():
            yield f"{closed} of its pages do not open"
        else:
            yield from _differences(segment)
    except UNREADABLE as error:
        yield f"it does not open ({type(error).__name__})"


def _differences(segment: Segment) -> Iterator[str]:
    """How the parts of a file contradict each other."""
    place, plate = digest.by_place(segment), digest.by_plate(segment)
    identities = segment.identities()
    if place.reads.count != segment.rows:
        yield f"its copy by place holds {place.reads.count} reads"
    if place.reads != plate.reads:
        yield "its copies by place and by plate do not hold the same reads"
    if place.plates != plate.plates:
        yield "its copy by plate does not lead from each plate to its reads"
    if place.readings != digest.by_candidate(segment):
        yield "its copy by other readings does not lead from each reading to its reads"
    if (
        place.identities != digest.of_identities(identities)
        or (ids.order(identities) != np.arange(len(identities))).any()
    ):
        yield "its identities are not those of its reads"
    for copy in COPIES:
        if not same(Plates(*segment.plates(copy)), _counted(segment, copy)):
            yield f"its plates are not those of its reads ({copy.value})"


def _counted(segment: Segment, copy: Copy) -> Plates:
    def tallies() -> Iterator[Tally]:
        for block in range(len(segment.blocks(copy))):
            core = segment.core(copy, block)
            entry, time = core.numbers("entry"), core.numbers("time")
            first = np.flatnonzero(np.concatenate([[True], entry[1:] != entry[:-1]]))
            yield entry[first], np.diff(np.append(first, len(entry))), np.maximum.reduceat(time, first)

    return merged(tallies())


def _of_plates(folder: ReadFolder, kept: Kept, counted: list[Entry] | None) -> Iterator[str]:
    """What is wrong with the dictionary; it is compared with a recount where the files allow one."""
    path = folder.files / kept.name
    if not path.exists():
        yield "it is missing"
        return
    if sha256_of(path) != kept.sha256:
        yield "its SHA-256 is not the one in the catalogue"
    try:
        tables = folder.plates(kept)
        if counted is not None:
            anew = recounted(folder, counted)
            yield from (
                f"it is not what a recount gives ({copy.value})"
                for copy in COPIES
                if not same(tables[copy], anew[copy])
            )
    except UNREADABLE as error:
        yield f"it does not open ({type(error).__name__})"


def same(one: Plates, other: Plates) -> bool:
    """Whether two tables hold the same plates, counts and times."""
    columns = zip((one.keys, one.counts, one.last), (other.keys, other.counts, other.last), strict=True)
    return all(np.array_equal(mine, theirs) for mine, theirs in columns)
