"""The training register (464.4.1, 464.12): steps taken, policy acknowledged, signed off until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from workbench.policy.caller import Standing
from workbench.store.registers.database import Database, upsert
from workbench.store.registers.tables import SignOffRow, StepRow

ACKNOWLEDGED = "acknowledged"
"""The step whose detail is the version of the policy that was acknowledged."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step that somebody took, under this record."""

    name: str
    detail: str
    done_at: datetime
    record: int


@dataclass(frozen=True, slots=True)
class SignOff:
    """One sign-off, by whom and until when."""

    by: str
    at: datetime
    until: datetime
    record: int


class TrainingRegister:
    """What is known of each person's training; every entry names the record that it was written under."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self, username: str) -> Standing:
        """What a query is decided on; an unknown person has none."""
        with self._database.reading() as session:
            last = _last_sign_off(session, username)
            acknowledged = session.get(StepRow, (username, ACKNOWLEDGED))
        return Standing(
            trained_until=last.trained_until if last else None,
            signed_off_by=last.signed_by if last else None,
            signed_off_at=last.signed_at if last else None,
            acknowledged=acknowledged.detail if acknowledged else None,
            record=last.record if last else None,
        )

    def steps(self, username: str) -> dict[str, Step]:
        """The latest of each step that this person took, by its name."""
        with self._database.reading() as session:
            rows = session.scalars(select(StepRow).where(StepRow.username == username)).all()
        return {row.step: Step(row.step, row.detail, row.done_at, row.record) for row in rows}

    def last_sign_off(self, username: str) -> SignOff | None:
        """The newest sign-off, lapsed or not."""
        with self._database.reading() as session:
            row = _last_sign_off(session, username)
        return SignOff(row.signed_by, row.signed_at, row.trained_until, row.record) if row else None

    def sign_offs(self) -> list[tuple[str, SignOff]]:
        """Every sign-off that was ever given, with whose it is, the oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(SignOffRow).order_by(SignOffRow.number)).all()
        return [(row.username, SignOff(row.signed_by, row.signed_at, row.trained_until, row.record)) for row in rows]

    def usernames(self) -> list[str]:
        """Everybody who has begun, sorted."""
        begun = union(select(StepRow.username), select(SignOffRow.username))
        with self._database.reading() as session:
            return sorted(session.scalars(begun).all())

    def mark(self, username: str, step: str, record: int, now: datetime, detail: str = "") -> None:
        """Keep that this person took the step now; a repetition renews it."""
        values = {"username": username, "step": step, "detail": detail, "done_at": now, "record": record}
        with self._database.writing() as session:
            upsert(session, StepRow, values, ("username", "step"))

    def acknowledge(self, username: str, version: str, record: int, now: datetime) -> None:
        """Keep that this person received and read this version of the policy."""
        self.mark(username, ACKNOWLEDGED, record, now, version)

    def sign_off(self, username: str, by: str, until: datetime, record: int, *, now: datetime | None = None) -> None:
        """Keep a trainer's sign-off; nobody signs off his or her own training (464.12)."""
        if username.casefold() == by.casefold():
            raise ValueError("nobody signs off his or her own training")
        row = SignOffRow(
            username=username,
            signed_by=by,
            signed_at=now or datetime.now(UTC),
            trained_until=until,
            record=record,
        )
        with self._database.writing() as session:
            session.add(row)


def _last_sign_off(session: Session, username: str) -> SignOffRow | None:
    newest = select(SignOffRow).where(SignOffRow.username == username).order_by(SignOffRow.number.desc()).limit(1)
    return session.scalars(newest).first()
