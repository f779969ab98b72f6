"""The operating system's accounts behind the people (464.5.1): one each, so that files and sockets tell them apart."""

from __future__ import annotations

import os
import pwd
from typing import Protocol

from workbench.errors import Refused
from workbench.settings import Settings


class PeerCheck(Protocol):
    """Whether a process of this operating-system user may speak for this person."""

    def __call__(self, uid: int, username: str) -> None:
        """Return when it may; raise ``Refused`` (464.5.2) when it may not."""
        ...


def peer_check(settings: Settings) -> PeerCheck:
    """The check that fits: person by person when isolation is enforced, else this one user only."""
    if settings.isolation.enforced:
        prefix = settings.isolation.os_user_prefix
        return lambda uid, username: _same_person(uid, prefix + username)
    return lambda uid, _username: _same_uid(uid, os.geteuid())


def uid_of(account: str) -> int | None:
    """The number of an operating-system account, or None when there is none of that name."""
    try:
        return pwd.getpwnam(account).pw_uid
    except KeyError:
        return None


def account_of(uid: int) -> str:
    """The name of an operating-system account, or nothing when there is none of that number."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return ""


def person_behind(uid: int, settings: Settings) -> str:
    """Whose account of the machine it is, where each person has one; else nothing."""
    account, prefix = account_of(uid), settings.isolation.os_user_prefix
    return account.removeprefix(prefix) if settings.isolation.enforced and account.startswith(prefix) else ""


def _same_person(uid: int, account: str) -> None:
    if uid_of(account) != uid:
        raise Refused(
            "This sign-in belongs to somebody else: the call came from another account of the machine.",
            how="Use your own sign-in, from your own server.",
            section="464.5.2",
            diagnostic=f"uid {uid} is not {account}",
        )


def _same_uid(uid: int, expected: int) -> None:
    if uid != expected:
        raise Refused(
            "The call came from another account of the machine.",
            how="Use your own sign-in, from your own server.",
            section="464.5.2",
            diagnostic=f"uid {uid}, not {expected}",
        )
