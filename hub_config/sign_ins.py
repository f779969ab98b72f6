"""A person's own sign-ins, shown to that person (464.5.1): whoever knows them sees one that was somebody else's.

A convenience beside the access log, which is the record; kept for ninety days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from hub_config.accounts import Accounts
from workbench.policy.accounts import UNUSED_LIMIT


@dataclass(frozen=True, slots=True)
class SignInSeen:
    """One attempt; ``at`` is UTC, ``outcome`` in words."""

    at: datetime
    address: str
    outcome: str


class SignIns:
    """In the register of accounts."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def keep(self, name: str, address: str, outcome: str, now: datetime) -> None:
        """Keep one, and forget those older than ninety days."""
        with self._accounts.transaction() as connection:
            connection.execute("DELETE FROM sign_ins WHERE at <= ?", ((now - UNUSED_LIMIT).timestamp(),))
            connection.execute("INSERT INTO sign_ins VALUES (?, ?, ?, ?)", (name, now.timestamp(), address, outcome))

    def of(self, name: str, most: int = 20) -> list[SignInSeen]:
        """The latest, newest first."""
        with self._accounts.transaction() as connection:
            rows = connection.execute(
                "SELECT at, address, outcome FROM sign_ins WHERE name = ? ORDER BY at DESC LIMIT ?", (name, most)
            ).fetchall()
        return [SignInSeen(datetime.fromtimestamp(row["at"], UTC), row["address"], row["outcome"]) for row in rows]
