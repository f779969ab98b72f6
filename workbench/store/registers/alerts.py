"""The register of alerts (464.7(g)): what is to be told to whom, through stops and kills; no plate is in it.

An alert has one key for all its attempts. It is kept before the first of them and ended after the last, so a stop in
between leads to one more with the same key: at least once, and whoever gets it twice can tell.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, select, update

from workbench.store.registers.alert_tables import AlertMarkRow, AlertRow, AlertStopRow
from workbench.store.registers.database import Database, insert_all_unless_there, upsert
from workbench.store.registers.hotlist_tables import HitRow

_AT_ONCE = 500
_MOST = 200
"""Alerts that are looked at together."""


class AlertState(StrEnum):
    """Where an alert stands."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert that is due; ``sources`` are those of the read and of the list."""

    number: int
    hit: int
    recipient: str
    address: str
    key: str
    attempts: int
    made: datetime
    sources: frozenset[str]


class AlertRegister:
    """Alerts by recipient and address, and how far the hits were turned into them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, people: Sequence[tuple[str, str]], now: datetime) -> int:
        """Make an alert for each of these (person, address) of each hit since the last time; how many hits that were.

        The first time none is made: nobody is told of the past.
        """
        with self._database.writing() as session:
            newest = session.scalar(select(func.max(HitRow.number))) or 0
            mark = session.get(AlertMarkRow, 1, with_for_update=True)
            if mark is None:
                session.add(AlertMarkRow(one=1, hit=newest))
                return 0
            new = list(session.scalars(select(HitRow.number).where(HitRow.number > mark.hit).order_by(HitRow.number)))
            rows = [_row(hit, *told, now) for hit in new for told in people]
            for start in range(0, len(rows), _AT_ONCE):
                insert_all_unless_there(
                    session, AlertRow, rows[start : start + _AT_ONCE], ("hit", "recipient", "address")
                )
            mark.hit = max(mark.hit, newest)
            return len(new)

    def forget(self) -> None:
        """Forget how far hits were turned into alerts: nobody is told, and nobody will be of what comes meanwhile."""
        with self._database.writing() as session:
            session.execute(delete(AlertMarkRow))

    def due(self, now: datetime) -> list[Alert]:
        """Alerts whose time has come, the oldest first."""
        waiting = AlertRow.state == AlertState.WAITING
        asked = select(AlertRow, HitRow.source, HitRow.hotlist_source).join(HitRow, HitRow.number == AlertRow.hit)
        with self._database.reading() as session:
            found = session.execute(asked.where(waiting, AlertRow.due <= now).order_by(AlertRow.number).limit(_MOST))
            return [_alert(row, frozenset(sources)) for row, *sources in found]

    def next_due(self) -> datetime | None:
        """When the next attempt is to be made; None when nothing waits."""
        with self._database.reading() as session:
            waiting = AlertRow.state == AlertState.WAITING
            return session.scalar(select(AlertRow.due).where(waiting).order_by(AlertRow.due).limit(1))

    def later(self, number: int, due: datetime, trouble: str) -> None:
        """An attempt failed; the next one is made at ``due``."""
        changed = {"due": due, "trouble": trouble, "attempts": AlertRow.attempts + 1}
        with self._database.writing() as session:
            session.execute(update(AlertRow).where(AlertRow.number == number).values(changed))

    def end(self, number: int, state: AlertState, now: datetime, record: int | None = None, trouble: str = "") -> None:
        """No more attempt is made."""
        changed: dict[str, Any] = {"state": state.value, "ended": now, "trouble": trouble}
        changed["attempts"] = AlertRow.attempts + 1
        if record is not None:
            changed["record"] = record
        with self._database.writing() as session:
            session.execute(update(AlertRow).where(AlertRow.number == number).values(changed))

    def states(self) -> dict[AlertState, int]:
        """How many alerts stand where."""
        counted = select(AlertRow.state, func.count()).group_by(AlertRow.state)
        with self._database.reading() as session:
            return {AlertState(state): count for state, count in session.execute(counted)}

    def stop(self, username: str, now: datetime) -> None:
        """Tell this person nothing: the account was disabled."""
        with self._database.writing() as session:
            upsert(session, AlertStopRow, {"username": username, "since": now}, ("username",))

    def resume(self, username: str) -> None:
        """The account was enabled again."""
        with self._database.writing() as session:
            session.execute(delete(AlertStopRow).where(AlertStopRow.username == username))

    def stopped(self, username: str) -> bool:
        """Whether this person is told nothing."""
        with self._database.reading() as session:
            return session.get(AlertStopRow, username) is not None


def _row(hit: int, recipient: str, address: str, now: datetime) -> dict[str, object]:
    return {
        "hit": hit,
        "recipient": recipient,
        "address": address,
        "key": secrets.token_hex(16),
        "state": AlertState.WAITING.value,
        "attempts": 0,
        "due": now,
        "made": now,
        "ended": None,
        "record": None,
        "trouble": "",
    }


def _alert(row: AlertRow, sources: frozenset[str]) -> Alert:
    same = {name: getattr(row, name) for name in ("number", "hit", "recipient", "address", "key", "attempts", "made")}
    return Alert(**same, sources=sources)
