"""The folder of one realm's reads (464.9): the catalogue, its files, and the changes that are made to both.

Not for use by two threads at once, but for ``newer_than``; writers hold ``reads_disk.writing`` besides.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import StoreUnavailable
from workbench.policy.caller import Realm
from workbench.store.dictionary.table import Plates
from workbench.store.reads_disk import flush, writing
from workbench.store.segments import plate_pages
from workbench.store.segments.catalogue import NAME, Catalogue, Entry, Kept, Listing
from workbench.store.segments.layout import Copy
from workbench.store.segments.pages import PageFile, PageWriter, copy_of
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

    def __init__(self, path: Path, realm: Realm, sealing: Sealing, *, as_it_is: bool = False) -> None:
        """``as_it_is`` leaves what a kill left, for whoever looks the folder through."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = path
        self.sealing = sealing
        self.files, self.quarantine = path / "files", path / "quarantine"
        self.files.mkdir(mode=0o700, exist_ok=True)
        self._begun: list[str] = []
        _demand_catalogue(path, self.files)
        self.catalogue = Catalogue(path, realm.value, sealing)
        if not as_it_is:
            with writing(path, wait=False) as alone:
                if alone:
                    self.sweep()

    def close(self) -> None:
        """Let go of the catalogue."""
        self.catalogue.close()

    def newer_than(self, version: int) -> bool:
        """Whether a commit was made after this one, by this process or another."""
        return self.catalogue.version() > version

    def listing(self) -> Listing:
        """The last commit."""
        return self.catalogue.read()

    def open(self, entry: Entry) -> Segment:
        """One of its files; ``FileNotFoundError`` when a later commit took it away."""
        return Segment.open(self.files / entry.name, entry.month, self.sealing.named(entry.sealing))

    def plates(self, kept: Kept) -> dict[Copy, Plates]:
        """The dictionaries that were kept."""
        file = PageFile.open(self.files / kept.name, self.sealing.named(kept.sealing))
        tables = {}
        for copy, (first, count) in json.loads(file.index).items():
            tables[Copy(copy)] = Plates(*plate_pages.read(file.page(first + number) for number in range(count)))
        return tables

    def add(self, rows: pa.Table) -> None:
        """Add reads (``rows.columns``) in one durable commit."""
        with self.all_or_nothing():
            self._change([self._written(month, part) for month, part in by_month(rows)], batches=batches_of(rows))

    def keep(self, plates: Mapping[Copy, Plates]) -> None:
        """Keep dictionaries that count all reads, so that the next start need not count them."""
        with self.all_or_nothing():
            self._change([], plates=plates)

    def join_small_files(self) -> bool:
        """Write small files as larger ones in one durable commit; whether there were any to join."""
        listing = self.listing()
        groups = _worth_joining(listing)
        old = [entry for group in groups for entry in group]
        if old:
            with self.all_or_nothing():
                self._change([self._joined(group) for group in groups], old)
        return bool(old)

    def replace(self, added: Sequence[Entry], removed: Sequence[Entry], plates: Mapping[Copy, Plates]) -> None:
        """Put files in the place of others that hold more; ``plates`` count what is left."""
        with self.all_or_nothing():
            self._change(added, removed, plates=plates, purges=True)

    def written(self, month: str, rows: pa.Table, like: Entry) -> Entry:
        """A new file with these rows for ``replace``."""
        made = self._written(month, rows)
        return replace(made, first=like.first, last=like.last)

    def path_of(self, entry: Entry) -> Path:
        """Where a file stands."""
        return self.files / entry.name

    def reseal(self, file: Entry | Kept) -> None:
        """Write a file anew under the folder's own sealing, in one durable commit."""
        with self.all_or_nothing():
            name = self._named(Path(file.name).suffix)
            old = PageFile.open(self.files / file.name, self.sealing.named(file.sealing))
            sha256 = copy_of(old, self.files / name, self.sealing)
            flush(self.files)
            self.catalogue.resealed(file.name, Kept(name, sha256, self.sealing.name))
            (self.files / file.name).unlink(missing_ok=True)

    def _joined(self, group: Sequence[Entry]) -> Entry:
        made = self._written(group[0].month, joined([self.open(entry).everything() for entry in group]))
        first, last = min(entry.first for entry in group), max(entry.last for entry in group)
        return replace(made, first=first, last=last)

    def _written(self, month: str, rows: pa.Table) -> Entry:
        name = self._named(_READS)
        sha256 = write(self.files / name, rows, self.sealing)
        return Entry(name, month, len(rows), 0, 0, sha256, self.sealing.name)

    def _change(
        self,
        added: Sequence[Entry],
        removed: Sequence[Entry] = (),
        *,
        plates: Mapping[Copy, Plates] | None = None,
        purges: bool = False,
        batches: Iterable[str] = (),
    ) -> None:
        before = self.listing().plates
        kept = None if plates is None else self._kept(plates)
        flush(self.files)
        gone = [entry.name for entry in removed]
        self.catalogue.commit(added, gone, plates=kept, purges=purges, batches=batches)
        if kept and before:
            gone.append(before.name)
        for name in gone:
            (self.files / name).unlink(missing_ok=True)

    def _kept(self, plates: Mapping[Copy, Plates]) -> Kept:
        name = self._named(_PLATES)
        places = {}
        with PageWriter(self.files / name, self.sealing) as writer:
            for copy, table in plates.items():
                first = writer.pages
                for page in plate_pages.pages((table.keys, table.counts, table.last)):
                    writer.add(page)
                places[copy.value] = first, writer.pages - first
            sha256 = writer.finish(json.dumps(places).encode())
        return Kept(name, sha256, self.sealing.name)

    def _named(self, kind: str) -> str:
        name = f"{uuid4().hex}{kind}"
        self._begun.append(name)
        return name

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Remove the files that were begun for a change that failed, unless they are in the catalogue after all."""
        try:
            yield
        except BaseException:
            named = self.listing().names
            for name in self._begun:
                if name not in named:
                    (self.files / name).unlink(missing_ok=True)
            raise
        finally:
            self._begun.clear()

    def sweep(self) -> list[str]:
        """Remove, durably, files that no commit names: what a kill left of a change; their names."""
        left = self.strays()
        for path in left:
            path.unlink(missing_ok=True)
        if left:
            flush(self.files)
        return [path.name for path in left]

    def strays(self) -> list[Path]:
        """Files that no commit names."""
        named = self.listing().names
        return sorted(path for path in self.files.iterdir() if path.name not in named)

    def set_aside(self, name: str) -> None:
        """Let a file stand in the quarantine as well, where nothing is read and a purge removes it."""
        self.quarantine.mkdir(mode=0o700, exist_ok=True)
        if not (self.quarantine / name).exists():
            (self.quarantine / name).hardlink_to(self.files / name)
        flush(self.quarantine)

    def empty_quarantine(self) -> list[str]:
        """Remove, durably, what was set aside; the names."""
        left = list(self.quarantine.iterdir()) if self.quarantine.exists() else []
        for path in left:
            path.unlink()
        if left:
            flush(self.quarantine)
        return [path.name for path in left]


def _demand_catalogue(path: Path, files: Path) -> None:
    """Raise when the catalogue is lost: a new one would name none of the files, and all would be swept."""
    if not (path / NAME).exists() and next(files.iterdir(), None) is not None:
        raise StoreUnavailable(
            f"The catalogue of the store of reads is missing: {path / NAME}.",
            how="Restore it with its folder from a backup; the files beside it were left alone.",
        )


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
    if (time[1:] >= time[:-1]).all():
        first_of = np.searchsorted(time, starts).tolist()
        for one, first, end in zip(every, first_of, [*first_of[1:], len(rows)], strict=True):
            if end > first:
                yield str(one), rows.slice(first, end - first)
        return
    month = np.searchsorted(starts, time, "right") - 1
    for number, one in enumerate(every):
        fits = month == number
        if fits.any():
            yield str(one), rows.filter(pa.array(fits))


def batches_of(rows: pa.Table) -> list[str]:
    """The batches that the rows came in."""
    return [batch for batch in pc.unique(rows.column("batch_id")).to_pylist() if batch is not None]


def months(time: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    """Every month from the first to the last of these times (microseconds since 1970, UTC); none for no times."""
    if not len(time):
        return np.zeros(0, "datetime64[M]")
    first, last = (np.datetime64(int(moment), "us").astype("datetime64[M]") for moment in (time.min(), time.max()))
    return np.arange(first, last + 1)
