"""The register of watched plates (464.7.1(b), 464.7.1(c)): keyed hashes and words; no plate can be read out of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from workbench.store.registers.audit_tables import WatchedPlateRow
from workbench.store.registers.database import Database, upsert
from workbench.wire.audits import WatchedPlate


class WatchedPlates:
    """Who put one there or took it away is in the access log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[WatchedPlate]:
        """All of them, by word."""
        with self._database.reading() as session:
            found = [_watched(row) for row in session.scalars(select(WatchedPlateRow))]
        return sorted(found, key=lambda each: (each.word.casefold(), each.hash))

    def watch(self, hashed: str, word: str, by: str, at: datetime, record: int) -> WatchedPlate:
        """Keep one, instead of what stood for the same plate."""
        values = {"hash": hashed, "word": word, "by": by, "at": at, "record": record}
        with self._database.writing() as session:
            upsert(session, WatchedPlateRow, values, ("hash",))
        return WatchedPlate.model_validate(values)

    def unwatch(self, hashed: str) -> bool:
        """Take one away; False when it is not there."""
        gone = delete(WatchedPlateRow).where(WatchedPlateRow.hash == hashed).returning(WatchedPlateRow.hash)
        with self._database.writing() as session:
            return session.execute(gone).first() is not None


def _watched(row: WatchedPlateRow) -> WatchedPlate:
    return WatchedPlate(hash=row.hash, word=row.word, by=row.by, at=row.at, record=row.record)
