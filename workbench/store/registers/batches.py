"""The register of batches taken in (464.9): the same bytes are taken once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.store.registers.database import Database, insert_unless_there
from workbench.store.registers.tables import BatchRow
from workbench.wire.ingest import BatchReceipt, Rejected


class Batches:
    """Receipts of batches, found again by what was in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_sha256(self, sha256: str) -> BatchReceipt | None:
        """The receipt given for exactly these bytes, or None."""
        with self._database.reading() as session:
            return _find(session, sha256)

    def by_name(self, name: str) -> BatchReceipt | None:
        """The newest receipt for a batch of this name, or None."""
        with self._database.reading() as session:
            named = select(BatchRow).where(BatchRow.name == name).order_by(BatchRow.record.desc()).limit(1)
            return _receipt(session.scalars(named).first())

    def add(self, receipt: BatchReceipt) -> BatchReceipt:
        """Keep a receipt; when the same bytes were taken meanwhile, the first receipt is returned."""
        values = receipt.model_dump(mode="python", exclude={"repeated", "problems"})
        values["problems"] = [problem.model_dump() for problem in receipt.problems]
        with self._database.writing() as session:
            insert_unless_there(session, BatchRow, values, ("sha256",))
            return _find(session, receipt.sha256) or receipt


def _find(session: Session, sha256: str) -> BatchReceipt | None:
    return _receipt(session.scalars(select(BatchRow).where(BatchRow.sha256 == sha256)).first())


def _receipt(row: BatchRow | None) -> BatchReceipt | None:
    if row is None:
        return None
    return BatchReceipt(
        batch_id=row.batch_id,
        sha256=row.sha256,
        name=row.name,
        format=row.format,
        accepted=row.accepted,
        duplicate=row.duplicate,
        rejected=row.rejected,
        problems=[Rejected.model_validate(problem) for problem in row.problems],
        repeated=False,
        record=row.record,
        received=row.received,
    )
