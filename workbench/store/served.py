"""Which receipts a store served (464.5): counted beside it, so that each night they are held against the log.

Entries of twelve bytes, the record's index and its checksum, appended by one call of the system and not flushed: a loss
of power may lose the last ones, a kill of the process loses none.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

SERVED = "served"
"""The file's name, in the folder of a store."""
_INDEX, _CHECK = struct.Struct(">Q"), struct.Struct(">I")
WIDTH = _INDEX.size + _CHECK.size


class Served:
    """The count of one store; threads share it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        size = os.fstat(self._file).st_size
        os.ftruncate(self._file, size - size % WIDTH)

    def note(self, index: int) -> None:
        """Count a call under this record; raises ``OSError``."""
        packed = _INDEX.pack(index)
        os.write(self._file, packed + _CHECK.pack(crc32(packed)))

    def close(self) -> None:
        """Let go of the file; nothing is served after it."""
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)


def entries(path: Path) -> int:
    """How many calls were counted; 0 where there is no count yet."""
    try:
        return path.stat().st_size // WIDTH
    except FileNotFoundError:
        return 0


def counted(path: Path, begin: int, end: int) -> Iterator[int]:
    """The records of the entries from ``begin`` to before ``end``; one that a loss of power spoilt is left out."""
    with path.open("rb") as file:
        file.seek(begin * WIDTH)
        for _ in range(begin, end):
            entry = file.read(WIDTH)
            packed = entry[: _INDEX.size]
            if len(entry) == WIDTH and _CHECK.pack(crc32(packed)) == entry[_INDEX.size :]:
                yield int(_INDEX.unpack(packed)[0])
