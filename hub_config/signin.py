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
    UNKNOWN = "no such account"
    PASSWORD = "wrong password"  # noqa: S105 - the reason, not a password
    CODE = "wrong or used one-time code"
    DISABLED = f"account disabled or unused for {UNUSED_LIMIT.days} days"
    LOCKED = f"locked after {FAILURES} failures"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt and what came of it; ``locks`` when it was the one that locked the name."""

    verdict: Verdict
    account: Account | None = None
    locks: bool = False


class SignIn:
    """Decides attempts against the register of accounts."""

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts
        self.lockout = Lockout(accounts)
        passwords.nobodys()

    def attempt(self, name: str, password: str, code: str, now: datetime) -> Attempt:
        """Decide one attempt; it counts as failed until ``settle`` is called."""
        named = bool(NAME.fullmatch(name))
        turn = self.lockout.take_turn(name, now) if named else Turn.OPEN
        account = self.accounts.get(name) if named else None
        right = passwords.matches(account.password if account else passwords.nobodys(), password)
        verdict = self._verdict(turn, account, code, now, right=right)
        failed = verdict not in (Verdict.ADMITTED, Verdict.MUST_CHANGE)
        return Attempt(verdict, account, locks=failed and turn is Turn.LAST)

    def settle(self, name: str) -> None:
        """Forget the failures of somebody who got in."""
        self.lockout.clear(name)

    def change(self, account: Account, new: str) -> None:
        """Set a password that the person chose."""
        self.accounts.set_password(account.name, new, must_change=False)

    def _verdict(self, turn: Turn, account: Account | None, code: str, now: datetime, *, right: bool) -> Verdict:
        if turn is Turn.LOCKED:
            return Verdict.LOCKED
        if account is None:
            return Verdict.UNKNOWN
        if not right:
            return Verdict.PASSWORD
        if not account.usable(now):
            return Verdict.DISABLED
        if account.totp_secret is not None and not self._code(account, account.totp_secret, code, now):
            return Verdict.CODE
        return Verdict.MUST_CHANGE if account.must_change else Verdict.ADMITTED

    def _code(self, account: Account, secret: str, code: str, now: datetime) -> bool:
        step = totp.accepted(secret, code, now, account.totp_step)
        return step is not None and self.accounts.use_code(account.name, step)
