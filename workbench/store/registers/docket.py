"""The register of what takes two persons (464.8 to 464.11): entered by one, decided by another, kept on file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workbench.store.registers.database import Database
from workbench.store.registers.docket_tables import DocketActRow, DocketRow
from workbench.wire.docket import Kind, State


@dataclass(frozen=True, slots=True)
class Act:
    """Something done under an entry; ``record`` is its own in the access log."""

    what: str
    body: Mapping[str, Any]
    by: str
    at: datetime
    record: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with what was done under it, the oldest first."""

    number: int
    kind: Kind
    body: Mapping[str, Any]
    state: State
    entered_by: str
    entered_at: datetime
    record: int
    decided_by: str
    decided_at: datetime | None
    reason: str
    acts: tuple[Act, ...]

    def told(self) -> dict[str, Any]:
        """What every kind tells of itself (``wire.docket.Entered``)."""
        names = ("number", "state", "entered_by", "entered_at", "record", "decided_by", "decided_at", "reason")
        return {name: getattr(self, name) for name in names}


class Docket:
    """Entries of all kinds; who did what with which is in the access log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def enter(
        self, kind: Kind, body: Mapping[str, Any], by: str, at: datetime, record: int, state: State = State.WAITING
    ) -> Entry:
        """A new entry, durable when this returns."""
        row = DocketRow(
            kind=kind.value,
            body=dict(body),
            state=state.value,
            entered_by=by,
            entered_at=at,
            record=record,
            reason="",
        )
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            return _entry(row, ())

    def get(self, kind: Kind, number: int) -> Entry | None:
        """One entry of this kind, or None."""
        with self._database.reading() as session:
            row = session.get(DocketRow, number)
            return _whole(session, [row])[0] if row is not None and row.kind == kind else None

    def of(self, kind: Kind) -> list[Entry]:
        """All of a kind, the newest first."""
        wanted = select(DocketRow).where(DocketRow.kind == kind.value).order_by(DocketRow.number.desc())
        with self._database.reading() as session:
            return _whole(session, list(session.scalars(wanted)))

    def waiting(self) -> list[Entry]:
        """Everything that waits for somebody's word, the oldest first."""
        wanted = select(DocketRow).where(DocketRow.state == State.WAITING.value).order_by(DocketRow.number)
        with self._database.reading() as session:
            return _whole(session, list(session.scalars(wanted)))

    def decide(self, number: int, state: State, by: str, at: datetime, reason: str, record: int) -> bool:
        """Decide what waits, once; False when it does not wait (any more)."""
        told = {"decided_by": by, "decided_at": at, "reason": reason, "decision_record": record}
        return self._moved(number, State.WAITING, {"state": state.value, **told})

    def ask(self, number: int) -> bool:
        """What is open waits for a decision from now on; False when it is not open (any more)."""
        return self._moved(number, State.OPEN, {"state": State.WAITING.value})

    def end(self, number: int) -> bool:
        """What was approved is done with; False when it is not approved (any more)."""
        return self._moved(number, State.APPROVED, {"state": State.DONE.value})

    def add(self, number: int, act: Act) -> None:
        """Keep what was done under an entry."""
        with self._database.writing() as session:
            session.add(
                DocketActRow(
                    number=number, what=act.what, body=dict(act.body), done_by=act.by, done_at=act.at, record=act.record
                )
            )

    def _moved(self, number: int, before: State, values: Mapping[str, Any]) -> bool:
        once = update(DocketRow).where(DocketRow.number == number, DocketRow.state == before.value)
        with self._database.writing() as session:
            return session.execute(once.values(**values).returning(DocketRow.number)).first() is not None


def _whole(session: Session, rows: list[DocketRow]) -> list[Entry]:
    numbers = [row.number for row in rows]
    found: dict[int, list[Act]] = {}
    done = select(DocketActRow).where(DocketActRow.number.in_(numbers)).order_by(DocketActRow.act)
    for act in session.scalars(done):
        found.setdefault(act.number, []).append(Act(act.what, act.body, act.done_by, act.done_at, act.record))
    return [_entry(row, tuple(found.get(row.number, ()))) for row in rows]


def _entry(row: DocketRow, acts: tuple[Act, ...]) -> Entry:
    return Entry(
        number=row.number,
        kind=Kind(row.kind),
        body=row.body,
        state=State(row.state),
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        record=row.record,
        decided_by=row.decided_by or "",
        decided_at=row.decided_at,
        reason=row.reason,
        acts=acts,
    )
