"""Lists of words, version by version (464.3, 464.10(b)): what says nothing in a purpose, how purposes are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from threading import Lock

from sqlalchemy import select

from workbench.store.registers.database import Database
from workbench.store.registers.programme_tables import LexiconRow
from workbench.wire.programme_lists import Lexicon, LexiconName


class Lexicons:
    """The newest version of each is in force, and remembered: each purpose asks for it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[LexiconName, Lexicon] = {}
        self._lock = Lock()

    def current(self, name: LexiconName) -> Lexicon:
        """The version in force; version 0, without entries, before the first."""
        with self._lock:
            if (known := self._known.get(name)) is None:
                known = self._known[name] = self._newest(name)
            return known

    def keep(self, name: LexiconName, entries: Sequence[str], by: str, at: datetime, record: int) -> Lexicon:
        """Put another version in force."""
        with self._lock:
            version = self._newest(name).version + 1
            row = LexiconRow(
                name=name.value, version=version, entries=list(entries), kept_by=by, kept_at=at, record=record
            )
            with self._database.writing() as session:
                session.add(row)
            kept = Lexicon(name=name, version=version, entries=list(entries), kept_by=by, record=record)
            self._known[name] = kept
            return kept

    def _newest(self, name: LexiconName) -> Lexicon:
        newest = select(LexiconRow).where(LexiconRow.name == name.value).order_by(LexiconRow.version.desc()).limit(1)
        with self._database.reading() as session:
            row = session.scalars(newest).first()
        if row is None:
            return Lexicon(name=name, version=0, entries=[])
        return Lexicon(
            name=name, version=row.version, entries=list(row.entries), kept_by=row.kept_by, record=row.record
        )
