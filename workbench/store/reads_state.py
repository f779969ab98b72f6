"""What the readers of a store see (464.9): the files of one commit, open, and the plates in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.store.dictionary.dictionary import Dictionary
from workbench.store.dictionary.table import Plates
from workbench.store.segments.catalogue import Entry, Listing
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.segment import Segment

_TRIES = 10


@dataclass(frozen=True, slots=True)
class State:
    """Replaced as a whole, so that a search never sees half a batch."""

    version: int = -1
    entries: tuple[Entry, ...] = ()
    segments: dict[str, Segment] = field(default_factory=dict)
    dictionary: Dictionary = field(default_factory=lambda: Dictionary.of(Plates.empty()))

    @property
    def rows(self) -> int:
        """How many reads there are."""
        return sum(entry.rows for entry in self.entries)

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
        dictionary, since = self._counted(listing, folder)
        new = [segments[entry.name] for entry in listing.entries if entry.first > since]
        if new:
            dictionary = dictionary.with_more(Plates.of_all([segment.plates() for segment in new]))
        return State(listing.version, listing.entries, segments, dictionary)

    def _counted(self, listing: Listing, folder: ReadFolder) -> tuple[Dictionary, int]:
        """A dictionary to go on from, and the commit up to which it counts."""
        if self.version >= listing.purged and not _mixed(listing.entries, self.version):
            return self.dictionary, self.version
        if listing.plates:
            return Dictionary.of(folder.plates(listing.plates)), listing.covered
        return Dictionary.of(Plates.empty()), -1


def _mixed(entries: Sequence[Entry], version: int) -> bool:
    """Whether a file joins reads from before and after this commit."""
    return any(entry.first <= version < entry.last for entry in entries)
