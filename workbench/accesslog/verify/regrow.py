"""Growing the tree again from the entries alone (464.5; RFC 6962, section 2.1), and holding the tiles against it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from workbench.accesslog.verify.files import contents, entries
from workbench.accesslog.verify.findings import Fault
from workbench.accesslog.verify.signed import Malformed

_TILE = 256
Tell = Callable[[Fault, str], None]


class Regrown:
    """The tree so far: the hash of each complete subtree on the right edge, and the tiles in the making."""

    def __init__(self, export: Path, tell: Tell) -> None:
        self._export = export
        self._tell = tell
        self._edge: list[tuple[int, bytes]] = []
        self._rows: list[bytearray] = []
        self._filled: list[int] = []

    def add(self, entry: bytes) -> None:
        """One entry more."""
        leaf = hashlib.sha256(b"\x00" + entry).digest()
        leaves, top = 1, leaf
        while self._edge and self._edge[-1][0] == leaves:
            top = hashlib.sha256(b"\x01" + self._edge.pop()[1] + top).digest()
            leaves *= 2
        self._edge.append((leaves, top))
        self._row(0, leaf)

    def root(self) -> bytes:
        """The root at this size."""
        if not self._edge:
            return hashlib.sha256(b"").digest()
        _, top = self._edge[-1]
        for _, left in reversed(self._edge[:-1]):
            top = hashlib.sha256(b"\x01" + left + top).digest()
        return top

    def finish(self) -> None:
        """Hold the partial tiles at the end against it."""
        for level, row in enumerate(self._rows):
            if row:
                self._compare(level, bytes(row))

    def _row(self, level: int, top: bytes) -> None:
        if level == len(self._rows):
            self._rows.append(bytearray())
            self._filled.append(0)
        row = self._rows[level]
        row += top
        if len(row) == 32 * _TILE:
            self._compare(level, bytes(row))
            self._filled[level] += 1
            self._rows[level] = bytearray()
            self._row(level + 1, _halved(bytes(row)))

    def _compare(self, level: int, hashes: bytes) -> None:
        number, width = self._filled[level], len(hashes) // 32
        kept = contents(self._export, f"tile/{level}", number, width)
        if kept is None:
            self._tell(Fault.MISSING, f"tile {number} of level {level} is not there")
        elif kept[: len(hashes)] != hashes or len(kept) not in (len(hashes), 32 * _TILE):
            self._tell(Fault.ALTERED, f"tile {number} of level {level} does not hold the hashes of the entries")


def stream(export: Path, size: int, tell: Tell) -> Iterator[bytes]:
    """The entries, in order, until one is missing."""
    for number in range(-(-size // _TILE)):
        width = min(_TILE, size - number * _TILE)
        data = contents(export, "tile/entries", number, width)
        if data is None:
            tell(Fault.MISSING, f"records {number * _TILE} to {number * _TILE + width - 1} are not there")
            return
        try:
            yield from entries(data, width)
        except Malformed as problem:
            tell(Fault.ALTERED, f"the bundle of records from {number * _TILE} can't be read: {problem}")
            return


def _halved(row: bytes) -> bytes:
    """The root of a full tile."""
    while len(row) > 32:
        row = b"".join(hashlib.sha256(b"\x01" + row[at : at + 64]).digest() for at in range(0, len(row), 64))
    return row
