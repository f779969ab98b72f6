"""The register of batches of photographs (464.7.1(a), 464.9): their terms, and how far they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from workbench.errors import NotFound
from workbench.policy.caller import Realm
from workbench.store.receipt import Receipt, demand
from workbench.store.registers.database import Database, insert_unless_there
from workbench.store.registers.photograph_parts import batch_of
from workbench.store.registers.photograph_repeats import told_apart
from workbench.store.registers.photograph_tables import PhotographBatchRow, PhotographPlateRow, PhotographRow
from workbench.wire.photographs import (
    BatchState,
    PhotographBatch,
    PhotographOffer,
    PhotographState,
    Progress,
)

_TO_DO = (PhotographState.WAITING, PhotographState.LOOKED)


class PhotographBatches:
    """Batches, each under the record of its offer; how far one is tells no name and no plate."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, batch_id: str, offer: PhotographOffer, by: str, at: datetime, receipt: Receipt) -> PhotographBatch:
        """Begin a batch; the one that stands when it was begun before."""
        demand(receipt, Realm.LIVE)
        values = {
            **offer.model_dump(mode="json"),
            "batch_id": batch_id,
            "by": by,
            "received": at,
            "state": BatchState.OPEN.value,
            "record": receipt.index,
        }
        with self._database.writing() as session:
            insert_unless_there(session, PhotographBatchRow, values, ("batch_id",))
            return batch_of(_row(session, batch_id))

    def get(self, batch_id: str) -> PhotographBatch:
        """The batch; ``NotFound`` where there is none."""
        with self._database.reading() as session:
            return batch_of(_row(session, batch_id))

    def page(self, by: Collection[str] | None = None, limit: int = 50) -> list[PhotographBatch]:
        """The newest batches, of those who handed them in under these names or of all."""
        wanted = select(PhotographBatchRow).order_by(PhotographBatchRow.record.desc()).limit(limit)
        if by is not None:
            wanted = wanted.where(PhotographBatchRow.by.in_(by))
        with self._database.reading() as session:
            return [batch_of(row) for row in session.scalars(wanted)]

    def close(self, batch_id: str) -> BatchState:
        """Every file was handed in: let them be read, but for those that came in another batch meanwhile."""
        with self._database.writing() as session:
            row = _row(session, batch_id)
            if row.state == BatchState.OPEN:
                told_apart(session, batch_id)
                row.state = BatchState.READING.value
            return BatchState(row.state)

    def cancel(self, batch_id: str) -> BatchState:
        """Call a batch off: what has not been read of it never will be, and what was read stands."""
        with self._database.writing() as session:
            row = _row(session, batch_id)
            if row.state in (BatchState.OPEN, BatchState.READING):
                row.state = BatchState.CANCELLED.value
                undone = (*_TO_DO, PhotographState.INCOMPLETE)
                numbers = select(PhotographRow.photograph).where(
                    PhotographRow.batch_id == batch_id, PhotographRow.state.in_(undone)
                )
                session.execute(delete(PhotographPlateRow).where(PhotographPlateRow.photograph.in_(numbers)))
                called = update(PhotographRow).where(
                    PhotographRow.batch_id == batch_id, PhotographRow.state.in_(undone)
                )
                session.execute(called.values(state=PhotographState.CANCELLED.value, missing=[]))
            return BatchState(row.state)

    def settle(self) -> list[str]:
        """Say of each batch that is read and has nothing left to do that it is done; which ones."""
        left = select(PhotographRow.batch_id).where(PhotographRow.state.in_(_TO_DO))
        done = select(PhotographBatchRow).where(
            PhotographBatchRow.state == BatchState.READING.value, PhotographBatchRow.batch_id.not_in(left)
        )
        with self._database.writing() as session:
            rows = session.scalars(done).all()
            for row in rows:
                row.state = BatchState.DONE.value
            return [row.batch_id for row in rows]

    def progress(self, batch_id: str) -> Progress:
        """How far a batch is; ``NotFound`` where there is none."""
        mine = PhotographRow.batch_id == batch_id
        with self._database.reading() as session:
            row = _row(session, batch_id)
            grouped = select(PhotographRow.state, func.count()).where(mine).group_by(PhotographRow.state)
            counted = Counter({str(state): int(number) for state, number in session.execute(grouped)})
            plates = (
                select(func.count())
                .select_from(PhotographPlateRow)
                .join(PhotographRow, PhotographRow.photograph == PhotographPlateRow.photograph)
            )
            similar = select(func.count()).select_from(PhotographRow).where(mine, PhotographRow.similar_to.is_not(None))
            return Progress(
                batch_id=batch_id,
                state=BatchState(row.state),
                total=counted.total(),
                waiting=sum(counted[state] for state in _TO_DO),
                read=counted[PhotographState.READ],
                plates=session.scalar(plates.where(mine)) or 0,
                failed=counted[PhotographState.FAILED],
                duplicate=counted[PhotographState.DUPLICATE],
                incomplete=counted[PhotographState.INCOMPLETE],
                cancelled=counted[PhotographState.CANCELLED],
                similar=session.scalar(similar) or 0,
            )


def _row(session: Session, batch_id: str) -> PhotographBatchRow:
    row = session.get(PhotographBatchRow, batch_id)
    if row is None:
        raise NotFound("There is no such batch of photographs.", how="Look at the list of batches anew.")
    return row
