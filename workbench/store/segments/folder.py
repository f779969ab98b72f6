"""The folder of one realm's reads (464.9): the catalogue, its files, and the changes that are made to both.

Not for use by two threads at once, but for ``newer_than``; writers hold ``reads_disk.writing`` besides.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.policy.caller import Realm
from workbench.store.dictionary.table import Plates
from workbench.store.reads_disk import flush, writing
from workbench.store.segments import plate_pages
from workbench.store.segments.catalogue import Catalogue, Entry, Listing
from workbench.store.segments.layout import Copy
from workbench.store.segments.pages import PageFile, PageWriter
from workbench.store.segments.rows import joined, numbers
from workbench.store.segments.sealing import Sealing
from workbench.store.segments.segment import Segment
from workbench.store.segments.writing import write

JOINED = 16
"""So many files of about one size in one month are joined into one."""
_SMALL = 65_536
"""Reads of the largest file that is joined; larger ones are worth a file each."""
_READS, _PLATES = ".reads", ".plates"


class ReadFolder:
    """Opens or begins the folder; raises ``StoreUnavailable`` for another realm's or another sealing's."""

    def __init__(self, path: Path, realm: Realm, sealing: Sealing) -> None:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = path
        self._sealing = sealing
        self._files = path / "files"
        self._files.mkdir(mode=0o700, exist_ok=True)
        self._begun: list[str] = []
        self._catalogue = Catalogue(path, realm.value, sealing.name)
        with writing(path, wait=False) as alone:
            if alone:
                self._sweep()

    def close(self) -> None:
        """Let go of the catalogue."""
        self._catalogue.close()

    def newer_than(self, version: int) -> bool:
        """Whether a commit was made after this one, by this process or another."""
        return self._catalogue.version() > version

    def listing(self) -> Listing:
        """The last commit."""
        return self._catalogue.read()

    def open(self, entry: Entry) -> Segment:
        """One of its files; ``FileNotFoundError`` when a later commit took it away."""
        return Segment.open(self._files / entry.name, entry.month, self._sealing)

    def plates(self, name: str) -> dict[Copy, Plates]:
        """The dictionaries that were kept under this name."""
        file = PageFile.open(self._files / name, self._sealing)
        kept = {}
        for copy, (first, count) in json.loads(file.index).items():
            kept[Copy(copy)] = Plates(*plate_pages.read(file.page(first + number) for number in range(count)))
        return kept

    def add(self, rows: pa.Table) -> None:
        """Add reads (``rows.columns``) in one durable commit."""
        with self._all_or_nothing():
            self._change([self._written(month, part) for month, part in by_month(rows)])

    def keep(self, plates: Mapping[Copy, Plates]) -> None:
        """Keep dictionaries that count all reads, so that the next start need not count them."""
        with self._all_or_nothing():
            self._change([], plates=plates)

    def join_small_files(self) -> bool:
        """Write small files as larger ones in one durable commit; whether there were any to join."""
        listing = self.listing()
        groups = _worth_joining(listing)
        old = [entry for group in groups for entry in group]
        if old:
            with self._all_or_nothing():
                self._change([self._joined(group) for group in groups], old)
        return bool(old)

    def replace(self, added: Sequence[Entry], removed: Sequence[Entry], plates: Mapping[Copy, Plates]) -> None:
        """Put files in the place of others that hold more; ``plates`` count what is left."""
        with self._all_or_nothing():
            self._change(added, removed, plates=plates, purges=True)

    def written(self, month: str, rows: pa.Table, like: Entry) -> Entry:
        """A new file with these rows for ``replace``."""
        made = self._written(month, rows)
        return Entry(made.name, month, made.rows, like.first, like.last, made.sha256)

    def path_of(self, entry: Entry) -> Path:
        """Where a file stands."""
        return self._files / entry.name

    def _joined(self, group: Sequence[Entry]) -> Entry:
        made = self._written(group[0].month, joined([self.open(entry).everything() for entry in group]))
        first, last = min(entry.first for entry in group), max(entry.last for entry in group)
        return Entry(made.name, made.month, made.rows, first, last, made.sha256)

    def _written(self, month: str, rows: pa.Table) -> Entry:
        name = self._named(_READS)
        sha256 = write(self._files / name, rows, self._sealing)
        return Entry(name, month, len(rows), 0, 0, sha256)

    def _change(
        self,
        added: Sequence[Entry],
        removed: Sequence[Entry] = (),
        *,
        plates: Mapping[Copy, Plates] | None = None,
        purges: bool = False,
    ) -> None:
        before = self.listing().plates
        kept = None if plates is None else self._kept(plates)
        flush(self._files)
        self._catalogue.commit(added, [entry.name for entry in removed], plates=kept, purges=purges)
        gone = [entry.name for entry in removed] + [before] * (kept is not None and before != "")
        for name in gone:
            (self._files / name).unlink(missing_ok=True)

    def _kept(self, plates: Mapping[Copy, Plates]) -> str:
        name = self._named(_PLATES)
        places = {}
        with PageWriter(self._files / name, self._sealing) as writer:
            for copy, table in plates.items():
                first = writer.pages
                for page in plate_pages.pages((table.keys, table.counts, table.last)):
                    writer.add(page)
                places[copy.value] = first, writer.pages - first
            writer.finish(json.dumps(places).encode())
        return name

    def _named(self, kind: str) -> str:
        name = f"{uuid4().hex}{kind}"
        self._begun.append(name)
        return name

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Remove the files that were begun for a change that failed, unless they are in the catalogue after all."""
        try:
            yield
        except BaseException:
            listing = self.listing()
            named = {entry.name for entry in listing.entries} | {listing.plates}
            for name in self._begun:
                if name not in named:
                    (self._files / name).unlink(missing_ok=True)
            raise
        finally:
            self._begun.clear()

    def _sweep(self) -> None:
        """Remove files that no commit names: what a kill left of a batch that was never acknowledged."""
        listing = self.listing()
        named = {entry.name for entry in listing.entries} | {listing.plates}
        for path in self._files.iterdir():
            if path.name not in named:
                path.unlink(missing_ok=True)


def _worth_joining(listing: Listing) -> list[list[Entry]]:
    """Groups of small files, each of one month and about one size, so that a read is rewritten few times.

    No group mixes reads that the kept dictionary counts with later ones.
    """
    groups: defaultdict[tuple[str, int, bool], list[Entry]] = defaultdict(list)
    for entry in listing.entries:
        if entry.rows < _SMALL:
            size = entry.rows.bit_length() // 4  # sizes within a factor of sixteen
            groups[entry.month, size, entry.last <= listing.covered].append(entry)
    return [group for group in groups.values() if len(group) >= JOINED]


def by_month(rows: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The rows of each month, UTC, named as in ``2026-03``."""
    time = numbers(rows, "time")
    every = months(time)
    if len(every) == 1:
        yield str(every[0]), rows
        return
    starts = every.astype("datetime64[us]").astype(np.int64)
    month = np.searchsorted(starts, time, "right") - 1
    for number, one in enumerate(every):
        fits = month == number
        if fits.any():
            yield str(one), rows.filter(pa.array(fits))


def months(time: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    """Every month from the first to the last of these times (microseconds since 1970, UTC); none for no times."""
    if not len(time):
        return np.zeros(0, "datetime64[M]")
    first, last = (np.datetime64(int(moment), "us").astype("datetime64[M]") for moment in (time.min(), time.max()))
    return np.arange(first, last + 1)
