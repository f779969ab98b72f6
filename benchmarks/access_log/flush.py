"""What can't be done without: raw ``fdatasync`` of as many bytes, over a file that is written already, as a WAL is."""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter

_SIZE = 4 * 2**20


class Flush:
    """One file; each call writes the next bytes of it and returns the seconds until they were on disk."""

    def __init__(self, path: Path, count: int) -> None:
        self._words = os.urandom(count)
        self._at = 0
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.write(self._file, bytes(_SIZE))
        os.fsync(self._file)

    def __call__(self) -> float:
        start = perf_counter()
        os.pwrite(self._file, self._words, self._at)
        os.fdatasync(self._file)
        self._at = (self._at + len(self._words)) % (_SIZE - len(self._words))
        return perf_counter() - start

    def close(self) -> None:
        """Give the file up."""
        os.close(self._file)
