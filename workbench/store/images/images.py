"""The store of images (464.5, 464.9, 464.10): no method of it works without a receipt of the gate."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from workbench.errors import StoreUnavailable
from workbench.policy.caller import Realm
from workbench.store.images.files import ImageFiles
from workbench.store.reads_failing import store_errors
from workbench.store.receipt import Receipt, demand
from workbench.store.segments.sealing import Sealing
from workbench.store.served import SERVED, Served
from workbench.wire.photographs import ImageKind

Held = Mapping[ImageKind, Collection[str]]
"""The images that photographs hold: SHA-256 of each, by kind."""


_LOCK = ".lock"


class ImageStore:
    """The images of the agency's photographs, by the SHA-256 of their content; safe for threads and processes."""

    def __init__(self, files: ImageFiles) -> None:
        self._files = files
        self._lock = files.folder / _LOCK
        self._served = Served(files.folder / SERVED)

    @classmethod
    def open(cls, path: Path, sealing: Sealing) -> Self:
        """Open or begin the store in a folder, without what a stop left; ``StoreUnavailable`` when it can't be."""
        with store_errors():
            opened = cls(ImageFiles(path, sealing))
        opened._begin()
        return opened

    def close(self) -> None:
        """Let go of the folder."""
        self._served.close()

    def _begin(self) -> None:
        with self._held(fcntl.LOCK_EX | fcntl.LOCK_NB) as alone, store_errors():
            if alone:
                self._files.sweep()

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """No purge runs in this block: what is put in it is still there when a photograph is named that holds it."""
        with self._held(fcntl.LOCK_SH):
            yield

    def put(self, kind: ImageKind, pieces: bytes | Iterable[bytes], receipt: Receipt) -> str:
        """Keep an image, durable when this returns; its SHA-256. The same content is kept once.

        Call it within ``keeping``, or the next purge may take the image as one that nobody holds.
        """
        self._count(receipt)
        with store_errors():
            return self._files.write(kind, [pieces] if isinstance(pieces, bytes) else pieces)

    def get(self, kind: ImageKind, sha256: str, receipt: Receipt) -> bytes:
        """The image; ``NotFound`` where there is none, ``StoreUnavailable`` when it is damaged."""
        whole = b"".join(self.pieces(kind, sha256, receipt))
        if hashlib.sha256(whole).hexdigest() != sha256:
            raise StoreUnavailable("An image is not the one that it is called.", how="Tell the operator.")
        return whole

    def pieces(self, kind: ImageKind, sha256: str, receipt: Receipt) -> Iterator[bytes]:
        """The same in pieces of a megabyte, for what is too large to be held."""
        self._count(receipt)
        return self._pieces(kind, sha256)

    def has(self, kind: ImageKind, sha256: str, receipt: Receipt) -> bool:
        """Whether there is such an image."""
        self._count(receipt)
        with store_errors():
            return self._files.find(kind, sha256) is not None

    def purge(self, asked: Callable[[], Held], receipt: Receipt) -> int:
        """Remove, physically, every image that no photograph holds, and what a stop left; how many (464.9).

        ``asked`` is called once nobody can put an image that a photograph does not name yet.
        """
        self._count(receipt)
        with self._held(fcntl.LOCK_EX), store_errors():
            held = asked()
            gone = [path for kind, sha256, path in self._files.every() if sha256 not in held.get(kind, ())]
            self._files.remove(gone)
            return len(gone) + self._files.sweep()

    def _count(self, receipt: Receipt) -> None:
        """Demand the receipt, and count the call under its record before anything is read."""
        demand(receipt, Realm.LIVE)
        with store_errors():
            self._served.note(receipt.index)

    def _pieces(self, kind: ImageKind, sha256: str) -> Iterator[bytes]:
        with store_errors():
            yield from self._files.read(kind, sha256)

    @contextmanager
    def _held(self, how: int) -> Iterator[bool]:
        """Hold the folder's lock, across processes; yields whether it is held."""
        with store_errors():
            handle = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield _locked(handle, how)
        finally:
            os.close(handle)


@contextmanager
def unpurged(path: Path) -> Iterator[None]:
    """In this block no image of that folder goes: for whoever copies it as a whole."""
    handle = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def _locked(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how)
    except BlockingIOError:
        return False
    return True


def damaged(path: Path, sealing: Sealing) -> tuple[int, list[str]]:
    """Open every page of every image: how many images there are, and those that are not what they are called."""
    with store_errors():
        files = ImageFiles(path, sealing)
        every = list(files.every())
    return len(every), [sha256 for kind, sha256, _ in every if not _opens(files, kind, sha256)]


def _opens(files: ImageFiles, kind: ImageKind, sha256: str) -> bool:
    digest = hashlib.sha256()
    try:
        with store_errors():
            for piece in files.read(kind, sha256):
                digest.update(piece)
    except (StoreUnavailable, ValueError, LookupError):
        return False
    return digest.hexdigest() == sha256


def reseal(path: Path, sealing: Sealing) -> int:
    """Seal every image as configured, one durable step each, while the custodian is stopped; how many were not."""
    with store_errors():
        files = ImageFiles(path, sealing)
        files.sweep()
        return sum(files.reseal(each, kind, sha256) for kind, sha256, each in list(files.every()))
