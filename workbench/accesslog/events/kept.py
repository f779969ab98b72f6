"""Reading the files of events (464.6): where one ends, and which leaves they tell of. Rotated ones stand beside.

A rotated file bears the name of the current one with something behind it, compressed with gzip or not.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from typing import cast

from workbench.errors import Unavailable

_BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of a file of events: the leaf's index, and when that was (milliseconds since 1970)."""

    index: int
    time: int


def rotated(path: Path) -> list[Path]:
    """The files that were once the current one."""
    beside = (".next", ".next.new")
    found = (each for each in path.parent.glob(f"{path.name}?*") if not each.name.endswith(beside))
    return sorted(each for each in found if each.is_file())


def heal(file: int, path: Path) -> None:
    """Take away half a line at the end, which a crash in the middle of writing left.

    Raises ``Unavailable`` when the end is no event: then the file is somebody else's and stays as it is.
    """
    size = os.fstat(file).st_size
    end = _after_last(file, size)
    torn = os.pread(file, size - end, end)
    if torn and not torn.startswith((b"{", b"\0")):
        raise _foreign(path)
    if torn:
        os.ftruncate(file, end)
        os.fsync(file)
    if end and _read(_last_line(file, end)) is None:
        raise _foreign(path)


def last_index(path: Path) -> int | None:
    """The index of the last whole line; None when there is none or it can't be told."""
    try:
        if path.suffix == ".gz":
            last = None
            for last in every(path):  # noqa: B007 - a compressed file has to be read through
                pass
            return last.index if last else None
        with path.open("rb") as stream:
            file = stream.fileno()
            found = _read(_last_line(file, _after_last(file, os.fstat(file).st_size)))
    except (OSError, EOFError):
        return None
    return found.index if found else None


def every(path: Path) -> Iterator[Kept]:
    """Each line of a file that is an event; raises ``OSError``."""
    with closing(_stream(path)) as stream:
        for line in stream:
            if (found := _read(line)) is not None:
                yield found


def _stream(path: Path) -> BufferedIOBase:
    return cast("BufferedIOBase", gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def _read(line: bytes) -> Kept | None:
    try:
        told = json.loads(line)
        return Kept(int(told["metadata"]["uid"]), int(told["time"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _last_line(file: int, end: int) -> bytes:
    begin = _after_last(file, end - 1)
    return os.pread(file, end - begin, begin)


def _after_last(file: int, size: int) -> int:
    """Where the line begins that stands at ``size``: behind the last end of a line before it."""
    while size > 0:
        begin = max(0, size - _BLOCK)
        if (found := os.pread(file, size - begin, begin).rfind(b"\n")) >= 0:
            return begin + found + 1
        size = begin
    return 0


def _foreign(path: Path) -> Unavailable:
    return Unavailable(
        f"{path} ends with something that is no event, so none is added to it.",
        how="Move it aside; a new one is begun then.",
        section="464.6",
    )
