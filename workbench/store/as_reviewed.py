"""The reads as people reviewed them (464.7(d), 464.7(g)): what the store finds, and what is found by a corrected plate.

Files of reads are never changed, so a review lies over them: a corrected read is found by its corrected plate, and by
the observed one still; a rejected one is found as it was observed, is marked, and counts as no vehicle. Everything else
that is asked of a read, its time, place, source and looks, is as the camera gave it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from workbench.plates.key import Keys
from workbench.policy.caller import Realm
from workbench.policy.reviews import Outcome
from workbench.store import reviewed_reads
from workbench.store.reads import ReadStore
from workbench.store.reads_query import Matches, PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.registers.review_rows import REVIEWED_SCHEMA
from workbench.store.registers.reviews import Reviews
from workbench.store.sightings import Where, Work

TOLD = ("review", "reviewed_by")
"""Columns that ``find`` adds to a read: what counts of its reviews, and whose word that is; None where none counts."""


class ReadsAsReviewed:
    """A store of reads with its reviews over it; every method demands a receipt, as the store's do."""

    def __init__(self, store: ReadStore, reviews: Reviews | None) -> None:
        self._store, self._reviews = store, reviews
        self.realm: Realm = store.realm

    def find(self, query: PlateQuery, receipt: Receipt, work: Work | None = None) -> Matches:
        """As ``ReadStore.find``, with ``TOLD`` beside each read; ``plates`` and ``keys`` leave rejected reads out."""
        reviews = self._in_force(receipt)
        changing = reviewed_reads.inside(reviewed_reads.changing(reviews), query.where)
        without = dict(changing.select("read_id", "time").iter_rows())
        found = self._store.find(replace(query, without=without), receipt, work)
        ours = reviewed_reads.matching(changing, query.pattern, candidates=query.candidates)
        if not ours.is_empty():
            found = _joined(found, ours, query.limit)
        return replace(found, reads=_told(found.reads, reviews))

    def of_plates(self, keys: Keys, where: Where, receipt: Receipt, work: Work | None = None) -> pl.DataFrame:
        """As ``Sightings.of_plates``, by the corrected plates too and without rejected reads."""
        found = self._store.of_plates(keys, where, receipt, work)
        return self._over(found, receipt, of=(keys, where))

    def at(self, where: Where, receipt: Receipt, work: Work | None = None, *, most: int) -> pl.DataFrame:
        """As ``Sightings.at``, with the corrected plates and without rejected reads."""
        return self._over(self._store.at(where, receipt, work, most=most), receipt)

    def around(
        self,
        spots: pl.DataFrame,
        seconds: float,
        metres: float,
        where: Where,
        receipt: Receipt,
        work: Work | None = None,
        *,
        most: int,
    ) -> pl.DataFrame:
        """As ``Sightings.around``, with the corrected plates and without rejected reads."""
        return self._over(self._store.around(spots, seconds, metres, where, receipt, work, most=most), receipt)

    def tally(self, where: Where, by: tuple[str, ...], receipt: Receipt, work: Work | None = None) -> pl.DataFrame:
        """As ``Sightings.tally``: how much cameras read, whatever was said of it."""
        return self._store.tally(where, by, receipt, work)

    def _in_force(self, receipt: Receipt) -> pl.DataFrame:
        if self._reviews is None:
            return pl.DataFrame(schema=REVIEWED_SCHEMA)
        return self._reviews.in_force(receipt).filter(pl.col("outcome").is_not_null())

    def _over(self, found: pl.DataFrame, receipt: Receipt, of: tuple[Keys, Where] | None = None) -> pl.DataFrame:
        changing = reviewed_reads.changing(self._in_force(receipt))
        if changing.is_empty():
            return found
        corrected = changing.filter(pl.col("outcome") == Outcome.CORRECTED.value)
        left = found.join(changing.filter(pl.col("outcome") != Outcome.CORRECTED.value), on="read_id", how="anti")
        if of is None:
            return reviewed_reads.overlaid(left, corrected)
        keys, where = of
        ours = reviewed_reads.of_keys(reviewed_reads.sightings(reviewed_reads.inside(corrected, where)), keys)
        left = left.join(corrected, on="read_id", how="anti")
        return pl.concat([left, ours]).sort("time", "read_id")


def _joined(found: Matches, ours: pl.DataFrame, limit: int) -> Matches:
    """What the store found, and reviewed reads that fit (``reviewed_reads.matching``)."""
    reads = found.reads.with_columns(closeness=pl.Series(found.closeness))
    every = pl.concat([reads, ours.select(reads.columns)])
    order = every.sort("closeness", "time", "read_id", descending=[False, True, False]).head(limit)
    counted = ours.filter(pl.col("outcome") != Outcome.REJECTED.value)["matched"].to_numpy()
    keys = np.union1d(found.keys, counted.astype(np.uint64))
    closeness = order["closeness"].to_numpy()
    return Matches(order.drop("closeness"), found.total + len(ours), len(keys), closeness, keys)


def _told(reads: pl.DataFrame, reviews: pl.DataFrame) -> pl.DataFrame:
    said = reviews.select("read_id", review="outcome", reviewed_by="said_by")
    return reads.join(said, on="read_id", how="left", maintain_order="left")
