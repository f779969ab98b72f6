"""Distinct plates as pages (464.9): key, reads and time of the newest read, a column after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from workbench.store.segments.layout import Keys, Numbers

Tally = tuple[Keys, Numbers, Numbers]
"""Keys in order, how many reads each plate has, the time of the newest (microseconds since 1970, UTC)."""
ENTRIES = 65_536
"""Entries of one page."""


def pages(tally: Tally) -> Iterator[bytes]:
    """The pages of a tally."""
    for start in range(0, len(tally[0]), ENTRIES):
        yield b"".join(column[start : start + ENTRIES].tobytes() for column in tally)


def read(data: Iterable[bytes]) -> Tally:
    """The tally of these pages."""
    parts = [np.frombuffer(page, np.uint64).reshape(3, -1) for page in data]
    if not parts:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64)
    keys, counts, last = (np.concatenate([part[column] for part in parts]) for column in range(3))
    return keys, counts.view(np.int64), last.view(np.int64)
