"""Purging photographs (464.9): their plates go with the reads that were made of them, they when no read is left."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from workbench.policy.caller import Realm
from workbench.store.receipt import Receipt, demand
from workbench.store.registers.database import Database
from workbench.store.registers.photograph_parts import Gone
from workbench.store.registers.photograph_tables import PhotographBatchRow, PhotographPlateRow, PhotographRow
from workbench.wire.photographs import BatchState, ImageKind, PhotographState

_LOOKED_THROUGH = 20_000
"""Plates whose reads are asked for together."""
_AT_ONCE = 500
_HOLDING = (
    PhotographState.WAITING,
    PhotographState.LOOKED,
    PhotographState.INCOMPLETE,
    PhotographState.READ,
    PhotographState.FAILED,
)
"""What is kept as it was given; a duplicate's bytes are its first one's, and what was called off is not kept."""
_Lacking = Callable[[Collection[str]], Collection[str]]


class PhotographPurge:
    """What a purge takes from the register of photographs, and which images are held by what it leaves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def purge(self, lacking: _Lacking, before: datetime | None, receipt: Receipt) -> Gone:
        """Remove, physically, the plates whose reads are gone and photographs without any left.

        ``lacking`` tells of some reads which the store has no more. A photograph that never made a read goes when it
        was handed in before ``before`` (UTC), and so does a batch that has none left. A read that stands, held or not,
        keeps its photograph. What was begun and not ended is ended.
        """
        demand(receipt, Realm.LIVE)
        plates, photographs = self._without_reads(lacking)
        with self._database.writing() as session:
            for photograph, number in plates:
                mine = (PhotographPlateRow.photograph == photograph, PhotographPlateRow.number == number)
                session.execute(delete(PhotographPlateRow).where(*mine))
            emptied = [one for one in sorted(photographs) if not _has_plates(session, one)]
            old = [] if before is None else [one for one in _old(session, before) if not _made_reads(session, one)]
            gone = Gone(plates=len(plates), numbers=sorted({*emptied, *old}))
            _remove(session, gone.numbers)
            gone.photographs = len(gone.numbers)
            gone.batches = _remove_batches(session, before)
        self._database.settle(PhotographRow, PhotographPlateRow, PhotographBatchRow)
        return gone

    def held(self, receipt: Receipt) -> dict[ImageKind, set[str]]:
        """The images that photographs hold: SHA-256 of each, by kind."""
        demand(receipt, Realm.LIVE)
        with self._database.reading() as session:
            keeps = PhotographRow.state.in_(_HOLDING)
            return {
                ImageKind.ORIGINAL: {
                    *session.scalars(select(PhotographRow.sha256).where(keeps)),
                    *session.scalars(select(PhotographRow.video).where(keeps, PhotographRow.video.is_not(None))),
                },
                ImageKind.THUMBNAIL: set(
                    session.scalars(select(PhotographRow.thumbnail).where(keeps, PhotographRow.thumbnail.is_not(None)))
                ),
                ImageKind.CROP: set(session.scalars(select(PhotographPlateRow.crop))),
            }

    def _without_reads(self, lacking: _Lacking) -> tuple[list[tuple[int, int]], set[int]]:
        """Plates of photographs that were read whose reads the store lacks, and their photographs."""
        gone: list[tuple[int, int]] = []
        after = (0, 0)
        while lines := self._next_plates(after):
            after = (lines[-1][0], lines[-1][1])
            absent = frozenset(lacking({read_id for _, _, read_id in lines}))
            gone += [(photograph, number) for photograph, number, read_id in lines if read_id in absent]
        return gone, {photograph for photograph, _ in gone}

    def _next_plates(self, after: tuple[int, int]) -> list[tuple[int, int, str]]:
        plate = PhotographPlateRow
        beyond = or_(plate.photograph > after[0], (plate.photograph == after[0]) & (plate.number > after[1]))
        wanted = (
            select(plate.photograph, plate.number, plate.read_id)
            .join(PhotographRow, PhotographRow.photograph == plate.photograph)
            .where(beyond, PhotographRow.state == PhotographState.READ.value)
            .order_by(plate.photograph, plate.number)
            .limit(_LOOKED_THROUGH)
        )
        with self._database.reading() as session:
            return [(photograph, number, read_id) for photograph, number, read_id in session.execute(wanted)]


def _has_plates(session: Session, photograph: int) -> bool:
    return (
        session.scalars(select(PhotographPlateRow.number).where(PhotographPlateRow.photograph == photograph)).first()
        is not None
    )


def _made_reads(session: Session, photograph: int) -> bool:
    """Whether it was read and shows plates: then its reads decide."""
    row = session.get(PhotographRow, photograph)
    return row is not None and row.state == PhotographState.READ and _has_plates(session, photograph)


def _old(session: Session, before: datetime) -> list[int]:
    return list(session.scalars(select(PhotographRow.photograph).where(PhotographRow.received < before)))


def _remove(session: Session, photographs: list[int]) -> None:
    for start in range(0, len(photographs), _AT_ONCE):
        some = photographs[start : start + _AT_ONCE]
        session.execute(delete(PhotographPlateRow).where(PhotographPlateRow.photograph.in_(some)))
        session.execute(delete(PhotographRow).where(PhotographRow.photograph.in_(some)))
        alike = update(PhotographRow).where(PhotographRow.similar_to.in_(some))
        session.execute(alike.values(similar_to=None))


def _remove_batches(session: Session, before: datetime | None) -> int:
    """Batches without a photograph; their names may tell a plate. One that is open keeps its place while it is new."""
    filled = select(PhotographRow.batch_id)
    ended = PhotographBatchRow.state.in_((BatchState.DONE.value, BatchState.CANCELLED.value))
    over = ended if before is None else or_(ended, PhotographBatchRow.received < before)
    empty = select(PhotographBatchRow.batch_id).where(PhotographBatchRow.batch_id.not_in(filled), over)
    names = list(session.scalars(empty))
    session.execute(delete(PhotographBatchRow).where(PhotographBatchRow.batch_id.in_(names)))
    return len(names)
