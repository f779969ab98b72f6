"""Folders with a given owner and mode, made by root in places where others may have put a link (464.10(a))."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from workbench.errors import ConfigError

Owner = tuple[int, int]
"""uid and gid."""


def own(folder: Path, owner: Owner, mode: int) -> None:
    """Make the folder, or take it over from root; ``ConfigError`` when it is a link or somebody else's."""
    folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise ConfigError(f"{folder} can't be used as a folder: {error.strerror}.", how="Move it away.") from error
    try:
        if os.fstat(descriptor).st_uid not in (os.geteuid(), owner[0]):
            raise ConfigError(f"{folder} belongs to another user.", how="Move it away.", section="464.10(a)")
        os.fchown(descriptor, *owner)
        os.fchmod(descriptor, mode)
    finally:
        os.close(descriptor)


def own_anew(folder: Path, owner: Owner, mode: int) -> None:
    """As ``own``, for what nobody keeps anything in: a former owner's is removed, where root alone could put it."""
    parent, found = _folder(folder.parent), _folder(folder)
    safe = parent and parent.st_uid == os.geteuid() and not parent.st_mode & 0o022
    if safe and found and found.st_uid not in (os.geteuid(), owner[0]):
        shutil.rmtree(folder, ignore_errors=True)  # follows no link; what it can't remove, the next line refuses
    own(folder, owner, mode)


def _folder(path: Path) -> os.stat_result | None:
    """What stands there, if it is a folder and no link to one."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found if stat.S_ISDIR(found.st_mode) else None


def write_secret(path: Path, text: str, owner: Owner) -> None:
    """Replace a file whose owner alone may read it; whole or not at all, on disk when this returns."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
        os.fchown(file.fileno(), *owner)
    new.rename(path)
