"""One sealed file an image (464.10), under the SHA-256 of its content: no plate and no file's name is in a path.

<folder>/original/3f/3f9a...e1.key-0a1b2c3d4e5f       the ending says what it is sealed with
<folder>/new/                                         what is being written; a stop leaves it for the next start
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

from workbench.errors import NotFound, StoreUnavailable
from workbench.store.reads_disk import flush
from workbench.store.segments.pages import PageFile, PageWriter, copy_of
from workbench.store.segments.sealing import Sealing
from workbench.wire.photographs import ImageKind

PAGE = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


class ImageFiles:
    """The files of one folder; whoever calls holds its lock."""

    def __init__(self, folder: Path, sealing: Sealing) -> None:
        self.folder = folder
        self.sealing = sealing
        self._new = folder / "new"
        for place in (folder, self._new, *(folder / kind for kind in ImageKind)):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)

    def find(self, kind: ImageKind, sha256: str) -> Path | None:
        """Where the image stands; None where there is none."""
        if not _DIGEST.fullmatch(sha256):
            return None
        return next(self._shelf(kind, sha256).glob(f"{sha256}.*"), None)

    def write(self, kind: ImageKind, pieces: Iterable[bytes]) -> str:
        """Keep an image, whole and durable when this returns; its SHA-256. One that stands already is left as it is."""
        path, sha256 = self._new / uuid4().hex, hashlib.sha256()
        try:
            with PageWriter(path, self.sealing) as writer:
                for piece in _even(pieces):
                    sha256.update(piece)
                    writer.add(piece)
                writer.finish(kind.encode())
            digest = sha256.hexdigest()
            if self.find(kind, digest) is None:
                self._place(path, kind, digest)
        finally:
            path.unlink(missing_ok=True)
        return digest

    def read(self, kind: ImageKind, sha256: str) -> Iterator[bytes]:
        """The image in pieces of a megabyte; ``NotFound`` where there is none, ``StoreUnavailable`` if damaged."""
        path = self.find(kind, sha256)
        if path is None:
            raise NotFound("There is no such image any more.", how="Images go when their reads are purged (464.9).")
        file = PageFile.open(path, self._sealing_of(path))
        if file.index != kind.encode():
            raise StoreUnavailable("An image is not the one that it is called.", diagnostic=path.name)
        return (file.page(number) for number in range(file.pages))

    def every(self) -> Iterator[tuple[ImageKind, str, Path]]:
        """All images: kind, SHA-256, file."""
        for kind in ImageKind:
            for path in sorted((self.folder / kind).glob("*/*")):
                yield kind, path.name.partition(".")[0], path

    def remove(self, paths: Iterable[Path]) -> None:
        """Take files away, durably."""
        gone = list(paths)
        for path in gone:
            path.unlink(missing_ok=True)
        for shelf in {path.parent for path in gone}:
            flush(shelf)

    def reseal(self, path: Path, kind: ImageKind, sha256: str) -> bool:
        """Seal an image as the folder is sealed now; whether it was not yet."""
        if path.suffix == self._ending():
            return False
        beside = self._new / uuid4().hex
        copy_of(PageFile.open(path, self._sealing_of(path)), beside, self.sealing)
        self._place(beside, kind, sha256)
        self.remove([path])
        return True

    def sweep(self) -> int:
        """Take away what a stop left half written; how many files."""
        left = list(self._new.iterdir())
        self.remove(left)
        return len(left)

    def _place(self, path: Path, kind: ImageKind, sha256: str) -> None:
        shelf = self._shelf(kind, sha256)
        if not shelf.exists():
            shelf.mkdir(mode=0o700, exist_ok=True)
            flush(shelf.parent)
        path.replace(shelf / f"{sha256}{self._ending()}")
        flush(shelf)

    def _shelf(self, kind: ImageKind, sha256: str) -> Path:
        return self.folder / kind / sha256[:2]

    def _ending(self) -> str:
        return "." + self.sealing.name.replace(" ", "-")

    def _sealing_of(self, path: Path) -> Sealing:
        return self.sealing.named(path.suffix[1:].replace("-", " "))


def _even(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size, but for the last."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= PAGE:
            yield bytes(held[:PAGE])
            del held[:PAGE]
    if held:
        yield bytes(held)
