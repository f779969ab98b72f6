"""What stands in an attacker's way at the Hub, each with what it is when it does not stand: for controls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hub_config import totp, whence
from hub_config.accounts import Accounts
from hub_config.authenticator import WorkbenchAuthenticator
from hub_config.events import HubEvents
from hub_config.lockout import Lockout, Turn
from tests.bypass.obeying import Patch


async def _agreed(*_: Any) -> bool:
    return True


async def _unheard(*_: Any, **__: Any) -> None:
    return None


def _once() -> list[Patch]:
    """A one-time code counts as long as its half minute lasts."""
    accepted = totp.accepted
    return [
        (totp, "accepted", lambda secret, code, now, _: accepted(secret, code, now, None)),
        (Accounts, "use_code", lambda *_: True),
    ]


def _lock() -> list[Patch]:
    """Failures are not counted."""
    return [(Lockout, "take_turn", lambda *_: Turn.OPEN)]


def _refresh() -> list[Patch]:
    """Whoever signed in once is not looked up again."""
    return [(WorkbenchAuthenticator, "refresh_user", _agreed)]


def _on_record() -> list[Patch]:
    """What can't be recorded is done all the same."""
    return [(HubEvents, "record", _unheard)]


def _whence() -> list[Patch]:
    """Where somebody is, is what the request says of it."""
    return [(whence, "address", lambda request: str(request.remote_ip))]


WITHOUT: dict[str, Callable[[], list[Patch]]] = {
    "once": _once,
    "lock": _lock,
    "refresh": _refresh,
    "on record": _on_record,
    "whence": _whence,
}
