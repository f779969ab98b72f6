"""Where what is backed up stands (464.10), by the configuration, and the two locks around a moment."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.policy.caller import Realm
from workbench.settings import Settings


def room(settings: Settings) -> Path:
    """The folder in which a moment stands while it is archived; made when there is none."""
    folder = settings.paths.custodian / "backup"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def moment_folder(settings: Settings) -> Path:
    """Where the one moment stands."""
    return room(settings) / "moment"


def drill_folder(settings: Settings) -> Path:
    """Where a drill restores to."""
    return room(settings) / "drill"


def forget(settings: Settings) -> None:
    """Take the moment away, and what a stop left of one or of a drill."""
    for folder in (moment_folder(settings), drill_folder(settings)):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def turn(settings: Settings) -> Iterator[None]:
    """Nobody archives a moment, drills, purges or shreds in this block but whoever is in it, across processes.

    What a stop left of a moment or a drill is taken away first: it holds reads and keys that are to go. The operating
    system lets go of the lock when its holder dies.
    """
    handle = os.open(room(settings) / ".turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        forget(settings)
        yield
    finally:
        os.close(handle)


def reads_of(settings: Settings, realm: Realm) -> Path:
    """The folder of a realm's reads."""
    return settings.paths.custodian / "reads" / realm


def images_of(settings: Settings) -> Path:
    """The folder of the images."""
    return settings.paths.custodian / "images"
