"""The dictionaries of a store, counted anew from its files (464.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.store.dictionary.table import Plates
from workbench.store.segments.catalogue import Entry
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.layout import Copy
from workbench.store.segments.plate_pages import Tally

COPIES = (Copy.BY_PLATE, Copy.BY_CANDIDATE)


def recounted(folder: ReadFolder, entries: Iterable[Entry]) -> dict[Copy, Plates]:
    """What the dictionaries of these files hold; one file is open at a time."""
    entries = tuple(entries)
    return {copy: merged(_tallies(folder, entries, copy)) for copy in COPIES}


def merged(tallies: Iterable[Tally]) -> Plates:
    """All of them as one, merged by size, so that few plates are moved often and few tables are held at once."""
    held: list[Plates] = []
    for tally in tallies:
        held.append(Plates(*tally))
        while len(held) > 1 and len(held[-1]) * 2 >= len(held[-2]):
            last = held.pop()
            held[-1] = held[-1].merged(last)
    return Plates.of_all([(one.keys, one.counts, one.last) for one in held])


def _tallies(folder: ReadFolder, entries: Iterable[Entry], copy: Copy) -> Iterator[Tally]:
    for entry in entries:
        yield folder.open(entry).plates(copy)
