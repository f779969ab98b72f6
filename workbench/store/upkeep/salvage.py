"""The reads that can be had from a damaged file (464.9): what one copy has lost may stand in another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from workbench.errors import StoreUnavailable
from workbench.store.reads_failing import FAILURES
from workbench.store.segments.catalogue import Entry
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.layout import Copy
from workbench.store.segments.rows import CORE, REST, joined, numbers
from workbench.store.segments.segment import Segment

UNREADABLE = (StoreUnavailable, ValueError, LookupError, *FAILURES)
"""What a damaged file, or one that is something else, raises."""


def salvaged(folder: ReadFolder, entry: Entry) -> pa.Table | None:
    """The reads (``rows.columns``) that stand in any copy of the file; None when there are none."""
    try:
        segment = folder.open(entry)
    except UNREADABLE:
        return None
    parts = []
    seen = np.zeros(max(segment.rows, entry.rows), np.bool_)
    for rows in _readable(segment):
        ordinal = numbers(rows, "ordinal")
        new = np.zeros(len(rows), np.bool_)
        new[np.unique(ordinal, return_index=True)[1]] = True
        new &= ~seen[ordinal]
        seen[ordinal] = True
        if new.any():
            parts.append(rows.filter(pa.array(new)))
    return joined(parts) if parts else None


def _readable(segment: Segment) -> Iterator[pa.Table]:
    for copy in (Copy.BY_PLACE, Copy.BY_PLATE, Copy.BY_CANDIDATE):
        for block in range(len(segment.blocks(copy))):
            try:
                yield segment.block(copy, block).select((*CORE, *REST))
            except UNREADABLE:
                continue
