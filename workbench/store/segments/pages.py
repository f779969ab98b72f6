"""A file of numbered pages (464.9), written once: pages, then an index, then where the index begins.

Each page is sealed by itself, so one can be read without the others; a file that was cut off has no index and
does not open. Any number of threads may read at once.
"""

from __future__ import annotations

import hashlib
import os
import struct
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from workbench.errors import StoreUnavailable
from workbench.store.segments.sealing import OfOneFile, Pages, Sealing

_HEAD = struct.Struct("<8s16s")
_FOOT = struct.Struct("<QQ8s")
_MAGIC = b"ALPRPGS1"
_INDEX = 2**63
"""The number of the index among the pages."""


class PageWriter:
    """Writes a new file; it counts once ``finish`` returned, and is removed when the block ends before."""

    def __init__(self, path: Path, sealing: Sealing) -> None:
        self._path = path
        file_id = os.urandom(16)
        self._seal = sealing.of_file(file_id)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        self._file = os.fdopen(handle, "wb", buffering=1 << 20)
        self._sha256 = hashlib.sha256()
        self._ends: list[int] = []
        self._at = 0
        self._whole = False
        self._put(_HEAD.pack(_MAGIC, file_id))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if not self._whole:
            self._path.unlink(missing_ok=True)

    @property
    def pages(self) -> int:
        """Pages written so far, which is the next one's number."""
        return len(self._ends)

    def add(self, page: bytes) -> None:
        """Write the next page."""
        self.add_sealed(self.sealed(len(self._ends), page))

    def sealed(self, number: int, page: bytes) -> bytes:
        """A page as it will stand as this number; any thread may make it so."""
        return self._seal.shut(number, page)

    def add_sealed(self, page: bytes) -> None:
        """Write the next page, which was sealed as that."""
        self._put(page)
        self._ends.append(self._at)

    def finish(self, index: bytes) -> str:
        """Write the index and force all of it to the disk; the file's SHA-256 in hexadecimal."""
        ends = np.array(self._ends, "<u8").tobytes()
        sealed = self._seal.shut(_INDEX, struct.pack("<Q", len(self._ends)) + ends + index)
        start = self._at
        self._put(sealed)
        self._put(_FOOT.pack(start, len(sealed), _MAGIC))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._whole = True
        return self._sha256.hexdigest()

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._sha256.update(data)
        self._at += len(data)


@dataclass(frozen=True)
class PageFile:
    """An open file of pages; ``index`` is what its writer gave. It can be read after it was removed."""

    path: Path
    index: bytes
    _handle: int
    _ends: npt.NDArray[np.uint64]
    _seal: Pages = field(repr=False)

    @classmethod
    def open(cls, path: Path, sealing: Sealing) -> Self:
        """Open a finished file; ``StoreUnavailable`` when it is damaged, ``OSError`` when it is not there."""
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            size = os.fstat(handle).st_size
            file_id = _file_id(os.pread(handle, _HEAD.size, 0))
            start, length = _foot(os.pread(handle, _FOOT.size, max(0, size - _FOOT.size)), size)
            seal = sealing.of_file(file_id)
            index = seal.open(_INDEX, os.pread(handle, length, start))
            (count,) = struct.unpack_from("<Q", index)
            ends = np.concatenate([np.array([_HEAD.size], np.uint64), np.frombuffer(index, "<u8", count, 8)])
        except (struct.error, ValueError) as error:
            os.close(handle)
            raise _damaged(type(error).__name__) from None
        except BaseException:
            os.close(handle)
            raise
        opened = cls(path, index[8 + 8 * count :], handle, ends, seal)
        weakref.finalize(opened, os.close, handle)
        return opened

    @property
    def sealing(self) -> Sealing:
        """What opens this file, and no other, in another process."""
        return OfOneFile(self._seal)

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._ends) - 1

    def page(self, number: int) -> bytes:
        """One page as it was written; ``StoreUnavailable`` when it is damaged."""
        start, end = int(self._ends[number]), int(self._ends[number + 1])
        data = os.pread(self._handle, end - start, start)
        if len(data) != end - start:
            raise _damaged("a page is cut off")
        return self._seal.open(number, data)

    def joined(self, numbers: Iterable[int]) -> bytes:
        """Several pages, one after the other."""
        return b"".join(self.page(number) for number in numbers)


def copy_of(file: PageFile, path: Path, sealing: Sealing) -> str:
    """Write the pages of a file to a new one under another sealing; its SHA-256."""
    with PageWriter(path, sealing) as writer:
        for number in range(file.pages):
            writer.add(file.page(number))
        return writer.finish(file.index)


def sha256_of(path: Path) -> str:
    """SHA-256 of a whole file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _file_id(head: bytes) -> bytes:
    magic, file_id = _HEAD.unpack(head)
    if magic != _MAGIC:
        raise ValueError("no file of pages")
    return bytes(file_id)


def _foot(foot: bytes, size: int) -> tuple[int, int]:
    start, length, magic = _FOOT.unpack(foot)
    if magic != _MAGIC or start + length + _FOOT.size != size:
        raise ValueError("cut off")
    return start, length


def _damaged(what: str) -> StoreUnavailable:
    return StoreUnavailable(
        "A file of the store of reads is damaged.",
        how="Nothing was released. The operator runs `workbench store check`.",
        diagnostic=what,
    )
