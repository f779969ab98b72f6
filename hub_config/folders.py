"""Folders with a given owner and mode, made by root in places where others may have put a link (464.10(a))."""

from __future__ import annotations

import os
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
