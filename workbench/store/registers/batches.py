"""The register of batches taken in (464.9): a receipt for each, found again by what was offered on which terms."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.store.registers.database import Database, insert_unless_there
from workbench.store.registers.tables import BatchRow
from workbench.wire.ingest import BatchReceipt, Rejected


class Batches:
    """Receipts of batches. The same bytes on other terms are another batch, whose receipt names the first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, batch_id: str) -> BatchReceipt | None:
        """The receipt given for this batch, or None."""
        with self._database.reading() as session:
            return _receipt(session, session.get(BatchRow, batch_id))

    def by_name(self, name: str) -> BatchReceipt | None:
        """The newest receipt for a batch of this name, or None."""
        with self._database.reading() as session:
            named = select(BatchRow).where(BatchRow.name == name).order_by(BatchRow.record.desc()).limit(1)
            return _receipt(session, session.scalars(named).first())

    def add(self, receipt: BatchReceipt) -> BatchReceipt:
        """Keep a receipt and return it as kept; when the same batch was taken meanwhile, that one's receipt."""
        values = receipt.model_dump(mode="python", exclude={"repeated", "problems", "first"})
        values["problems"] = [problem.model_dump() for problem in receipt.problems]
        with self._database.writing() as session:
            insert_unless_there(session, BatchRow, values, ("batch_id",))
            return _receipt(session, session.get(BatchRow, receipt.batch_id)) or receipt

    def forget(self, batch_ids: Sequence[str]) -> list[BatchReceipt]:
        """Let batches be taken once more, for reads of them were lost; the receipts they had (464.9)."""
        with self._database.writing() as session:
            rows = [row for batch_id in batch_ids if (row := session.get(BatchRow, batch_id))]
            receipts = [receipt for row in rows if (receipt := _receipt(session, row))]
            for row in rows:
                session.delete(row)
        return receipts


def _receipt(session: Session, row: BatchRow | None) -> BatchReceipt | None:
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
        first=_first(session, row),
        record=row.record,
        received=row.received,
        hits=row.hits,
    )


def _first(session: Session, row: BatchRow) -> str:
    """The batch with the same bytes that was recorded before all others; nothing when it is this one.

    Looked up rather than kept: two that come at the same moment agree on it.
    """
    same = select(BatchRow.batch_id).where(BatchRow.sha256 == row.sha256, BatchRow.record < row.record)
    return session.scalars(same.order_by(BatchRow.record).limit(1)).first() or ""
