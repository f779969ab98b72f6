"""One archive (464.10): a tar inside age, its members by name, then their digests, then the signed manifest.

What is read back is held against the closed list of names first, written as plain files into a new folder, and is
whole only once the manifest came last and everything is as it says.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from workbench.backup.age import decrypting, encrypting
from workbench.backup.manifest import Manifest, damaged
from workbench.backup.names import MANIFEST, SUMS, Kind, allowed
from workbench.errors import BadInput

_CHUNK = 1 << 20
_LARGEST_LIST = 1 << 30
_LARGEST_MANIFEST = 1 << 20
Members = Iterable[tuple[str, Path]]
"""Names in the archive, and the files that stand there."""


def write(target: IO[bytes], recipients: Sequence[Any], members: Members, told: Callable[[Sums], bytes]) -> Manifest:
    """Write an archive; ``told`` makes the manifest's bytes once the digests are known. ``OSError`` when it can't."""
    sums = Sums()
    with encrypting(target, recipients) as out, tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for name, path in members:
            with path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                hashing = _Hashing(file)
                tar.addfile(_info(name, size), hashing)
                sums.add(name, size, hashing.digest())
        manifest = told(sums)
        for name, data in ((SUMS, sums.text()), (MANIFEST, manifest)):
            tar.addfile(_info(name, len(data)), BytesIO(data))
    return Manifest.model_validate_json(manifest.partition(b"\n")[0])


def read(source: IO[bytes], identities: Sequence[Any], kind: Kind, into: Path | None = None) -> Manifest:
    """Check an archive to its end, and write its members into a folder where one is given.

    Raises ``BadInput`` when it does not open or is not what was written, ``OSError`` when a file can't be written.
    """
    with decrypting(source, identities) as plain:
        try:
            with tarfile.open(fileobj=plain, mode="r|") as tar:
                return _Reading(kind, into).through(tar)
        except tarfile.TarError:
            raise damaged("what is in it is no tar") from None


class Sums:
    """The digests of members, as they come."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}
        self.octets = 0

    def add(self, name: str, size: int, digest: str) -> None:
        """One more; ``BadInput`` for a name that stands already."""
        if name in self.of:
            raise damaged(f"{name} stands in it twice")
        self.of[name] = digest
        self.octets += size

    def text(self) -> bytes:
        """As sha256sum writes and checks them."""
        return "".join(f"{digest}  {name}\n" for name, digest in self.of.items()).encode()

    def sha256(self) -> str:
        """The digest of that text."""
        return hashlib.sha256(self.text()).hexdigest()


class _Reading:
    def __init__(self, kind: Kind, into: Path | None) -> None:
        self._kind, self._into = kind, into
        self._sums = Sums()
        self._listed: bytes | None = None

    def through(self, tar: tarfile.TarFile) -> Manifest:
        found: Manifest | None = None
        for member in tar:
            if found is not None:
                raise damaged("something follows its manifest")
            file = tar.extractfile(member) if member.isreg() and not member.issparse() else None
            if file is None:
                raise damaged("it holds something that is no plain file")
            if member.name == MANIFEST:
                found = self._manifest(_whole(file, member.size, _LARGEST_MANIFEST))
            elif member.name == SUMS and self._listed is None:
                self._listed = _whole(file, member.size, _LARGEST_LIST)
            elif self._listed is not None or not allowed(self._kind, member.name):
                raise damaged("it holds a member that does not belong into it")
            else:
                self._take(member, file)
        if found is None:
            raise damaged("its end is missing")
        return found

    def _take(self, member: tarfile.TarInfo, file: IO[bytes]) -> None:
        digest = hashlib.sha256()
        out = _beginning(self._into / member.name) if self._into else None
        try:
            size = 0
            while piece := file.read(_CHUNK):
                digest.update(piece)
                size += len(piece)
                if out is not None:
                    out.write(piece)
            if out is not None:
                out.flush()
                os.fsync(out.fileno())
        finally:
            if out is not None:
                out.close()
        self._sums.add(member.name, size, digest.hexdigest())

    def _manifest(self, data: bytes) -> Manifest:
        found = Manifest.read(data, self._kind)
        sums = self._sums
        if self._listed != sums.text() or found.sums_sha256 != sums.sha256():
            raise damaged("its members are not those of its list")
        if (found.members, found.octets) != (len(sums.of), sums.octets):
            raise damaged("its manifest counts other members")
        return found


class _Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._sha256.update(piece)
        return piece

    def digest(self) -> str:
        return self._sha256.hexdigest()


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def _beginning(path: Path) -> IO[bytes]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise damaged(f"{path.name} stands in it twice") from None
    return os.fdopen(handle, "wb")


def _whole(file: IO[bytes], size: int, most: int) -> bytes:
    if size > most:
        raise damaged("its list or its manifest is too long")
    return file.read()


def no_pair(why: str, how: str = "Take the two archives that belong together, or a newer escrow.") -> BadInput:
    """The error for a backup and an escrow that don't fit."""
    return BadInput(f"Backup and escrow do not fit: {why}.", how=how, section="464.10")
