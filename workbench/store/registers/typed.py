"""What people typed beside the reads (464.9): it may name a plate, and is kept no longer than a read is.

Of a purpose, a question and a saved search the access log has the record; the certificate of a purge counts what went.
What an agency keeps on file for its own sake (requests, findings, holds) is no part of it: ``docs/retention.md``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Delete, Update, delete, or_, select, update
from sqlalchemy.orm import Session

from workbench.policy.caller import Realm
from workbench.store.receipt import Receipt, demand
from workbench.store.registers.audit_tables import AuditFileRow, AuditTableRow
from workbench.store.registers.database import Database
from workbench.store.registers.docket_tables import DocketActRow, DocketRow
from workbench.store.registers.hotlist_tables import EntryRow, HotlistRow
from workbench.store.registers.hotlists import micros
from workbench.store.registers.saved_tables import SavedSearchRow
from workbench.store.registers.tables import AssentRecord, BatchRow, PurposeRow
from workbench.wire.docket import Kind, State

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TypedGone:
    """How many of each went, or lost what was typed of them."""

    purposes: int
    questions: int
    searches: int
    batches: int
    entries: int
    files: int

    @property
    def all(self) -> int:
        """Together."""
        return self.purposes + self.questions + self.searches + self.batches + self.entries + self.files


class Typed:
    """Ends it, physically."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def purge(self, before: datetime, held: Collection[str], receipt: Receipt) -> TypedGone:
        """End what is from before a moment (UTC); purposes of the cases ``held`` stay. What was begun is ended."""
        demand(receipt, Realm.LIVE)
        with self._database.writing() as session:
            gone = TypedGone(
                purposes=sum(_run(session, each) for each in _purposes(session, before, held)),
                questions=_run(session, _questions(before)) + _glass(session, before),
                searches=_run(session, delete(SavedSearchRow).where(SavedSearchRow.kept_at < before)),
                batches=sum(_run(session, each) for each in _names(before)),
                entries=_run(session, delete(EntryRow).where(EntryRow.expires < micros(before))),
                files=_run(session, _files(before)),
            )
        tables = (PurposeRow, AssentRecord, SavedSearchRow, BatchRow, EntryRow, HotlistRow)
        self._database.settle(*tables, AuditFileRow, DocketRow, DocketActRow)
        return gone


def _purposes(session: Session, before: datetime, held: Collection[str]) -> Iterator[Delete]:
    """Those that were used last before; a case is told whatever its capitals, as a hold tells it."""
    old, keys = PurposeRow.last_used_at < before, {case.lower() for case in held}
    cases = session.scalars(select(PurposeRow.case_number).where(old).distinct())
    over = [case for case in cases if case.strip().lower() not in keys]
    for start in range(0, len(over), _AT_ONCE):
        yield delete(PurposeRow).where(old, PurposeRow.case_number.in_(over[start : start + _AT_ONCE]))


def _questions(before: datetime) -> Delete:
    return delete(AssentRecord).where(AssentRecord.asked_at < before, AssentRecord.expires_at < before)


def _glass(session: Session, before: datetime) -> int:
    """Searches behind broken glass that somebody looked at: the question is repeated in them."""
    decided = (DocketRow.kind == Kind.GLASS.value, DocketRow.state != State.WAITING.value)
    old = select(DocketRow.number).where(*decided, DocketRow.entered_at < before)
    _run(session, delete(DocketActRow).where(DocketActRow.number.in_(old.scalar_subquery())))
    return _run(session, delete(DocketRow).where(*decided, DocketRow.entered_at < before))


def _names(before: datetime) -> Iterator[Update]:
    """Names of files, and what was said of their lines; counts, digests and records stay."""
    told = or_(BatchRow.name != "", BatchRow.rejected > 0)
    yield update(BatchRow).where(BatchRow.received < before, told).values(name="", problems=[])
    refused = (HotlistRow.installed_at < before, HotlistRow.rejected > 0)
    yield update(HotlistRow).where(*refused).values(problems=[])


def _files(before: datetime) -> Delete:
    """Other systems' logs whose audit was sealed before; the report stays."""
    sealed = select(AuditTableRow.audit).where(AuditTableRow.sealed_at < before)
    return delete(AuditFileRow).where(AuditFileRow.audit.in_(sealed.scalar_subquery()))


def _run(session: Session, statement: Delete | Update) -> int:
    return session.connection().execute(statement).rowcount
