"""So many failures lock a name for a while, restarts or not (464.5.1); the policy says how many and how long.

An attempt is counted before the password is looked at, so that attempts made at the same time can't outrun
the count. Names without an account are counted too: a lock says nothing about whether there is an account.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

from hub_config.accounts import Accounts
from workbench.policy.accounts import FAILURE_WINDOW, FAILURES, LOCK_LASTS


class Turn(Enum):
    """Whether an attempt may be made."""

    OPEN = auto()
    LAST = auto()
    """It may; if it fails, the name is locked."""
    LOCKED = auto()


class Lockout:
    """Counts attempts in the register of accounts."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def take_turn(self, name: str, now: datetime) -> Turn:
        """Count one attempt as failed; ``clear`` takes it back when it succeeds."""
        with self._accounts.transaction() as connection:
            connection.execute("DELETE FROM failures WHERE at <= ?", ((now - FAILURE_WINDOW).timestamp(),))
            connection.execute("DELETE FROM locks WHERE until <= ?", (now.timestamp(),))
            if connection.execute("SELECT 1 FROM locks WHERE name = ?", (name,)).fetchone():
                return Turn.LOCKED
            connection.execute("INSERT INTO failures (name, at) VALUES (?, ?)", (name, now.timestamp()))
            (failed,) = connection.execute("SELECT COUNT(*) FROM failures WHERE name = ?", (name,)).fetchone()
            if failed < FAILURES:
                return Turn.OPEN
            until = (now + LOCK_LASTS).timestamp()
            connection.execute("INSERT OR REPLACE INTO locks (name, until) VALUES (?, ?)", (name, until))
            return Turn.LAST

    def clear(self, name: str) -> None:
        """Forget failures and lock, after a sign-in or by the administrator."""
        with self._accounts.transaction() as connection:
            connection.execute("DELETE FROM failures WHERE name = ?", (name,))
            connection.execute("DELETE FROM locks WHERE name = ?", (name,))
