"""Files that are whole or not there (464.5), also after a stop or a loss of power in the middle."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_BESIDE = ".new"
_PAGE = bytes(4096)


def take_a_page(folder: Path) -> None:
    """Write a page into a file without a name and flush it: ``OSError`` where the disk takes none."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(_PAGE)
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Put these bytes there in one step: written beside it, flushed, then renamed; the folder is flushed too."""
    made = _folders(path.parent)
    beside = path.with_name(path.name + _BESIDE)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    for folder in (path.parent, *made):
        flush_folder(folder)


def flush_folder(folder: Path) -> None:
    """Make what was renamed in a folder outlast a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _folders(folder: Path) -> list[Path]:
    """Make the folder; returns those whose list of names grew."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return [each.parent for each in missing]
