"""Whether somebody is who he or she says (464.5.1): password, one-time code, lock, state of the account.

Every refusal is told in the same words after the same work; only the access log knows the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub_config import passwords, totp
from hub_config.accounts import NAME, Account, Accounts
from hub_config.lockout import Lockout, Turn
from hub_config.second_factor import SecondFactor
from workbench.policy.accounts import FAILURE_WINDOW, FAILURES, LOCK_LASTS, UNUSED_LIMIT

SORRY = (
    "Sign-in refused. Check the user name, the password and, if you have enrolled one, the one-time code. "
    f"{FAILURES} failures within {FAILURE_WINDOW.seconds // 60} minutes close sign-in for "
    f"{LOCK_LASTS.seconds // 60} minutes; "
    "the ALPR administrator can open it again."
)


class Verdict(StrEnum):
    """What came of an attempt; the value is the reason in the access log."""

    ADMITTED = "admitted"
    MUST_CHANGE = "password must be changed first"
    MUST_ENROL = "one-time codes must be set up first"
    UNKNOWN = "no such account"
    PASSWORD = "wrong password"  # noqa: S105 - the reason, not a password
    CODE = "wrong or used one-time code"
    KNOWN_TO_OTHERS = "said to be known to others, and not opened since"
    DISABLED = f"account disabled, over or unused for {UNUSED_LIMIT.days} days"
    LOCKED = f"locked after {FAILURES} failures"


KNOWN = frozenset({Verdict.ADMITTED, Verdict.MUST_CHANGE, Verdict.MUST_ENROL})
"""It is the person; nothing opens before what must be done first was done."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt and what came of it; ``locks`` when it was the one that locked the name."""

    verdict: Verdict
    account: Account | None = None
    locks: bool = False
    recovered: bool = False
    """Whether a recovery code stood in for the one-time code; it is spent."""


class SignIn:
    """Decides attempts against the register of accounts."""

    def __init__(self, accounts: Accounts, *, codes_required: bool = False) -> None:
        self.accounts = accounts
        self.lockout = Lockout(accounts)
        self.second = SecondFactor(accounts)
        self.codes_required = codes_required
        passwords.nobodys()

    def attempt(self, name: str, password: str, code: str, now: datetime) -> Attempt:
        """Decide one attempt; it counts as failed until ``settle`` is called."""
        named = bool(NAME.fullmatch(name))
        turn = self.lockout.take_turn(name, now) if named else Turn.OPEN
        account = self.accounts.get(name) if named else None
        right = passwords.matches(account.password if account else passwords.nobodys(), password)
        verdict, recovered = self._verdict(turn, account, code, now, right=right)
        return Attempt(verdict, account, locks=verdict not in KNOWN and turn is Turn.LAST, recovered=recovered)

    def settle(self, name: str) -> None:
        """Forget the failures of somebody who got in."""
        self.lockout.clear(name)

    def change(self, account: Account, new: str) -> None:
        """Set a password that the person chose."""
        self.accounts.set_password(account.name, new, must_change=False)

    def close(self, name: str, unknown: str) -> None:
        """Put a password that nobody knows in the place of one that somebody may; the administrator gives another."""
        self.accounts.set_password(name, unknown, must_change=True)

    def _verdict(
        self, turn: Turn, account: Account | None, code: str, now: datetime, *, right: bool
    ) -> tuple[Verdict, bool]:
        """What comes of it, and whether a recovery code was spent for it."""
        if turn is Turn.LOCKED:
            return Verdict.LOCKED, False
        if account is None:
            return Verdict.UNKNOWN, False
        if not right:
            return Verdict.PASSWORD, False
        if not account.usable(now):
            return Verdict.DISABLED, False
        recovered = False
        if account.totp_secret is not None and not self._code(account, account.totp_secret, code, now):
            recovered = self.second.recover(account.name, code)
            if not recovered:
                return Verdict.CODE, False
        if account.must_change:
            return Verdict.MUST_CHANGE, recovered
        missing = self.codes_required and account.totp_secret is None
        return (Verdict.MUST_ENROL if missing else Verdict.ADMITTED), recovered

    def _code(self, account: Account, secret: str, code: str, now: datetime) -> bool:
        step = totp.accepted(secret, code, now, account.totp_step)
        return step is not None and self.accounts.use_code(account.name, step)
