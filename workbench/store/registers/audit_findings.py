"""The register of findings (464.6): raised, then decided once, with who approved it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from workbench.store.registers.audit_tables import AuditFindingRow
from workbench.store.registers.database import Database
from workbench.wire.audits import Decide, Finding, RaiseFinding


class AuditFindings:
    """Each act stands in the access log before it stands here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, audit: int) -> list[Finding]:
        """Those of an audit, the oldest first."""
        wanted = select(AuditFindingRow).where(AuditFindingRow.audit == audit).order_by(AuditFindingRow.finding)
        with self._database.reading() as session:
            return [_finding(row) for row in session.scalars(wanted)]

    def get(self, finding: int) -> Finding | None:
        """One of them, or None."""
        with self._database.reading() as session:
            row = session.get(AuditFindingRow, finding)
            return _finding(row) if row else None

    def raised(self, said: RaiseFinding, users: Sequence[str], by: str, at: datetime, record: int) -> Finding:
        """Keep what was raised."""
        row = AuditFindingRow(
            audit=said.audit, rows=sorted(set(said.rows)), users=list(users), detector=said.detector, words=said.words,
            raised_by=by, raised_at=at, record=record,
        )  # fmt: skip
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            return _finding(row)

    def decided(self, said: Decide, by: str, approved_by: str, record: int) -> Finding | None:
        """Keep the decision; None when there is no such finding or it was decided."""
        with self._database.writing() as session:
            row = session.get(AuditFindingRow, said.finding, with_for_update=True)
            if row is None or row.outcome is not None:
                return None
            row.outcome, row.decision = said.outcome.value, said.words
            row.decided_by, row.decided_record, row.approved_by = by, record, approved_by
            return _finding(row)


def _finding(row: AuditFindingRow) -> Finding:
    kept = {name: getattr(row, name) for name in Finding.model_fields}
    return Finding.model_validate({name: value for name, value in kept.items() if value is not None})
