"""Who has an account, as the Hub tells (464.4, 464.5.1), and who is suspended (464.3.1).

The accounts are the Hub's, in a database that root alone reads; what is kept here is what it reported, so that an
administrator sees who is in the programme without reaching there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from workbench.store.registers.database import Database, insert_unless_there
from workbench.store.registers.people_tables import PersonRow, SuspensionRow


@dataclass(frozen=True, slots=True)
class Suspension:
    """Why nothing opens to somebody, and since when (UTC)."""

    reason: str
    by: str
    at: datetime
    record: int


@dataclass(frozen=True, slots=True)
class Person:
    """One account; times are UTC. ``made_by`` is empty for one that was known before it was told of.

    ``compromised_at`` is when the person said that others may know the password; None again once there is another.
    """

    username: str
    roles: tuple[str, ...]
    disabled: bool
    made_by: str
    signed_in_at: datetime | None
    compromised_at: datetime | None
    record: int
    suspension: Suspension | None


class People:
    """Accounts by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def heard(self, action: str, username: str, detail: Mapping[str, Any], at: datetime, record: int) -> None:
        """Keep what the Hub reports of an account; other reports change nothing."""
        changes = _changes(action, detail, at)
        if changes is None:
            return
        new = {"username": username, "roles": [], "disabled": False, "made_by": "", "signed_in_at": None}
        with self._database.writing() as session:
            insert_unless_there(session, PersonRow, {**new, "told_at": at, "record": record}, ("username",))
            row = session.get_one(PersonRow, username)
            for name, value in {**changes, "told_at": at, "record": record}.items():
                setattr(row, name, value)

    def all(self) -> list[Person]:
        """Everybody, by name."""
        with self._database.reading() as session:
            rows = session.scalars(select(PersonRow).order_by(PersonRow.username)).all()
            out = {row.username: row for row in session.scalars(select(SuspensionRow)).all()}
        return [_person(row, out.get(row.username)) for row in rows]

    def get(self, username: str) -> Person | None:
        """One account, or None."""
        with self._database.reading() as session:
            row = session.get(PersonRow, username)
            return _person(row, session.get(SuspensionRow, username)) if row else None

    def suspended(self, username: str) -> bool:
        """Whether nothing opens to this person; also asked of names that no report was about."""
        with self._database.reading() as session:
            return session.get(SuspensionRow, username) is not None

    def suspend(self, username: str, reason: str, by: str, at: datetime, record: int) -> bool:
        """Let nothing open from now on; False when nothing did already."""
        values = {"username": username, "reason": reason, "by": by, "at": at, "record": record}
        with self._database.writing() as session:
            return insert_unless_there(session, SuspensionRow, values, ("username",))

    def readmit(self, username: str) -> bool:
        """End a suspension; False when there is none."""
        ended = delete(SuspensionRow).where(SuspensionRow.username == username).returning(SuspensionRow.username)
        with self._database.writing() as session:
            return session.execute(ended).first() is not None


def _changes(action: str, detail: Mapping[str, Any], at: datetime) -> dict[str, Any] | None:
    roles = detail.get("roles")
    told = {"roles": [str(role) for role in roles]} if isinstance(roles, list) else {}
    match action:
        case "account-add":
            return {**told, "made_by": str(detail.get("by", "")), "disabled": False}
        case "account-roles":
            return told
        case "account-disable":
            return {"disabled": True}
        case "account-enable":
            return {"disabled": False}
        case "signin":
            return {**told, "signed_in_at": at}
        case "password-compromised":
            return {"compromised_at": at}
        case "account-password" | "account-provider" | "password-changed":
            return {"compromised_at": None}
        case _:
            return None


def _person(row: PersonRow, out: SuspensionRow | None) -> Person:
    return Person(
        username=row.username,
        roles=tuple(row.roles),
        disabled=row.disabled,
        made_by=row.made_by,
        signed_in_at=row.signed_in_at,
        compromised_at=row.compromised_at,
        record=row.record,
        suspension=Suspension(out.reason, out.by, out.at, out.record) if out else None,
    )
