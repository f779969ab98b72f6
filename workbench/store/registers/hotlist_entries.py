"""Entries of the lists in force (464.5, 464.7(g)), for people who keep them: shown on a receipt alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl
from sqlalchemy import ColumnElement, func, select

from workbench.policy.caller import Realm
from workbench.store.receipt import Receipt, demand
from workbench.store.registers.database import Database
from workbench.store.registers.hotlist_tables import EntryRow, HotlistRow
from workbench.store.registers.hotlists import Entry, micros
from workbench.store.registers.watched import EPOCH
from workbench.wire.hotlist_entries import EntryQuery

_AT_ONCE = 50_000
SCHEMA = {
    **dict.fromkeys(("entry_id", "plate", "state", "reason", "case_number"), pl.String()),
    **dict.fromkeys(("entered", "expires"), pl.Int64()),
    "note": pl.String(),
}
"""An entry by columns; times are microseconds since 1970, UTC."""
_COLUMNS = tuple(getattr(EntryRow, name) for name in SCHEMA)


@dataclass(frozen=True, slots=True)
class Due:
    """How many entries of a list have expired, and how many will soon."""

    expiring: int
    expired: int


class Entries:
    """What stands in the lists in force."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, query: EntryQuery, now: datetime, soon: timedelta, receipt: Receipt) -> tuple[list[Entry], int]:
        """Entries of a list that fit, those that expire first before all others, and how many fit on all pages."""
        demand(receipt, Realm.LIVE)
        fitting = [HotlistRow.active_name == query.name, *_due(query.due, now, soon)]
        if query.plate:
            fitting.append(EntryRow.plate == query.plate)
        wanted = select(EntryRow).join(HotlistRow, HotlistRow.number == EntryRow.hotlist).where(*fitting)
        ordered = wanted.order_by(EntryRow.expires, EntryRow.place).offset(query.skip).limit(query.limit)
        with self._database.reading() as session:
            total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            return [entry_of(row) for row in session.scalars(ordered)], total

    def frame(self, name: str, receipt: Receipt) -> pl.DataFrame:
        """All entries of a list in force, by columns (``SCHEMA``), in their places; none when there is no such list."""
        demand(receipt, Realm.LIVE)
        wanted = select(*_COLUMNS).join(HotlistRow, HotlistRow.number == EntryRow.hotlist)
        ordered = wanted.where(HotlistRow.active_name == name).order_by(EntryRow.place)
        with self._database.reading() as session:
            parts = [pl.DataFrame(rows, SCHEMA, orient="row") for rows in session.execute(ordered).partitions(_AT_ONCE)]
        return pl.concat([pl.DataFrame(schema=SCHEMA), *parts])

    def due(self, now: datetime, soon: timedelta) -> Mapping[int, Due]:
        """By the number of each list in force, what is due of it; numbers alone, so no receipt."""
        expired = func.count().filter(*_due("expired", now, soon))
        expiring = func.count().filter(*_due("expiring", now, soon))
        active = select(HotlistRow.number).where(HotlistRow.active_name.is_not(None))
        counted = select(EntryRow.hotlist, expiring, expired).where(EntryRow.hotlist.in_(active.scalar_subquery()))
        with self._database.reading() as session:
            return {number: Due(*counts) for number, *counts in session.execute(counted.group_by(EntryRow.hotlist))}


def entry_of(row: EntryRow) -> Entry:
    """The entry that a row keeps."""
    return Entry(
        entry_id=row.entry_id,
        plate=row.plate,
        state=row.state,
        reason=row.reason,
        case_number=row.case_number,
        entered=EPOCH + timedelta(microseconds=row.entered),
        expires=EPOCH + timedelta(microseconds=row.expires),
        note=row.note,
    )


def _due(which: str, now: datetime, soon: timedelta) -> list[ColumnElement[bool]]:
    if which == "expired":
        return [EntryRow.expires < micros(now)]
    return [EntryRow.expires >= micros(now), EntryRow.expires < micros(now + soon)] if which == "expiring" else []
