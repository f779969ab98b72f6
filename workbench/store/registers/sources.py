"""Which sources each person may search (464.7(f)): none until the administrator grants one."""

from __future__ import annotations

from sqlalchemy import delete, select

from workbench.store.registers.database import Database, upsert
from workbench.store.registers.tables import SourceGrantRow


class Sources:
    """Grants of sources to persons; who granted what and when is in the access log under ``record``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def granted(self, username: str) -> frozenset[str]:
        """Every source that this person may search."""
        with self._database.reading() as session:
            rows = session.scalars(select(SourceGrantRow.source).where(SourceGrantRow.username == username))
            return frozenset(rows)

    def grant(self, username: str, source: str, by: str, record: int) -> None:
        """Let this person search this source, as recorded."""
        values = {"username": username, "source": source, "granted_by": by, "record": record}
        with self._database.writing() as session:
            upsert(session, SourceGrantRow, values, ("username", "source"))

    def revoke(self, username: str, source: str) -> None:
        """Take the grant back; narrowing never waits for a record."""
        with self._database.writing() as session:
            session.execute(
                delete(SourceGrantRow).where(SourceGrantRow.username == username, SourceGrantRow.source == source)
            )
