"""A loss of power, replayed from the trace of every change (464.5): what was flushed stands, of the rest anything.

What a file took since its last flush may be there, in part, torn at any sector, out of order, or not at all; names that
were made, changed or taken away since their folder's last flush likewise. Where a flush failed, what it was for may
get lost whatever is flushed later: the kernel does not try again.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

SECTOR = 512
_HEAD = struct.Struct("<cxHIQ")
_WITH_BYTES = frozenset("WN")


class Change(NamedTuple):
    """One line of the trace."""

    kind: str
    name: str
    place: int
    data: bytes


@dataclass
class Inode:
    """What of a file is on the disk for certain, and what may be."""

    stands: bytearray = field(default_factory=bytearray)
    may_be: list[Change] = field(default_factory=list)


@dataclass
class Power:
    """The disk as it is known, while the trace is followed."""

    files: dict[str, Inode] = field(default_factory=dict)
    stands: dict[str, Inode] = field(default_factory=dict)
    renamed: list[tuple[str, Inode | None]] = field(default_factory=list)
    """Names since the last flush of their folder, with what they stand for; None for taken away."""

    def take(self, folder: Path, *, as_if: Path) -> None:
        """Begin with what lies in a folder, as if it lay in another."""
        for path in folder.rglob("*"):
            if path.is_file():
                self.files[str(as_if / path.relative_to(folder))] = Inode(bytearray(path.read_bytes()))
        self.stands = dict(self.files)

    def follow(self, change: Change) -> None:
        """Go on by one change."""
        kind, name = change.kind, change.name
        if kind == "C":
            self.files[name] = Inode()
            self.renamed.append((name, self.files[name]))
        elif kind == "U":
            self.files.pop(name, None)
            self.renamed.append((name, None))
        elif kind == "N":
            other = change.data.decode()
            self.files[other] = self.files.pop(name)
            self.renamed += [(other, self.files[other]), (name, None)]
        elif kind in "SF" and name not in self.files:
            self._flush_folder(name) if kind == "S" else None
        elif kind == "S":
            inode = self.files[name]
            _apply(inode.stands, inode.may_be)
            inode.may_be.clear()
        elif kind == "F":
            self.files[name].may_be.clear()  # given up: it is read from memory until then, and never written
        elif name in self.files:
            self.files[name].may_be.append(change)

    def lost(self, folder: Path, origin: Path, chance: random.Random) -> None:
        """Write into a folder what may be there after a loss of power at this moment."""
        names = dict(self.stands)
        for name, inode in self.renamed[: chance.randint(0, len(self.renamed))]:
            names.pop(name, None)
            if inode:
                names[name] = inode
        for name, inode in names.items():
            if name.endswith("-shm"):
                continue  # SQLite makes it anew
            path = folder / PurePosixPath(name).relative_to(origin)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(_left(inode, chance))

    def _flush_folder(self, folder: str) -> None:
        kept = []
        for name, inode in self.renamed:
            if str(PurePosixPath(name).parent) != folder:
                kept.append((name, inode))
                continue
            self.stands.pop(name, None)
            if inode:
                self.stands[name] = inode
        self.renamed = kept


def changes(trace: Path) -> Iterator[Change]:
    """The lines of a trace, in order."""
    with trace.open("rb") as file:
        while head := file.read(_HEAD.size):
            kind, length, count, place = _HEAD.unpack(head)
            name = file.read(length).decode()
            data = file.read(count) if kind.decode() in _WITH_BYTES else b""
            yield Change(kind.decode(), name, place, data)


def _left(inode: Inode, chance: random.Random) -> bytes:
    """The bytes of a file after the loss."""
    left, unsure, course = bytearray(inode.stands), inode.may_be, chance.random()
    if course < 0.3:
        some = []
    elif course < 0.5:
        some = unsure[: chance.randint(0, len(unsure))]
    else:
        some = [_torn(each, chance) for each in unsure if chance.random() < 0.5]
        if course < 0.75:
            chance.shuffle(some)
    _apply(left, some)
    return bytes(left)


def _torn(change: Change, chance: random.Random) -> Change:
    if change.kind != "W" or chance.random() < 0.5:
        return change
    cut = SECTOR * chance.randint(0, len(change.data) // SECTOR)
    if chance.random() < 0.5:
        return change._replace(data=change.data[:cut])
    return change._replace(data=change.data[cut:], place=change.place + cut)


def _apply(data: bytearray, some: list[Change]) -> None:
    for change in some:
        if change.kind == "T":
            del data[change.place :]
            data.extend(bytes(change.place - len(data)))
        elif change.data:
            data.extend(bytes(max(0, change.place - len(data))))
            data[change.place : change.place + len(change.data)] = change.data
