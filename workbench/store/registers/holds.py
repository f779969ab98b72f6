"""Cases that are held (464.9), as evidence or for a discovery request: nothing of them is purged or shredded."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime
from threading import Lock

from sqlalchemy import select

from workbench.store.registers.database import Database
from workbench.store.registers.tables import HoldRow
from workbench.wire.retention import Hold, PlaceHold


class Holds:
    """Who placed and lifted a hold is in the access log under its records.

    ``turn`` is taken by whoever places or lifts one, and by whoever ends what a hold may keep, from looking at what is
    held until it is gone: what was answered as held is not taken by a purge that looked before.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.turn: AbstractContextManager[object] = Lock()

    def standing(self) -> list[Hold]:
        """The holds that stand, the oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(HoldRow).where(HoldRow.lifted_at.is_(None)).order_by(HoldRow.hold))
            return [_hold(row) for row in rows]

    def place(self, said: PlaceHold, by: str, at: datetime, record: int) -> Hold:
        """Hold a case from now on."""
        row = HoldRow(
            case_number=said.case_number,
            case_key=said.case_number.lower(),
            reason=said.reason,
            review_by=said.review_by,
            placed_by=by,
            placed_at=at,
            record=record,
        )
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            return _hold(row)

    def review(self, hold: int, until: date) -> Hold | None:
        """Set another day of review; None when there is no hold of that number that stands."""
        with self._database.writing() as session:
            row = session.get(HoldRow, hold)
            if row is None or row.lifted_at is not None:
                return None
            row.review_by = until
            return _hold(row)

    def lift(self, hold: int, by: str, at: datetime, record: int) -> bool:
        """End a hold; False when there is none of that number that stands."""
        with self._database.writing() as session:
            row = session.get(HoldRow, hold)
            if row is None or row.lifted_at is not None:
                return False
            row.lifted_at, row.lifted_by, row.lifted_record = at, by, record
            return True


def _hold(row: HoldRow) -> Hold:
    return Hold(
        hold=row.hold,
        case_number=row.case_number,
        reason=row.reason,
        placed_by=row.placed_by,
        placed_at=row.placed_at,
        review_by=row.review_by,
        record=row.record,
    )
