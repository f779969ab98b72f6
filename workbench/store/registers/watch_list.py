"""Plates that audits look for (464.7.1(b), 464.7.1(c)): own, household's, colleagues', kept as keyed hashes alone.

All plates there can be are hashed in minutes, so a bare hash hides nothing: the key is the custodian's, in a file of
its own and in no backup of this database. Without it no entry tells its plate, and nothing here lists plates.
"""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import delete, select

from workbench.plates.normalise import normalise
from workbench.store.registers.database import Database, insert_unless_there
from workbench.store.registers.programme_tables import WatchedPlateRow
from workbench.wire.programme_lists import WatchEntry, WatchKind

_KEY_BYTES = 32
SHORT = 16
"""Characters that tell one plate from every other there is, but for one chance in thousands of millions."""


class WatchList:
    """Entries by the keyed hash of their plate and the member that they concern."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._key: bytes | None = None

    def use(self, key: bytes) -> None:
        """The key of this installation, 32 bytes; ``ValueError`` for another length."""
        if len(key) != _KEY_BYTES:
            raise ValueError(f"the key of the watch-list has {_KEY_BYTES} bytes")
        self._key = key

    def hashed(self, plate: str) -> str:
        """The keyed hash (HMAC-SHA256, hexadecimal) of a plate however it is spaced; ``BadInput`` for none."""
        if self._key is None:
            raise TypeError("the watch-list has no key yet")
        return hmac.new(self._key, normalise(plate).encode(), hashlib.sha256).hexdigest()

    def short(self, plate: str) -> str:
        """The first ``SHORT`` hexadecimal characters of the same, of a plate in its one spelling: for many at once."""
        if self._key is None:
            raise TypeError("the watch-list has no key yet")
        return hmac.digest(self._key, plate.encode(), "sha256").hex()[:SHORT]

    def all(self) -> list[WatchEntry]:
        """Every entry, by whom it concerns; no plate is in it."""
        with self._database.reading() as session:
            rows = session.scalars(select(WatchedPlateRow).order_by(WatchedPlateRow.about, WatchedPlateRow.record))
            return [_entry(row) for row in rows]

    def add(self, entry: WatchEntry) -> bool:
        """Keep an entry, whose ``entry`` is the keyed hash; False when it stands already."""
        row = entry.model_dump(exclude={"entry"}) | {"plate_hash": entry.entry, "kind": entry.kind.value}
        with self._database.writing() as session:
            return insert_unless_there(session, WatchedPlateRow, row, ("plate_hash", "about"))

    def remove(self, entry: str, about: str) -> bool:
        """Take an entry away; False when there is none."""
        gone = delete(WatchedPlateRow).where(WatchedPlateRow.plate_hash == entry, WatchedPlateRow.about == about)
        with self._database.writing() as session:
            return session.execute(gone.returning(WatchedPlateRow.about)).first() is not None


def _entry(row: WatchedPlateRow) -> WatchEntry:
    return WatchEntry(
        entry=row.plate_hash,
        kind=WatchKind(row.kind),
        about=row.about,
        note=row.note,
        added_by=row.added_by,
        added_at=row.added_at,
        record=row.record,
    )
