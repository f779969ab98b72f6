"""The register of declared purposes (464.5(4), 464.10(b))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from workbench.policy.caller import Realm
from workbench.policy.purpose import IDLE_LIMIT, SHIFT_LIMIT, Category, Purpose
from workbench.store.registers.database import Database
from workbench.store.registers.tables import PurposeRow


class Purposes:
    """Declared purposes; one that ended never opens again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, purpose: Purpose) -> None:
        """Keep a purpose that was declared under the record it names."""
        row = PurposeRow(
            purpose_id=purpose.purpose_id,
            username=purpose.username,
            category=purpose.category.value,
            case_number=purpose.case_number,
            narrative=purpose.narrative,
            why_this_plate=purpose.why_this_plate,
            prompt=purpose.prompt,
            realm=purpose.realm.value,
            declared_at=purpose.declared_at,
            last_used_at=purpose.last_used_at,
            ended_at=purpose.ended_at,
            record=purpose.record,
        )
        with self._database.writing() as session:
            session.add(row)

    def get(self, purpose_id: str) -> Purpose | None:
        """The purpose, open or ended, or None."""
        with self._database.reading() as session:
            row = session.get(PurposeRow, purpose_id)
            return _purpose(row) if row else None

    def open_of(self, username: str, now: datetime) -> list[Purpose]:
        """What this person has open at this moment, the one declared last first."""
        wanted = (
            select(PurposeRow)
            .where(
                PurposeRow.username == username,
                PurposeRow.ended_at.is_(None),
                PurposeRow.last_used_at > now - IDLE_LIMIT,
                PurposeRow.declared_at > now - SHIFT_LIMIT,
            )
            .order_by(PurposeRow.declared_at.desc(), PurposeRow.record.desc())
        )
        with self._database.reading() as session:
            found = [_purpose(row) for row in session.scalars(wanted)]
        return [purpose for purpose in found if purpose.open_at(now)]

    def touch(self, purpose_id: str, now: datetime) -> None:
        """Start its idle time anew, unless it has ended by then."""
        with self._database.writing() as session:
            session.execute(
                update(PurposeRow)
                .where(
                    PurposeRow.purpose_id == purpose_id,
                    PurposeRow.ended_at.is_(None),
                    PurposeRow.last_used_at < now,
                    PurposeRow.last_used_at > now - IDLE_LIMIT,
                    PurposeRow.declared_at > now - SHIFT_LIMIT,
                )
                .values(last_used_at=now)
            )

    def end(self, purpose_id: str, now: datetime) -> None:
        """End it; the first end counts."""
        with self._database.writing() as session:
            session.execute(
                update(PurposeRow)
                .where(PurposeRow.purpose_id == purpose_id, PurposeRow.ended_at.is_(None))
                .values(ended_at=now)
            )

    def end_all(self, username: str, now: datetime) -> None:
        """End all that this person has open: at sign-out, or when a password is compromised (464.5.2)."""
        with self._database.writing() as session:
            session.execute(
                update(PurposeRow)
                .where(PurposeRow.username == username, PurposeRow.ended_at.is_(None))
                .values(ended_at=now)
            )


def _purpose(row: PurposeRow) -> Purpose:
    return Purpose(
        purpose_id=row.purpose_id,
        username=row.username,
        category=Category(row.category),
        case_number=row.case_number,
        narrative=row.narrative,
        why_this_plate=row.why_this_plate,
        prompt=row.prompt,
        realm=Realm(row.realm),
        declared_at=row.declared_at,
        last_used_at=row.last_used_at,
        record=row.record,
        ended_at=row.ended_at,
    )
