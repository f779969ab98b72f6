"""The agency's cases (464.10(b)): the list imported last, which purposes and audits are held against."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, exists, select

from workbench.store.registers.database import Database, insert_all_unless_there
from workbench.store.registers.programme_tables import CaseListRow, OpenCaseRow
from workbench.wire.programme_lists import CaseList, KnownCase

_AT_ONCE = 5000


class OpenCases:
    """One list in force, whole; earlier ones are told of by the access log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self) -> CaseList | None:
        """The list in force, without its numbers; None before the first."""
        newest = select(CaseListRow).order_by(CaseListRow.number.desc()).limit(1)
        with self._database.reading() as session:
            row = session.scalars(newest).first()
        if row is None:
            return None
        return CaseList(
            name=row.name,
            cases=row.cases,
            sha256=row.sha256,
            imported_by=row.imported_by,
            imported_at=row.imported_at,
            record=row.record,
        )

    def listed(self, case_number: str) -> bool | None:
        """Whether a case is open by the list in force, however its letters are written; None where there is none."""
        found = exists().where(OpenCaseRow.case_key == key_of(case_number), OpenCaseRow.closed.is_(None))
        with self._database.reading() as session:
            if session.scalars(select(CaseListRow.number).limit(1)).first() is None:
                return None
            return bool(session.scalar(select(found)))

    def known(self) -> dict[str, KnownCase] | None:
        """The cases of the list in force by ``key_of`` their numbers; None where there is no list."""
        if self.current() is None:
            return None
        with self._database.reading() as session:
            return {
                row.case_key: KnownCase(number=row.case_number, closed=row.closed, members=(row.members or "").split())
                for row in session.scalars(select(OpenCaseRow))
            }

    def replace(self, cases: Collection[KnownCase], told: CaseList) -> None:
        """Put another list in force, whole or not at all."""
        rows = [
            {
                "case_key": key_of(case.number),
                "case_number": case.number,
                "closed": case.closed,
                "members": " ".join(case.members) or None,
                "record": told.record,
            }
            for case in cases
        ]
        with self._database.writing() as session:
            session.execute(delete(OpenCaseRow))
            for start in range(0, len(rows), _AT_ONCE):
                insert_all_unless_there(session, OpenCaseRow, rows[start : start + _AT_ONCE], ("case_key",))
            session.add(CaseListRow(**told.model_dump()))


def key_of(case_number: str) -> str:
    """A case number as it is compared: without space around it, in small letters."""
    return case_number.strip().casefold()
