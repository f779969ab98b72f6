"""One operating-system user a person, made by the product (464.5.1, 464.10(a)); needs root."""

from __future__ import annotations

import fcntl
import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import ConfigError

CUSTODIAN = "alpr-custodian"
EDGE = "alpr-edge"
PROXY = "alpr-proxy"
READER = "alpr-reader"
COMMENT = "ALPR workbench"
"""Stands in the account's comment; a user without it was made by somebody else and is never taken over."""

_USERADD = (
    "/usr/sbin/useradd",
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
)
_NAME_TAKEN = 9
_LOCK = Path("/run/alpr-workbench-users.lock")
"""One for the machine, as its users are."""


def ensure(name: str, home: Path, *, kind: str) -> pwd.struct_passwd:
    """The user, made when missing: no password, no login shell, no home of its own making.

    ``kind``, "person" or "service", is kept in the comment: a service's user runs no person's server.
    ``ConfigError`` when the name belongs to somebody else.
    """
    comment = f"{COMMENT} {kind}"
    with _alone():
        user = _find(name) or _made(name, home, comment)
    if user.pw_gecos != comment or user.pw_uid == 0:
        raise ConfigError(
            f"The operating-system user {name} exists and was not made for this {kind}.",
            how="Choose another isolation.os_user_prefix, or another user name.",
            section="464.5.1",
        )
    return user


@contextmanager
def _alone() -> Iterator[None]:
    """No two at a time: useradd looks for the name before it locks, and gives a second one of it another number."""
    lock = os.open(_LOCK, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _made(name: str, home: Path, comment: str) -> pwd.struct_passwd:
    done = subprocess.run(  # noqa: S603 - the name was checked against the register's pattern
        [*_USERADD, "--home-dir", str(home), "--comment", comment, name],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode not in (0, _NAME_TAKEN) or (user := _find(name)) is None:
        raise ConfigError(
            f"The operating-system user {name} can't be made.",
            how="See the Hub's log for what useradd said.",
            section="464.5.1",
            diagnostic=done.stderr.strip(),
        )
    return user


def _find(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
