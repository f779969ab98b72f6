"""The register of saved searches (464.5, 464.7(d)): each person's own, shown to nobody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from workbench.store.registers.database import Database, upsert
from workbench.store.registers.saved_tables import SavedSearchRow
from workbench.wire.saved import SavedForm, SavedSearch


class SavedSearchRegister:
    """Forms by person and name; who kept or deleted one is in the access log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, username: str) -> list[SavedSearch]:
        """This person's, by name."""
        wanted = select(SavedSearchRow).where(SavedSearchRow.username == username)
        with self._database.reading() as session:
            found = [_saved(row) for row in session.scalars(wanted)]
        return sorted(found, key=lambda each: (each.name.casefold(), each.name))

    def keep(self, username: str, name: str, form: SavedForm, at: datetime, record: int) -> SavedSearch:
        """Keep a form, instead of what stood under its name."""
        kept = {"form": form.model_dump(mode="json"), "kept_at": at, "record": record}
        with self._database.writing() as session:
            upsert(session, SavedSearchRow, {"username": username, "name": name, **kept}, ("username", "name"))
        return SavedSearch(name=name, form=form, kept_at=at, record=record)

    def forget(self, username: str, name: str) -> bool:
        """Delete what stands under a name; False when nothing does."""
        there = (SavedSearchRow.username == username, SavedSearchRow.name == name)
        with self._database.writing() as session:
            gone = session.execute(delete(SavedSearchRow).where(*there).returning(SavedSearchRow.name)).first()
        return gone is not None


def _saved(row: SavedSearchRow) -> SavedSearch:
    return SavedSearch(name=row.name, form=SavedForm.model_validate(row.form), kept_at=row.kept_at, record=row.record)
