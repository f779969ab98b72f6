"""What the readers of a store see (464.9): the files of one commit, open, and the plates in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.store.dictionary.dictionary import Dictionary
from workbench.store.dictionary.table import Plates
from workbench.store.segments.catalogue import Entry, Listing
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.layout import Copy
from workbench.store.segments.segment import Segment

_TRIES = 10
Dictionaries = Mapping[Copy, Dictionary]
"""Of the plates that reads go by, and of the other readings that cameras gave."""


def _none() -> Dictionaries:
    return {copy: Dictionary.of(Plates.empty()) for copy in (Copy.BY_PLATE, Copy.BY_CANDIDATE)}


@dataclass(frozen=True, slots=True)
class State:
    """Replaced as a whole, so that a search never sees half a batch."""

    version: int = -1
    entries: tuple[Entry, ...] = ()
    segments: Mapping[str, Segment] = field(default_factory=dict)
    dictionaries: Dictionaries = field(default_factory=_none)

    @property
    def rows(self) -> int:
        """How many reads there are."""
        return sum(entry.rows for entry in self.entries)

    def between(self, low: int | None, high: int | None) -> list[Segment]:
        """The files that can hold a read with ``low <= time < high`` (microseconds since 1970, UTC)."""
        return [segment for segment in self.segments.values() if segment.overlaps(low, high)]

    def refreshed(self, folder: ReadFolder) -> State:
        """The state of the last commit; only new files are opened."""
        for left in range(_TRIES, 0, -1):
            listing = folder.listing()
            if listing.version == self.version:
                return self
            try:
                return self._of(listing, folder)
            except FileNotFoundError:
                if left == 1:
                    raise  # else its files were joined into larger ones meanwhile
        raise AssertionError("unreachable")

    def _of(self, listing: Listing, folder: ReadFolder) -> State:
        segments = {entry.name: self.segments.get(entry.name) or folder.open(entry) for entry in listing.entries}
        dictionaries, since = self._counted(listing, folder)
        new = [segments[entry.name] for entry in listing.entries if entry.first > since]
        if new:
            dictionaries = {
                copy: dictionary.with_more(Plates.of_all([segment.plates(copy) for segment in new]))
                for copy, dictionary in dictionaries.items()
            }
        return State(listing.version, listing.entries, segments, dictionaries)

    def _counted(self, listing: Listing, folder: ReadFolder) -> tuple[Dictionaries, int]:
        """Dictionaries to go on from, and the commit up to which they count."""
        if self.version >= listing.purged and not _mixed(listing.entries, self.version):
            return self.dictionaries, self.version
        if listing.plates:
            return {
                copy: Dictionary.of(plates) for copy, plates in folder.plates(listing.plates).items()
            }, listing.covered
        return _none(), -1

    def counted(self) -> Mapping[Copy, Plates]:
        """The dictionaries as tables, to be kept."""
        return {copy: dictionary.whole() for copy, dictionary in self.dictionaries.items()}


def _mixed(entries: Sequence[Entry], version: int) -> bool:
    """Whether a file joins reads from before and after this commit."""
    return any(entry.first <= version < entry.last for entry in entries)
