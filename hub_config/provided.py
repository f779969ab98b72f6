"""Whose account is opened by the agency's identity provider (464.5.1): no password here, and one subject there.

A provider's names may be given to somebody else in time; its subjects (``sub``) never are. The first sign-in binds the
account to the subject, and from then on nobody else of that name gets in.
"""

from __future__ import annotations

import secrets
import sqlite3

from hub_config.accounts import Accounts


class Provided:
    """In the register of accounts."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def hand_over(self, name: str) -> None:
        """From now on this account is opened there alone, whoever comes first under its name; its password goes."""
        self._accounts.set_password(name, secrets.token_urlsafe(48), must_change=False)
        with self._accounts.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO provided (name) VALUES (?)", (name,))

    def take_back(self, name: str) -> None:
        """The account has a password of its own again."""
        with self._accounts.transaction() as connection:
            connection.execute("DELETE FROM provided WHERE name = ?", (name,))

    def is_there(self, name: str) -> bool:
        """Whether the provider opens this account."""
        with self._accounts.transaction() as connection:
            return connection.execute("SELECT 1 FROM provided WHERE name = ?", (name,)).fetchone() is not None

    def bind(self, name: str, issuer: str, subject: str) -> bool:
        """Whether the account is this subject's; the first one that asks has it. False for an account of one's own."""
        try:
            with self._accounts.transaction() as connection:
                connection.execute(
                    "UPDATE provided SET issuer = ?, subject = ? WHERE name = ? AND subject IS NULL",
                    (issuer, subject, name),
                )
                row = connection.execute("SELECT issuer, subject FROM provided WHERE name = ?", (name,)).fetchone()
        except sqlite3.IntegrityError:  # the subject has another account
            return False
        return row is not None and (row["issuer"], row["subject"]) == (issuer, subject)
