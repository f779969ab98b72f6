"""Purging reads with all that was made of them (464.9): one act over reads, hits, reviews, photographs, old words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from workbench.store.images import ImageStore
from workbench.store.reads import ReadStore
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.upkeep.foresee import Foreseen
from workbench.store.upkeep.purge import Purged, Which

__all__ = ["Foreseen", "Gone", "Purged", "Which", "purge"]


@dataclass(frozen=True, slots=True)
class Gone:
    """What was removed: reads; hits of them and reviewed reads, with what people said; photographs and images.

    ``typed`` counts purposes, questions, saved searches, names and the like that are as old (``registers.typed``).
    """

    reads: Purged
    hits: int
    reviewed: int
    photographs: int
    images: int
    typed: int


def purge(store: ReadStore, registers: Registers, images: ImageStore, which: Which, receipt: Receipt) -> Gone:
    """Remove the agency's own reads physically, then what rests on reads that the store has no more.

    That is every hit, every review, every plate of a photograph, every photograph of which no read is left, and every
    image that no photograph holds. A photograph that made no read goes by its age (``which.before``), and so does what
    people typed, but for purposes of cases that are held. Raises ``StoreUnavailable`` when any of it can't be done:
    purge again, which ends what was begun.
    """
    purged = store.purge(which, receipt)

    def lacking(read_ids: Collection[str]) -> Collection[str]:
        return store.lacking(read_ids, receipt)

    hits = registers.hits.purge(lacking, receipt)
    reviewed = registers.reviews.purge(lacking, receipt)
    photographs = registers.photograph_purge.purge(lacking, which.before, receipt)
    gone = images.purge(lambda: registers.photograph_purge.held(receipt), receipt)
    typed = 0
    if which.before is not None:
        cases = [hold.case_number for hold in registers.holds.standing()]
        typed = registers.typed.purge(which.before, cases, receipt).all
    return Gone(purged, hits, reviewed, photographs.photographs, gone, typed)
