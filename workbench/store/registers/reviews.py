"""The register of reviews (464.7(g)): every word on a read stands, the latest that counts is what searches see.

Only the agency's own reads are reviewed. A read is kept here as the store has it, so that a search finds it by its
corrected plate; it goes with the store's (464.9).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workbench.plates.confusion import Counts
from workbench.plates.confusion_counts import of_correction
from workbench.policy.caller import Realm
from workbench.policy.reviews import READABLE, Said, Standing, plate_in_force, standing
from workbench.store.receipt import Receipt, demand
from workbench.store.registers import review_rows
from workbench.store.registers.confusion import Origin, change_counts
from workbench.store.registers.database import Database, insert_or_add, insert_unless_there
from workbench.store.registers.review_tables import ReviewedReadRow, ReviewRow, ReviewUndoRow, ReviewVersionRow
from workbench.wire.reviews import ReadUnderReview

_AT_ONCE = 500
_LOOKED_THROUGH = 50_000
"""Reads that are asked for together."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How words count: whether a correction takes two persons, and whether reviews teach the matrix of confusions."""

    two_persons: bool = False
    teaches: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    version: int
    purged: int
    frame: pl.DataFrame


class Reviews:
    """Words on reads; every look needs a receipt for the agency's reads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = _Known(-1, 0, pl.DataFrame(schema=review_rows.REVIEWED_SCHEMA))

    def words(self, read_id: str, receipt: Receipt) -> list[Said]:
        """The words on a read that were not taken back, the oldest first."""
        demand(receipt, Realm.LIVE)
        with self._database.reading() as session:
            return review_rows.words(*_history(session, read_id))

    def say(
        self, read: Mapping[str, Any], said: Said, note: str, terms: Terms, now: datetime, receipt: Receipt
    ) -> ReadUnderReview:
        """Keep a word on a read (``wire.reads``), durable when this returns; ``said.review`` is given anew."""
        demand(receipt, Realm.LIVE)
        with self._database.writing() as session:
            version = _next_version(session)
            insert_unless_there(session, ReviewedReadRow, review_rows.snapshot(read), ("read_id",))
            session.add(
                ReviewRow(
                    read_id=read["read_id"],
                    outcome=said.outcome.value,
                    plate=said.plate,
                    state=said.state,
                    note=note,
                    by=said.by,
                    at=now,
                    record=receipt.index,
                )
            )
            session.flush()
            return _settled(session, read["read_id"], version, terms)

    def undo(
        self, review: int, reason: str, by: str, terms: Terms, now: datetime, receipt: Receipt
    ) -> ReadUnderReview | None:
        """Take a word back; None when there is none of that number, or it was taken back already."""
        demand(receipt, Realm.LIVE)
        with self._database.writing() as session:
            version = _next_version(session)
            row = session.get(ReviewRow, review)
            if row is None or session.get(ReviewUndoRow, review) is not None:
                return None
            session.add(
                ReviewUndoRow(review=review, read_id=row.read_id, reason=reason, by=by, at=now, record=receipt.index)
            )
            session.flush()
            return _settled(session, row.read_id, version, terms)

    def read_of(self, review: int, sources: Collection[str], receipt: Receipt) -> dict[str, Any] | None:
        """The read (``wire.reads``) that this is a word on, when it is of these sources (464.7(f))."""
        demand(receipt, Realm.LIVE)
        with self._database.reading() as session:
            said = session.get(ReviewRow, review)
            row = session.get(ReviewedReadRow, said.read_id) if said is not None else None
            if row is None or row.source not in sources:
                return None
            kept = review_rows.frame([row]).row(0, named=True)
        return {name: value for name, value in kept.items() if name not in _COUNTED}

    def of(self, read_ids: Collection[str], receipt: Receipt) -> dict[str, ReadUnderReview]:
        """By their ids those of these reads that anything was ever said of."""
        demand(receipt, Realm.LIVE)
        with self._database.reading() as session:
            rows = session.scalars(select(ReviewedReadRow).where(ReviewedReadRow.read_id.in_(sorted(read_ids))))
            return {row.read_id: review_rows.reviewed(row, *_history(session, row.read_id)) for row in rows}

    def in_force(self, receipt: Receipt) -> pl.DataFrame:
        """Every read that anything was said of, and what counts of it (``review_rows.REVIEWED_SCHEMA``).

        Kept in memory; only what changed since is read again.
        """
        demand(receipt, Realm.LIVE)
        known = self._known
        with self._database.reading() as session:
            state = session.get(ReviewVersionRow, 1)
            version, purged = (state.version, state.purged) if state else (0, 0)
            if version == known.version:
                return known.frame
            fresh = purged > known.version
            changed = select(ReviewedReadRow).where(ReviewedReadRow.changed > (-1 if fresh else known.version))
            found = review_rows.frame(session.scalars(changed))
        if not fresh:
            kept = known.frame.join(found.select("read_id"), on="read_id", how="anti")
            found = pl.concat([kept, found])
        self._known = _Known(version, purged, found)
        return found

    def purge(self, lacking: Callable[[Collection[str]], Collection[str]], receipt: Receipt) -> int:
        """Remove, physically, the reads that the store has no more and what was said of them; how many (464.9).

        What was counted of misread characters stays: no plate is in it.
        """
        demand(receipt, Realm.LIVE)
        gone = self._without_reads(lacking)
        with self._database.writing() as session:
            if gone:
                version = _next_version(session)
                session.get_one(ReviewVersionRow, 1).purged = version
            for start in range(0, len(gone), _AT_ONCE):
                ids = gone[start : start + _AT_ONCE]
                for table in (ReviewUndoRow, ReviewRow, ReviewedReadRow):
                    session.execute(delete(table).where(table.read_id.in_(ids)))
        self._database.settle(ReviewUndoRow, ReviewRow, ReviewedReadRow)
        if gone:
            self._known = _Known(-1, 0, pl.DataFrame(schema=review_rows.REVIEWED_SCHEMA))
        return len(gone)

    def _without_reads(self, lacking: Callable[[Collection[str]], Collection[str]]) -> list[str]:
        gone: list[str] = []
        after = ""
        while True:
            asked = select(ReviewedReadRow.read_id).where(ReviewedReadRow.read_id > after)
            with self._database.reading() as session:
                ids = session.scalars(asked.order_by(ReviewedReadRow.read_id).limit(_LOOKED_THROUGH)).all()
            if not ids:
                return gone
            after = ids[-1]
            gone += sorted(lacking(set(ids)))


_COUNTED = frozenset({"outcome", "corrected", "corrected_state", "said_by", "waits_for"})


def _next_version(session: Session) -> int:
    """Counts up; the row stays locked to the end of the transaction, so that words come one after the other."""
    insert_or_add(session, ReviewVersionRow, [{"one": 1, "version": 1, "purged": 0}], ("one",), "version")
    return session.get_one(ReviewVersionRow, 1, populate_existing=True).version


def _history(session: Session, read_id: str) -> tuple[list[ReviewRow], list[ReviewUndoRow]]:
    said = select(ReviewRow).where(ReviewRow.read_id == read_id).order_by(ReviewRow.number)
    undone = select(ReviewUndoRow).where(ReviewUndoRow.read_id == read_id)
    return list(session.scalars(said)), list(session.scalars(undone))


def _settled(session: Session, read_id: str, version: int, terms: Terms) -> ReadUnderReview:
    """Work out what counts now, and count what it teaches instead of what the read taught before."""
    row = session.get_one(ReviewedReadRow, read_id, populate_existing=True)
    said, undone = _history(session, read_id)
    now = standing(review_rows.words(said, undone), two_persons=terms.two_persons)
    _set(row, now)
    row.changed = version
    taught = _taught(row.plate, now.counts) if terms.teaches else {}
    change_counts(session, Origin.REVIEW, _counts(row.taught), taught)
    row.taught = [[meant, observed, count] for (meant, observed), count in sorted(taught.items())]
    session.flush()
    return review_rows.reviewed(row, said, undone)


def _set(row: ReviewedReadRow, now: Standing) -> None:
    counts, waits = now.counts, now.waits
    row.counts = counts.review if counts else None
    row.outcome = counts.outcome.value if counts else None
    row.corrected = counts.plate if counts else None
    row.corrected_state = counts.state if counts else None
    row.said_by = counts.by if counts else None
    row.waits = waits.review if waits else None
    row.waits_for = waits.by if waits else None


def _taught(observed: str, said: Said | None) -> Counts:
    """Each character with what it was read as; nothing of a read whose plate nobody could tell."""
    if said is None or said.outcome not in READABLE:
        return {}
    return of_correction(observed, plate_in_force(observed, said) or observed)


def _counts(taught: Iterable[Any]) -> Counts:
    return {(meant, observed): count for meant, observed, count in taught}
