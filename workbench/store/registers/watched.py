"""What reads are matched with (464.7(g)): the entries of all lists in force, by columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.plates.key import Keys, pack_many
from workbench.store.registers.hotlist_tables import EntryRow, HotlistRow

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = 50_000
_NAMED = 500
"""Entries that one statement names."""
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry with the list that it stands in."""

    entry: EntryRow
    hotlist: HotlistRow

    @property
    def entered(self) -> datetime:
        """When the entry begins, UTC."""
        return EPOCH + timedelta(microseconds=self.entry.entered)

    @property
    def expires(self) -> datetime:
        """When it ends, UTC."""
        return EPOCH + timedelta(microseconds=self.entry.expires)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Watched:
    """Entries by columns, a row each; ``entered`` and ``expires`` are microseconds since 1970, UTC.

    The same object until a list changes, so that what is made from it can be kept with it.
    """

    lists: tuple[int, ...]
    keys: Keys
    states: tuple[str | None, ...]
    state: npt.NDArray[np.int32]
    """The row's state by its place in ``states``."""
    entered: Numbers
    expires: Numbers
    hotlist: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.keys)


def in_force(session: Session) -> tuple[int, ...]:
    """The numbers of the lists in force."""
    active = select(HotlistRow.number).where(HotlistRow.active_name.is_not(None))
    return tuple(session.scalars(active.order_by(HotlistRow.number)))


def watched(session: Session, lists: tuple[int, ...]) -> Watched:
    """The entries of these lists."""
    columns = (EntryRow.plate, EntryRow.state, EntryRow.entered, EntryRow.expires, EntryRow.hotlist, EntryRow.place)
    wanted = select(*columns).where(EntryRow.hotlist.in_(lists)).order_by(EntryRow.hotlist, EntryRow.place)
    known: dict[str | None, int] = {}
    parts = [_part(rows, known) for rows in session.execute(wanted).partitions(_AT_ONCE)] or [_part([], known)]
    keys, state, entered, expires, hotlist, place = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Watched(lists, keys, tuple(known), state, entered, expires, hotlist, place)


def listed(session: Session, hotlist: int, places: Sequence[int]) -> list[Listed]:
    """These entries of a list; fewer when the list was replaced meanwhile."""
    row = session.get(HotlistRow, hotlist)
    if row is None or row.active_name is None:
        return []
    found: list[Listed] = []
    for start in range(0, len(places), _NAMED):
        named = EntryRow.place.in_(places[start : start + _NAMED])
        entries = session.scalars(select(EntryRow).where(EntryRow.hotlist == hotlist, named))
        found += [Listed(entry, row) for entry in entries]
    return found


def _part(rows: Sequence[Sequence[object]], known: dict[str | None, int]) -> tuple[npt.NDArray[np.generic], ...]:
    plates, states, entered, expires, hotlist, place = zip(*rows, strict=True) if rows else ((),) * 6
    return (
        pack_many(plates),
        np.array([known.setdefault(state, len(known)) for state in states], np.int32),
        np.array(entered, np.int64),
        np.array(expires, np.int64),
        np.array(hotlist, np.int32),
        np.array(place, np.int32),
    )
