"""What an administrator may do to accounts in a browser (464.3.1, 464.5.1): day-to-day ones, each change confirmed.

Accounts of administrators, trainers and auditors are the operator's: with one of these a single administrator could be
his or her own second person. A change waits for the administrator's password and is made once.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub_config.accounts import Account, Accounts
from workbench.errors import BadInput, NotFound, Refused
from workbench.policy.roles import Role
from workbench.wire.stepup import StepUp

DAILY = (Role.OFFICER, Role.DISPATCHER, Role.COMMUNITY_SERVICE_OFFICER, Role.ANALYST, Role.VENDOR)
VALID = timedelta(minutes=5)
MOST = 200
LONGEST = timedelta(days=366)
WORDS = {"add": "Make the account", "disable": "Disable the account, at once", "enable": "Enable the account"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change by one administrator; ``until`` is UTC, ``provided`` for an account that the provider opens."""

    what: str
    name: str
    by: str
    roles: frozenset[Role] = frozenset()
    until: datetime | None = None
    provided: bool = False

    def question(self, step_up: str, zone: ZoneInfo) -> StepUp:
        """What stands beside the field for the password."""
        details = {"Account": self.name}
        if self.what == "add":
            details["Role"] = ", ".join(sorted(self.roles)).replace("_", " ")
            details["Ends"] = f"{self.until.astimezone(zone):%Y-%m-%d %H:%M %Z}" if self.until else "not by itself"
            details["Opened by"] = "the identity provider" if self.provided else "a first password, shown once"
        return StepUp(step_up=step_up, user=self.by, title=f"{WORDS[self.what]} {self.name}", details=details)

    def detail(self) -> dict[str, object]:
        """What the record tells besides the account's name."""
        until = {"until": self.until.isoformat()} if self.until else {}
        return {"by": self.by, "roles": sorted(self.roles), "where": "signed-in page", **until}


class Waiting:
    """Changes that wait for a password, in memory; a restart forgets them."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, tuple[Change, datetime]] = OrderedDict()

    def ask(self, change: Change, now: datetime) -> str:
        """Let it wait; returns its id."""
        step_up = secrets.token_urlsafe(24)
        self._waiting[step_up] = (change, now + VALID)
        while len(self._waiting) > MOST:
            self._waiting.popitem(last=False)
        return step_up

    def get(self, step_up: str, now: datetime) -> Change | None:
        """The change; None once it was made or is older than five minutes."""
        change, until = self._waiting.get(step_up, (None, now))
        return change if now < until else None

    def take(self, step_up: str, now: datetime) -> Change | None:
        """The same, once."""
        change = self.get(step_up, now)
        self._waiting.pop(step_up, None)
        return change


def administers(account: Account | None, now: datetime) -> bool:
    """Whether this account may change others here."""
    return account is not None and account.usable(now) and Role.ADMINISTRATOR in account.roles


def wanted(form: Mapping[str, str], by: str, accounts: Accounts, zone: ZoneInfo, now: datetime) -> Change:
    """The change that a form asks for; ``BadInput``, ``NotFound`` or ``Refused`` in words for the administrator."""
    what, name = form.get("what", ""), form.get("name", "").strip()
    if what == "add":
        accounts.check_name(name)
        until = _until(form.get("until", ""), zone, now)
        return Change(what, name, by, frozenset({_role(form.get("role", ""))}), until, form.get("opened") == "provider")
    account = accounts.get(name)
    if account is None or what not in WORDS:
        raise NotFound(f"There is no account {name}.", how="Choose one from the list.")
    if what == "enable" and not account.roles <= set(DAILY):
        raise _operators()
    if name == by:
        raise Refused("Nobody disables his or her own account.", how="Ask another administrator.", section="464.3.1")
    return Change(what, name, by, account.roles)


def _role(text: str) -> Role:
    for role in DAILY:
        if text == role.value:
            return role
    raise _operators()


def _operators() -> Refused:
    return Refused(
        "Accounts of administrators, trainers and auditors are made and enabled by the operator of the machine.",
        how="Ask the operator: workbench-account.",
        section="464.3.1",
    )


def _until(text: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    if not text:
        return None
    try:
        until = datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), zone)
    except (ValueError, OverflowError):
        raise BadInput("That is no day.", where="until", how="Write it as 2026-12-31.", section="464.5.1") from None
    if not now < until <= now + LONGEST:
        raise BadInput(
            "An account ends within a year from now.", where="until", how="Choose a later day, or a nearer one."
        )
    return until
