"""Purging reads with all that was made of them (464.9): one act over the store of reads and the register of hits."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.store.reads import ReadStore
from workbench.store.receipt import Receipt
from workbench.store.registers.hits import Hits
from workbench.store.upkeep.purge import Purged, Which


@dataclass(frozen=True, slots=True)
class Gone:
    """What was removed: reads, and hits of reads with what people found of them."""

    reads: Purged
    hits: int


def purge(store: ReadStore, hits: Hits, which: Which, receipt: Receipt) -> Gone:
    """Remove the agency's own reads physically, then every hit whose read the store has no more.

    Raises ``StoreUnavailable`` when either can't be done: purge again, which ends what was begun. Only live reads
    have hits.
    """
    purged = store.purge(which, receipt)
    return Gone(purged, hits.purge(lambda read_ids: store.lacking(read_ids, receipt), receipt))
