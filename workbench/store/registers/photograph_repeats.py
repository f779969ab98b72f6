"""Photographs with the same bytes (464.9): one of them is read, each other one says which.

A batch that was not handed in to its end is read by nobody: its photographs keep none away from another batch, whoever
begins that, and are compared anew once it is closed.
"""

from __future__ import annotations

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from workbench.store.registers.photograph_tables import PhotographBatchRow, PhotographRow
from workbench.wire.photographs import BatchState, PhotographState

KEPT = (PhotographState.WAITING, PhotographState.LOOKED, PhotographState.INCOMPLETE, PhotographState.READ)
"""What neither failed nor was called off."""


def first_with(session: Session, sha256: str, batch_id: str) -> int | None:
    """The first photograph with this content in the batch itself, or in one that was handed in to its end."""
    within = or_(PhotographRow.batch_id == batch_id, PhotographRow.batch_id.not_in(_open()))
    same = select(PhotographRow.photograph).where(PhotographRow.sha256 == sha256, PhotographRow.state.in_(KEPT))
    return session.scalars(same.where(within).order_by(PhotographRow.photograph).limit(1)).first()


def told_apart(session: Session, batch_id: str) -> None:
    """Mark what waits in a batch and came in another one meanwhile; call it when the batch is closed."""
    other = aliased(PhotographRow)
    met = (
        select(PhotographRow, func.min(other.photograph))
        .join(other, other.sha256 == PhotographRow.sha256)
        .where(
            PhotographRow.batch_id == batch_id,
            PhotographRow.state == PhotographState.WAITING,
            other.batch_id != batch_id,
            other.batch_id.not_in(_open()),
            other.state.in_(KEPT),
        )
        .group_by(PhotographRow.photograph)
    )
    for row, first in session.execute(met).all():
        repeats(row, first)


def repeats(row: PhotographRow, first: int) -> None:
    """Mark a photograph as one that the agency has."""
    row.state = PhotographState.DUPLICATE.value
    row.reason = f"The same bytes were handed in as photograph {first}: nothing was added."


def _open() -> Select[str]:
    return select(PhotographBatchRow.batch_id).where(PhotographBatchRow.state == BatchState.OPEN)
