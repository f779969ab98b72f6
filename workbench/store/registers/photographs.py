"""The register of photographs (464.7.1(a), 464.9): what became of each, what it shows, and what it still lacks.

A photograph goes from ``waiting`` over ``looked`` to ``read``, each step one commit: a stop leaves it at the last one,
from where the next start goes on. What was seen is kept before its reads are made, so the reads are always the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from workbench.errors import NotFound
from workbench.policy.caller import Realm
from workbench.store.receipt import Receipt, demand
from workbench.store.registers.database import Database
from workbench.store.registers.photograph_parts import (
    Frame,
    NewPhotograph,
    Seen,
    Told,
    bands,
    columns_of,
    photograph_of,
    read_id_of,
)
from workbench.store.registers.photograph_repeats import KEPT, first_with, repeats
from workbench.store.registers.photograph_tables import PhotographBatchRow, PhotographPlateRow, PhotographRow
from workbench.wire.photographs import BatchState, Photograph, PhotographState

ALIKE = 3
"""Bits in which the perceptual hashes of photographs that look the same may differ."""
_AT_ONCE = 500


class Photographs:
    """Photographs and their plates; every look and every change needs a receipt for the agency's reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, batch_id: str, new: NewPhotograph, at: datetime, receipt: Receipt) -> Photograph:
        """Enter a file of a batch: as waiting, as failed, or as a duplicate of one that the agency has.

        The same file of the same name sent once more, after a stop, is the one that stands.
        """
        demand(receipt, Realm.LIVE)
        with self._database.writing() as session:
            if (standing := _sent_before(session, batch_id, new)) is not None:
                return _shown(session, [standing])[0]
            row = _new(batch_id, new, at, receipt.index)
            if row.state == PhotographState.WAITING and (first := first_with(session, new.sha256, batch_id)):
                repeats(row, first)
            session.add(row)
            session.flush()
            return photograph_of(row, ())

    def due(self, states: Collection[PhotographState], limit: int, receipt: Receipt) -> list[Photograph]:
        """Photographs in these states of batches that are being read, or are done but for what was completed."""
        demand(receipt, Realm.LIVE)
        batches = select(PhotographBatchRow.batch_id).where(
            PhotographBatchRow.state.in_((BatchState.READING.value, BatchState.DONE.value))
        )
        wanted = select(PhotographRow).where(PhotographRow.state.in_(states), PhotographRow.batch_id.in_(batches))
        with self._database.reading() as session:
            return _shown(session, session.scalars(wanted.order_by(PhotographRow.photograph).limit(limit)).all())

    def any_due(self) -> bool:
        """Whether there is anything to do; says nothing of what."""
        states = (PhotographState.WAITING.value, PhotographState.LOOKED.value)
        batches = select(PhotographBatchRow.batch_id).where(
            PhotographBatchRow.state.in_((BatchState.READING.value, BatchState.DONE.value))
        )
        wanted = select(PhotographRow.photograph).where(
            PhotographRow.state.in_(states), PhotographRow.batch_id.in_(batches)
        )
        with self._database.reading() as session:
            return session.scalars(wanted.limit(1)).first() is not None

    def keep(self, photograph: int, seen: Seen, receipt: Receipt) -> bool:
        """Keep what was seen in a photograph that waits; whether it still did."""
        demand(receipt, Realm.LIVE)
        with self._database.writing() as session:
            row = session.get(PhotographRow, photograph, with_for_update=True)
            if row is None or row.state != PhotographState.WAITING:
                return False
            _write(session, row, seen)
            return True

    def keep_frames(self, video: int, frames: Sequence[Frame], reason: str, receipt: Receipt) -> bool:
        """Keep the frames that were found in a video that waits, all or none; whether it still did."""
        demand(receipt, Realm.LIVE)
        with self._database.writing() as session:
            row = session.get(PhotographRow, video, with_for_update=True)
            if row is None or row.state != PhotographState.WAITING:
                return False
            row.state, row.reason = PhotographState.READ.value, reason
            for frame in frames:
                new = NewPhotograph(frame.name, frame.sha256, frame.octets)
                made = _new(row.batch_id, new, row.received, row.record)
                made.video, made.second = row.sha256, frame.second
                session.add(made)
                session.flush()
                _write(session, made, frame.seen)
            return True

    def fail(self, photograph: int, reason: str, receipt: Receipt) -> None:
        """Say why a photograph that waits can't be read."""
        demand(receipt, Realm.LIVE)
        waits = (PhotographRow.photograph == photograph, PhotographRow.state == PhotographState.WAITING.value)
        with self._database.writing() as session:
            session.execute(
                update(PhotographRow).where(*waits).values(state=PhotographState.FAILED.value, reason=reason)
            )

    def read(self, photographs: Sequence[int], receipt: Receipt) -> None:
        """The reads of these photographs stand in the store."""
        demand(receipt, Realm.LIVE)
        with self._database.writing() as session:
            for start in range(0, len(photographs), _AT_ONCE):
                some = PhotographRow.photograph.in_(photographs[start : start + _AT_ONCE])
                looked = PhotographRow.state == PhotographState.LOOKED.value
                session.execute(update(PhotographRow).where(some, looked).values(state=PhotographState.READ.value))

    def complete(self, photograph: int, told: Told, missing: Sequence[str], reason: str, receipt: Receipt) -> bool:
        """Put down what a photograph lacked, and what it lacks still; whether it lacked anything."""
        demand(receipt, Realm.LIVE)
        with self._database.writing() as session:
            row = session.get(PhotographRow, photograph, with_for_update=True)
            if row is None or row.state != PhotographState.INCOMPLETE:
                return False
            state = PhotographState.INCOMPLETE if missing else PhotographState.LOOKED
            values = {**told.columns(), "missing": list(missing), "reason": reason, "state": state}
            for name, value in values.items():
                setattr(row, name, value)
            return True

    def get(self, photograph: int, receipt: Receipt) -> Photograph:
        """One photograph with its plates; ``NotFound`` where there is none."""
        demand(receipt, Realm.LIVE)
        with self._database.reading() as session:
            row = session.get(PhotographRow, photograph)
            if row is None:
                raise NotFound("There is no such photograph any more.", how="Look at the list anew.")
            return _shown(session, [row])[0]

    def of_batch(
        self, batch_id: str, states: Collection[PhotographState], after: int, limit: int, receipt: Receipt
    ) -> list[Photograph]:
        """Photographs of a batch in these states, beyond a number, in the order in which they were handed in."""
        demand(receipt, Realm.LIVE)
        wanted = select(PhotographRow).where(PhotographRow.batch_id == batch_id, PhotographRow.photograph > after)
        if states:
            wanted = wanted.where(PhotographRow.state.in_(states))
        with self._database.reading() as session:
            return _shown(session, session.scalars(wanted.order_by(PhotographRow.photograph).limit(limit)).all())

    def of_reads(self, read_ids: Collection[str], receipt: Receipt) -> list[Photograph]:
        """The photographs that these reads were made of."""
        demand(receipt, Realm.LIVE)
        mine = select(PhotographPlateRow.photograph).where(PhotographPlateRow.read_id.in_(read_ids))
        with self._database.reading() as session:
            return _shown(
                session, session.scalars(select(PhotographRow).where(PhotographRow.photograph.in_(mine))).all()
            )


def _new(batch_id: str, new: NewPhotograph, at: datetime, record: int) -> PhotographRow:
    state = PhotographState.FAILED if new.failed else PhotographState.WAITING
    return PhotographRow(
        batch_id=batch_id,
        name=new.name,
        medium=new.medium.value,
        sha256=new.sha256,
        octets=new.octets,
        state=state.value,
        reason=new.failed,
        missing=[],
        models={},
        received=at,
        record=record,
        **new.told.columns(),
    )


def _sent_before(session: Session, batch_id: str, new: NewPhotograph) -> PhotographRow | None:
    mine = select(PhotographRow).where(
        PhotographRow.batch_id == batch_id, PhotographRow.name == new.name, PhotographRow.sha256 == new.sha256
    )
    return session.scalars(mine.limit(1)).first()


def _write(session: Session, row: PhotographRow, seen: Seen) -> None:
    for name, value in columns_of(seen).items():
        setattr(row, name, value)
    row.similar_to = _alike(session, row.photograph, seen.perceptual_hash)
    for number, plate in enumerate(seen.plates, 1):
        read_id = read_id_of(row.sha256, number)
        session.add(PhotographPlateRow(photograph=row.photograph, number=number, read_id=read_id, **plate))


def _alike(session: Session, photograph: int, perceptual_hash: str) -> int | None:
    """An earlier photograph that looks the same.

    Of hashes that differ in three bits one of four parts is equal (Norouzi, Punjani, Fleet, Fast Exact Search in
    Hamming Space with Multi-Index Hashing, 2014).
    """
    columns = (PhotographRow.band0, PhotographRow.band1, PhotographRow.band2, PhotographRow.band3)
    parts = [column == band for column, band in zip(columns, bands(perceptual_hash), strict=True)]
    wanted = select(PhotographRow.photograph, PhotographRow.perceptual_hash).where(
        or_(*parts), PhotographRow.photograph < photograph, PhotographRow.state.in_(KEPT)
    )
    mine = int(perceptual_hash, 16)
    for number, other in session.execute(wanted.order_by(PhotographRow.photograph)):
        if other is not None and (int(other, 16) ^ mine).bit_count() <= ALIKE:
            return int(number)
    return None


def _shown(session: Session, rows: Sequence[PhotographRow]) -> list[Photograph]:
    numbers = [row.photograph for row in rows]
    plates: dict[int, list[Any]] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        mine = PhotographPlateRow.photograph.in_(numbers[start : start + _AT_ONCE])
        wanted = select(PhotographPlateRow).where(mine).order_by(PhotographPlateRow.number)
        for plate in session.scalars(wanted):
            plates.setdefault(plate.photograph, []).append(plate)
    return [photograph_of(row, plates.get(row.photograph, ())) for row in rows]
