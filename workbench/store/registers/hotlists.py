"""The register of hotlists (464.7(f), 464.7(g)): a version of a list is in force whole, or not at all.

A version is loaded in pieces beside the one in force, so that nobody else waits for a million entries, and comes
into force in one step; the entries of the one before it go then. What a stop left half-loaded was never in force
and is swept when the next list is loaded.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from workbench.errors import BadInput
from workbench.policy.caller import Realm
from workbench.store.receipt import Receipt, demand
from workbench.store.registers.database import Database
from workbench.store.registers.hotlist_tables import EntryRow, HitRow, HotlistRow
from workbench.store.registers.watched import EPOCH, Listed, Watched, in_force, listed, watched
from workbench.wire.hotlists import HotlistLine, HotlistReceipt, ListState
from workbench.wire.ingest import Rejected

_AT_ONCE = 5_000
"""Entries that are written or removed in one step."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is kept; ``entered`` and ``expires`` are UTC."""

    entry_id: str
    plate: str
    state: str | None
    reason: str
    case_number: str
    entered: datetime
    expires: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What is known of a version before its entries are; ``terms`` is the digest of what it was offered on."""

    name: str
    source: str
    format: str
    sha256: str
    terms: str
    by: str
    record: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of the entries of a version."""

    accepted: int
    duplicate: int
    rejected: int
    problems: list[Rejected]


class Hotlists:
    """Lists by name, a version in force at a time; plates are shown to nobody without a receipt (464.5)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self.changing = threading.Lock()
        """Held by whoever makes a version out of the one in force."""
        self._watched: Watched | None = None

    def standing(self, name: str) -> tuple[HotlistReceipt, str] | None:
        """The receipt of the version in force and the digest of its terms, or None."""
        with self._database.reading() as session:
            row = session.scalars(select(HotlistRow).where(HotlistRow.active_name == name)).first()
            return (_receipt(row), row.terms) if row else None

    def begin(self, offered: Offered) -> int:
        """Begin to load a version; its number. It is not in force, and sweeps what an earlier stop left."""
        with self._database.reading() as session:
            ended = HotlistRow.state.in_((ListState.REPLACED, ListState.RETIRED))
            left = select(EntryRow.hotlist).join(HotlistRow, HotlistRow.number == EntryRow.hotlist).where(ended)
            gone = list(session.scalars(left.distinct()))
            stopped = select(HotlistRow.number).where(HotlistRow.state == ListState.LOADING)
            gone += session.scalars(stopped.where(HotlistRow.name == offered.name))
        for number in gone:
            self._clear(number)
        row = HotlistRow(
            name=offered.name,
            active_name=None,
            version=0,
            source=offered.source,
            format=offered.format,
            sha256=offered.sha256,
            terms=offered.terms,
            state=ListState.LOADING.value,
            accepted=0,
            duplicate=0,
            rejected=0,
            problems=[],
            installed_by=offered.by,
            installed_at=offered.now,
            record=offered.record,
            ended_by="",
            ended_at=None,
        )
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            return row.number

    def load(self, number: int, first: int, entries: Sequence[Entry]) -> None:
        """Add entries to a version that is being loaded; ``first`` is the place of the first."""
        for start in range(0, len(entries), _AT_ONCE):
            piece = entries[start : start + _AT_ONCE]
            rows = [_row(number, place, entry) for place, entry in enumerate(piece, first + start)]
            with self._database.writing() as session:
                session.execute(insert(EntryRow.__table__), rows)  # type: ignore[arg-type]

    def put_in_force(
        self, number: int, counted: Counted, by: str, now: datetime, replaces: int | None = None
    ) -> HotlistReceipt:
        """Let a loaded version take the place of the one in force, in one step; its receipt.

        ``replaces`` is the version that has to be in force, 0 for none; None for whichever is. Raises ``BadInput`` when
        another one is, and when another loading of the same list has swept this one.
        """
        with self._database.writing() as session:
            row = session.get(HotlistRow, number)
            if row is None or row.state != ListState.LOADING:
                raise BadInput(
                    "Somebody else began to install this list meanwhile, so this file was let go.",
                    where="name",
                    how="See which version is in force, and install the file again if it has to be.",
                )
            if replaces is not None and replaces != _version(session, row.name):
                raise BadInput(
                    "Another version of this list came into force meanwhile, so this file was let go.",
                    where="replaces",
                    how="Look at what would change now, and install the file again if it has to be.",
                )
            before = _end(session, row.name, ListState.REPLACED, by, now)
            newest = select(func.max(HotlistRow.version)).where(HotlistRow.name == row.name)
            row.version = (session.scalar(newest) or 0) + 1
            row.active_name, row.state = row.name, ListState.ACTIVE.value
            row.accepted, row.duplicate, row.rejected = counted.accepted, counted.duplicate, counted.rejected
            row.problems = [problem.model_dump() for problem in counted.problems]
            session.flush()
            receipt = _receipt(row)
        for old in before:
            self._clear(old)
        return receipt

    def discard(self, number: int) -> None:
        """Remove a version that was begun and will not come into force."""
        self._clear(number)

    def retire(self, name: str, by: str, now: datetime) -> bool:
        """Take a list out of force; its entries go, its hits stay. Whether it was in force."""
        with self._database.writing() as session:
            ended = _end(session, name, ListState.RETIRED, by, now)
        for number in ended:
            self._clear(number)
        return bool(ended)

    def page(self, before: int | None, limit: int) -> list[HotlistLine]:
        """Versions of lists, the newest first, those with a smaller number than ``before``."""
        hits = select(HitRow.hotlist, func.count().label("hits")).group_by(HitRow.hotlist).subquery()
        wanted = (
            select(HotlistRow, func.coalesce(hits.c.hits, 0))
            .outerjoin(hits, hits.c.hotlist == HotlistRow.name)
            .where(HotlistRow.state != ListState.LOADING)
            .order_by(HotlistRow.number.desc())
            .limit(limit)
        )
        if before is not None:
            wanted = wanted.where(HotlistRow.number < before)
        with self._database.reading() as session:
            return [_line(row, count) for row, count in session.execute(wanted)]

    def watched(self, receipt: Receipt) -> Watched:
        """The entries in force; the same object until a list changes."""
        demand(receipt, Realm.LIVE)
        with self._lock, self._database.reading() as session:
            lists = in_force(session)
            if self._watched is None or self._watched.lists != lists:
                self._watched = watched(session, lists)
            return self._watched

    def listed(self, hotlist: int, places: Sequence[int], receipt: Receipt) -> list[Listed]:
        """These entries of a list; fewer when it is no longer in force."""
        demand(receipt, Realm.LIVE)
        with self._database.reading() as session:
            return listed(session, hotlist, places)

    def _clear(self, number: int) -> None:
        """Remove the entries of a version that is not in force, in pieces; and itself, if it never was."""
        while True:
            with self._database.writing() as session:
                some = select(EntryRow.place).where(EntryRow.hotlist == number).limit(_AT_ONCE)
                these = EntryRow.place.in_(some.scalar_subquery())
                gone = delete(EntryRow).where(EntryRow.hotlist == number, these).returning(EntryRow.place)
                if not session.scalars(gone).all():
                    loading = HotlistRow.state == ListState.LOADING
                    session.execute(delete(HotlistRow).where(HotlistRow.number == number, loading))
                    return


def _row(number: int, place: int, entry: Entry) -> dict[str, Any]:
    return {
        "hotlist": number,
        "place": place,
        "entry_id": entry.entry_id,
        "plate": entry.plate,
        "state": entry.state,
        "reason": entry.reason,
        "case_number": entry.case_number,
        "entered": micros(entry.entered),
        "expires": micros(entry.expires),
        "note": entry.note,
    }


def micros(moment: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (moment - EPOCH) // timedelta.resolution


def _end(session: Session, name: str, state: ListState, by: str, now: datetime) -> list[int]:
    """Take whatever version of this name is in force out of it; its number, if there was one."""
    ended = (
        update(HotlistRow)
        .where(HotlistRow.active_name == name)
        .values(active_name=None, state=state.value, ended_by=by, ended_at=now)
        .returning(HotlistRow.number)
    )
    return list(session.scalars(ended))


def _version(session: Session, name: str) -> int:
    """The version of this name that is in force; 0 for none."""
    return session.scalar(select(HotlistRow.version).where(HotlistRow.active_name == name)) or 0


def _receipt(row: HotlistRow) -> HotlistReceipt:
    return HotlistReceipt(
        name=row.name,
        version=row.version,
        source=row.source,
        format=row.format,
        sha256=row.sha256,
        accepted=row.accepted,
        duplicate=row.duplicate,
        rejected=row.rejected,
        problems=[Rejected.model_validate(problem) for problem in row.problems],
        repeated=False,
        record=row.record,
        installed=row.installed_at,
    )


def _line(row: HotlistRow, hits: int) -> HotlistLine:
    return HotlistLine(
        number=row.number,
        name=row.name,
        version=row.version,
        source=row.source,
        format=row.format,
        state=ListState(row.state),
        entries=row.accepted,
        installed_by=row.installed_by,
        installed=row.installed_at,
        record=row.record,
        ended_by=row.ended_by,
        ended=row.ended_at,
        hits=hits,
    )
