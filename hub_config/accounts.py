"""The register of accounts (464.5.1): one a person, in a database that root alone can read.

Every change is one transaction, flushed to disk before it is answered (``synchronous=FULL``).
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from hub_config import passwords, totp
from workbench.errors import BadInput, NotFound, Unavailable
from workbench.policy.accounts import UNUSED_LIMIT
from workbench.policy.roles import PERSONAL, Role

NAME = re.compile(r"[a-z][a-z0-9_-]{0,20}")
RESERVED = frozenset({"custodian", "edge", "proxy", "root", "hub", "witness", "unknown"})
"""Names that would share an operating-system user with a service, or read like nobody's."""

_TABLES = """
CREATE TABLE IF NOT EXISTS accounts (
    name TEXT PRIMARY KEY, password TEXT NOT NULL, roles TEXT NOT NULL,
    must_change INTEGER NOT NULL, disabled INTEGER NOT NULL DEFAULT 0,
    totp_secret TEXT, totp_step INTEGER, created_at REAL NOT NULL, last_sign_in REAL
) STRICT;
CREATE TABLE IF NOT EXISTS failures (name TEXT NOT NULL, at REAL NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS failures_by_name ON failures (name, at);
CREATE TABLE IF NOT EXISTS locks (name TEXT PRIMARY KEY, until REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS enrolments (
    token TEXT PRIMARY KEY, name TEXT NOT NULL, secret TEXT NOT NULL, until REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS recovery_codes (
    name TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (name, digest)
) STRICT;
CREATE TABLE IF NOT EXISTS sign_ins (
    name TEXT NOT NULL, at REAL NOT NULL, address TEXT NOT NULL, outcome TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sign_ins_by_name ON sign_ins (name, at);
CREATE TABLE IF NOT EXISTS provided (
    name TEXT PRIMARY KEY, issuer TEXT, subject TEXT, UNIQUE (issuer, subject)
) STRICT;
CREATE TABLE IF NOT EXISTS expiries (name TEXT PRIMARY KEY, until REAL NOT NULL) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account; times are UTC."""

    name: str
    password: str
    roles: frozenset[Role]
    must_change: bool
    disabled: bool
    totp_secret: str | None
    totp_step: int | None
    created_at: datetime
    last_sign_in: datetime | None
    until: datetime | None = None
    """When it ends, where it was made for a time."""

    def usable(self, now: datetime) -> bool:
        """Neither disabled, nor over, nor left unused for too long."""
        over = self.until is not None and self.until <= now
        return not self.disabled and not over and now - (self.last_sign_in or self.created_at) < UNUSED_LIMIT


class Accounts:
    """The register; a connection a call, so any thread may use it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or make the register, readable by its owner alone."""
        path.touch(mode=0o600, exist_ok=True)
        register = cls(path)
        with register.transaction() as connection:
            for statement in _TABLES.strip().split(";"):
                connection.execute(statement)
        return register

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One durable transaction that excludes other writers from its start; ``Unavailable`` when the disk fails."""
        try:
            with self._connected() as connection:
                yield connection
        except sqlite3.OperationalError as error:
            raise Unavailable(
                "The register of accounts can't be used at the moment, so nobody can sign in.",
                how="Tell the operator of this machine: is its disk full?",
                section="464.5.1",
                diagnostic=str(error),
            ) from error

    def copied(self) -> bytes:
        """The whole register as one commit left it: a SQLite database."""
        with (
            contextlib.closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as old,
            contextlib.closing(sqlite3.connect(":memory:")) as new,
        ):
            old.backup(new)
            return new.serialize()

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        finally:
            connection.close()

    def add(
        self,
        name: str,
        password: str,
        roles: Iterable[Role],
        *,
        must_change: bool = True,
        until: datetime | None = None,
    ) -> None:
        """Make an account, for a time if ``until`` (UTC) is given.

        ``BadInput`` for an impossible, taken or reserved name, or a role nobody holds.
        """
        self.check_name(name)
        row = (name, passwords.hashed(password), _written(roles), must_change, datetime.now(UTC).timestamp())
        try:
            with self.transaction() as connection:
                connection.execute(
                    "INSERT INTO accounts (name, password, roles, must_change, created_at) VALUES (?, ?, ?, ?, ?)",
                    row,
                )
                if until is not None:
                    connection.execute("INSERT OR REPLACE INTO expiries VALUES (?, ?)", (name, until.timestamp()))
        except sqlite3.IntegrityError as error:
            raise _taken(name) from error

    def check_name(self, name: str) -> None:
        """``BadInput`` for a name that can't be a user's, is taken or reserved."""
        if not NAME.fullmatch(name) or name in RESERVED:
            raise BadInput(
                f"{name!r} can't be a user name.",
                where="name",
                how="A small letter first; then small letters, digits, - and _; 21 characters at most. "
                f"Reserved: {', '.join(sorted(RESERVED))}.",
                section="464.5.1",
            )
        if self.get(name) is not None:
            raise _taken(name)

    def get(self, name: str) -> Account | None:
        """The account, or None."""
        with self.transaction() as connection:
            row = connection.execute(
                "SELECT * FROM accounts LEFT JOIN expiries USING (name) WHERE name = ?", (name,)
            ).fetchone()
        return _account(row) if row else None

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self.transaction() as connection:
            rows = connection.execute("SELECT * FROM accounts LEFT JOIN expiries USING (name) ORDER BY name").fetchall()
        return [_account(row) for row in rows]

    def names(self) -> list[str]:
        """Every account's name, in order."""
        with self.transaction() as connection:
            return [row["name"] for row in connection.execute("SELECT name FROM accounts ORDER BY name")]

    def set_password(self, name: str, password: str, *, must_change: bool) -> None:
        """Set a password; ``must_change`` when somebody else than the person chose it."""
        self._set(name, "password = ?, must_change = ?", passwords.hashed(password), must_change)

    def set_roles(self, name: str, roles: Iterable[Role]) -> None:
        """Replace the roles; whoever is signed in has to sign in anew."""
        self._set(name, "roles = ?", _written(roles))

    def set_disabled(self, name: str, *, disabled: bool) -> None:
        """Disable, so that the Hub vouches for the account no more, or enable for ninety days anew, without an end."""
        self._set(name, "disabled = ?, last_sign_in = ?", disabled, datetime.now(UTC).timestamp())
        if not disabled:
            with self.transaction() as connection:
                connection.execute("DELETE FROM expiries WHERE name = ?", (name,))

    def enrol(self, name: str) -> str:
        """Give the account a new one-time-code secret, returned once for the person's app; recovery codes end."""
        secret = totp.new_secret()
        self._set(name, "totp_secret = ?, totp_step = NULL", secret)
        with self.transaction() as connection:
            connection.execute("DELETE FROM recovery_codes WHERE name = ?", (name,))
        return secret

    def signed_in(self, name: str, now: datetime) -> None:
        """Remember the last sign-in."""
        self._set(name, "last_sign_in = ?", now.timestamp())

    def use_code(self, name: str, step: int) -> bool:
        """Spend a one-time code's step; False when it, or a later one, was spent meanwhile."""
        with self.transaction() as connection:
            spent = connection.execute(
                "UPDATE accounts SET totp_step = ?1 WHERE name = ?2 AND (totp_step IS NULL OR totp_step < ?1)",
                (step, name),
            )
            return spent.rowcount == 1

    def _set(self, name: str, change: str, *values: object) -> None:
        with self.transaction() as connection:
            # ``change`` is one of the literals above, never text from outside.
            found = connection.execute(f"UPDATE accounts SET {change} WHERE name = ?", (*values, name))  # noqa: S608
        if found.rowcount != 1:
            raise NotFound(f"There is no account {name}.", how="List the accounts to see every name.")


def _taken(name: str) -> BadInput:
    return BadInput(f"There is an account {name} already.", where="name", how="Choose another name.", section="464.5.1")


def _written(roles: Iterable[Role]) -> str:
    wanted = frozenset(roles)
    if not wanted <= PERSONAL:
        odd = ", ".join(sorted(wanted - PERSONAL))
        raise BadInput(f"Nobody can hold the role {odd}.", where="roles", how="Leave it out.", section="464.4")
    return ",".join(sorted(wanted))


def _account(row: sqlite3.Row) -> Account:
    return Account(
        name=row["name"],
        password=row["password"],
        roles=frozenset(Role(role) for role in row["roles"].split(",") if role),
        must_change=bool(row["must_change"]),
        disabled=bool(row["disabled"]),
        totp_secret=row["totp_secret"],
        totp_step=row["totp_step"],
        created_at=datetime.fromtimestamp(row["created_at"], UTC),
        last_sign_in=_moment(row["last_sign_in"]),
        until=_moment(row["until"]),
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
