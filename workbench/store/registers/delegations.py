"""The register of delegations (464.3): who does what of the day-to-day work, from when until when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workbench.policy.delegation import DELEGABLE
from workbench.policy.roles import Operation
from workbench.store.registers.database import Database
from workbench.store.registers.people_tables import DelegationRow


@dataclass(frozen=True, slots=True)
class Delegation:
    """One delegation; times are UTC."""

    delegation: int
    username: str
    operations: tuple[str, ...]
    begins_at: datetime
    until: datetime
    reason: str
    by: str
    approved_by: str
    record: int
    ended_at: datetime | None

    def open_at(self, now: datetime) -> bool:
        """Whether it opens anything at this moment."""
        return self.ended_at is None and self.begins_at <= now < self.until


class Delegations:
    """Delegations by number; an ended one stays."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def held(self, username: str, now: datetime) -> frozenset[Operation]:
        """What this person may do besides his or her roles at this moment; never more than can be delegated."""
        own = select(DelegationRow).where(DelegationRow.username == username, DelegationRow.ended_at.is_(None))
        with self._database.reading() as session:
            open_ = [row for row in map(_delegation, session.scalars(own)) if row.open_at(now)]
        return frozenset(Operation(name) for row in open_ for name in row.operations) & DELEGABLE

    def all(self) -> list[Delegation]:
        """Every one, the newest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(DelegationRow).order_by(DelegationRow.delegation.desc()))
            return [_delegation(row) for row in rows]

    def add(
        self,
        username: str,
        operations: Collection[Operation],
        span: tuple[datetime, datetime],
        reason: str,
        by: tuple[str, str],
        record: int,
    ) -> None:
        """Keep a delegation; ``by`` are the one who asked for it and the one who approved it."""
        row = DelegationRow(
            username=username,
            operations=sorted(operation.value for operation in operations),
            begins_at=span[0],
            until=span[1],
            reason=reason,
            by=by[0],
            approved_by=by[1],
            record=record,
        )
        with self._database.writing() as session:
            session.add(row)

    def end(self, delegation: int, by: str, at: datetime, record: int) -> bool:
        """End one before its time; False when none of that number stands."""
        with self._database.writing() as session:
            row = session.get(DelegationRow, delegation)
            if row is None or row.ended_at is not None:
                return False
            row.ended_at, row.ended_by, row.ended_record = at, by, record
            return True


def _delegation(row: DelegationRow) -> Delegation:
    return Delegation(
        delegation=row.delegation,
        username=row.username,
        operations=tuple(row.operations),
        begins_at=row.begins_at,
        until=row.until,
        reason=row.reason,
        by=row.by,
        approved_by=row.approved_by,
        record=row.record,
        ended_at=row.ended_at,
    )
