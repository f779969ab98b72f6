"""The register of training sessions (464.12): each entry names the record that it was written under."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workbench.store.registers.database import Database, insert_unless_there
from workbench.store.registers.tables import SignOffRow, StepRow
from workbench.store.registers.training_tables import RosterRow, SessionRow
from workbench.wire.training_sessions import OnRoster, OpenSession, OwnSession, TrainingSession


class TrainingSessions:
    """Sessions with their rosters; a closed one is changed no more."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, said: OpenSession, by: str, at: datetime, record: int) -> TrainingSession:
        """Keep a session that will be held."""
        row = SessionRow(
            title=said.title,
            starts_at=said.starts_at,
            place=said.place,
            agenda=said.agenda,
            opened_by=by,
            opened_at=at,
            record=record,
            note="",
        )
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            _add(session, row.session, said.roster, record)
            return _told(session, row)

    def get(self, number: int) -> TrainingSession | None:
        """The session of that number."""
        with self._database.reading() as session:
            row = session.get(SessionRow, number)
            return _told(session, row) if row else None

    def all(self) -> list[TrainingSession]:
        """Every session, the newest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(SessionRow).order_by(SessionRow.starts_at.desc(), SessionRow.session.desc()))
            return [_told(session, row) for row in rows.all()]

    def of(self, username: str) -> list[OwnSession]:
        """The sessions that this person is on the roster of, the newest first."""
        own = (
            select(SessionRow, RosterRow.attended)
            .join(RosterRow, RosterRow.session == SessionRow.session)
            .where(RosterRow.username == username)
            .order_by(SessionRow.starts_at.desc())
        )
        with self._database.reading() as session:
            return [
                OwnSession(
                    title=row.title,
                    starts_at=row.starts_at,
                    place=row.place,
                    agenda=row.agenda,
                    trainer=row.opened_by,
                    attended=attended,
                )
                for row, attended in session.execute(own).all()
            ]

    def change(self, number: int, add: Iterable[str], remove: Iterable[str], record: int) -> bool:
        """Change the roster; False when no open session has this number."""
        with self._database.writing() as session:
            row = session.get(SessionRow, number)
            if row is None or row.closed_at is not None:
                return False
            gone = (RosterRow.session == number, RosterRow.username.in_(list(remove)))
            session.execute(delete(RosterRow).where(*gone))
            _add(session, number, add, record)
            return True

    def close(self, number: int, attended: frozenset[str], note: str, by: str, at: datetime, record: int) -> bool:
        """Keep who of the roster attended; False when no open session has this number."""
        with self._database.writing() as session:
            row = session.get(SessionRow, number)
            if row is None or row.closed_at is not None:
                return False
            row.closed_by, row.closed_at, row.closed_record, row.note = by, at, record, note
            for each in session.scalars(select(RosterRow).where(RosterRow.session == number)):
                each.attended = each.username in attended
            return True

    def moment(self) -> int:
        """The newest record that anything about training rests on; -1 for none."""
        columns = (StepRow.record, SignOffRow.record, SessionRow.record, SessionRow.closed_record, RosterRow.record)
        with self._database.reading() as session:
            newest = [session.scalar(select(func.max(column))) for column in columns]
        return max((number for number in newest if number is not None), default=-1)


def _add(session: Session, number: int, names: Iterable[str], record: int) -> None:
    for name in names:
        values = {"session": number, "username": name, "record": record, "attended": None}
        insert_unless_there(session, RosterRow, values, ("session", "username"))


def _told(session: Session, row: SessionRow) -> TrainingSession:
    roster = session.scalars(select(RosterRow).where(RosterRow.session == row.session).order_by(RosterRow.username))
    return TrainingSession(
        session=row.session,
        title=row.title,
        starts_at=row.starts_at,
        place=row.place,
        agenda=row.agenda,
        opened_by=row.opened_by,
        record=row.record,
        roster=[OnRoster(username=each.username, attended=each.attended) for each in roster],
        closed_by=row.closed_by or "",
        closed_at=row.closed_at,
        closed_record=row.closed_record,
        note=row.note,
    )
