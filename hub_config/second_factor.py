"""One-time codes and what stands in for them (464.5.1): enrolled by the person, proved before they count.

A secret that was shown counts once the first code of it was typed, so that nobody locks himself or herself out with an
app that never had it. Recovery codes are kept as digests: each has 100 bits, which nobody finds by trying.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

from hub_config import totp
from hub_config.accounts import Accounts

ENROLMENT_LASTS = timedelta(minutes=10)
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LETTERS = 4, 5


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A secret that is shown and counts for nothing yet; ``token`` is what the page proves itself with."""

    token: str
    name: str
    secret: str

    def address(self, issuer: str) -> str:
        """What an authenticator app reads from the picture (the Key Uri Format)."""
        return pyotp.TOTP(self.secret, interval=totp.STEP).provisioning_uri(name=self.name, issuer_name=issuer)


class SecondFactor:
    """Enrolments and recovery codes in the register of accounts."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def begin(self, name: str, now: datetime) -> Enrolment:
        """A new secret for somebody whose password was judged; the one in use goes on counting."""
        made = Enrolment(secrets.token_urlsafe(32), name, totp.new_secret())
        until = (now + ENROLMENT_LASTS).timestamp()
        with self._accounts.transaction() as connection:
            connection.execute("DELETE FROM enrolments WHERE until <= ? OR name = ?", (now.timestamp(), name))
            connection.execute(
                "INSERT INTO enrolments VALUES (?, ?, ?, ?)", (_digest(made.token), name, made.secret, until)
            )
        return made

    def waiting(self, token: str, now: datetime) -> Enrolment | None:
        """The enrolment that a page began; None when it is older than ten minutes, finished, or was never begun."""
        with self._accounts.transaction() as connection:
            row = connection.execute(
                "SELECT name, secret FROM enrolments WHERE token = ? AND until > ?", (_digest(token), now.timestamp())
            ).fetchone()
        return Enrolment(token, row["name"], row["secret"]) if row else None

    def finish(self, enrolment: Enrolment, step: int) -> list[str] | None:
        """Let the secret count, and give the recovery codes that count with it; None when it was finished already.

        ``step`` is that of the code which proved the secret; it can't sign anybody in once more.
        """
        codes = [_code() for _ in range(RECOVERY_CODES)]
        with self._accounts.transaction() as connection:
            waited = connection.execute("DELETE FROM enrolments WHERE token = ?", (_digest(enrolment.token),))
            if waited.rowcount != 1:
                return None
            connection.execute(
                "UPDATE accounts SET totp_secret = ?, totp_step = ? WHERE name = ?",
                (enrolment.secret, step, enrolment.name),
            )
            connection.execute("DELETE FROM recovery_codes WHERE name = ?", (enrolment.name,))
            connection.executemany(
                "INSERT INTO recovery_codes VALUES (?, ?)", [(enrolment.name, _digest(code)) for code in codes]
            )
        return codes

    def recover(self, name: str, code: str) -> bool:
        """Spend a recovery code; False when it is none of this person's, or was spent."""
        with self._accounts.transaction() as connection:
            spent = connection.execute(
                "DELETE FROM recovery_codes WHERE name = ? AND digest = ?", (name, _digest(code))
            )
        return spent.rowcount == 1

    def left(self, name: str) -> int:
        """How many recovery codes this person has left."""
        with self._accounts.transaction() as connection:
            (count,) = connection.execute("SELECT COUNT(*) FROM recovery_codes WHERE name = ?", (name,)).fetchone()
        return int(count)


def _code() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS)) for _ in range(_GROUPS))


def _digest(code: str) -> str:
    return hashlib.sha256(code.strip().casefold().replace("-", "").replace(" ", "").encode()).hexdigest()
