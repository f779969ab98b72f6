"""Cases that are held (464.9), as evidence or for a discovery request: nothing of them is purged or shredded."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from workbench.store.registers.database import Database
from workbench.store.registers.tables import HoldRow
from workbench.wire.retention import Hold


class Holds:
    """Who placed and lifted a hold is in the access log under its records."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self) -> list[Hold]:
        """The holds that stand, the oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(HoldRow).where(HoldRow.lifted_at.is_(None)).order_by(HoldRow.hold))
            return [_hold(row) for row in rows]

    def place(self, case_number: str, reason: str, by: str, at: datetime, record: int) -> Hold:
        """Hold a case from now on."""
        row = HoldRow(
            case_number=case_number.strip(),
            case_key=case_number.strip().lower(),
            reason=reason,
            placed_by=by,
            placed_at=at,
            record=record,
        )
        with self._database.writing() as session:
            session.add(row)
            session.flush()
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
        record=row.record,
    )
