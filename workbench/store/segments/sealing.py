"""Encryption at rest (464.10): each page of a file under AES-256-GCM, with a key of the file's own.

The construction is that of age's payload (STREAM; Hoang, Reyhanitabar, Rogaway, Vizár 2015): the file's key comes
from the store's key by HKDF (RFC 5869) over the file's random identifier, and the page's number is the nonce, so
that a page that was changed, moved, cut off or taken from another file does not open.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workbench.errors import ConfigError, StoreUnavailable
from workbench.store.reads_disk import flush

KEY_BYTES = 32
_INFO = b"alpr-workbench store of reads 1"


class Pages(Protocol):
    """Shuts and opens the numbered pages of one file."""

    def shut(self, number: int, page: bytes) -> bytes:
        """The page as it stands on the disk."""
        ...

    def open(self, number: int, page: bytes) -> bytes:
        """The page as it was written; ``StoreUnavailable`` when it is not that page any more."""
        ...


class Sealing(Protocol):
    """What the files of a store are sealed with."""

    @property
    def name(self) -> str:
        """What stands in the catalogue."""
        ...

    def of_file(self, file_id: bytes) -> Pages:
        """The seal of the file with this identifier."""
        ...


@dataclass(frozen=True, slots=True)
class _Plain:
    def shut(self, number: int, page: bytes) -> bytes:  # noqa: ARG002
        return page

    def open(self, number: int, page: bytes) -> bytes:  # noqa: ARG002
        return page


@dataclass(frozen=True, slots=True)
class FilesystemSealing:
    """Leaves the pages as they are: the file system below encrypts them (``encrypted_below`` looks)."""

    name: str = "filesystem"

    def of_file(self, file_id: bytes) -> Pages:  # noqa: ARG002
        """The same for each file."""
        return _Plain()


@dataclass(frozen=True, slots=True)
class OfOneFile:
    """Opens the one file whose seal this is, and no other: what another process is given of the store's key."""

    seal: Pages = field(repr=False)
    name: str = "file"

    def of_file(self, file_id: bytes) -> Pages:  # noqa: ARG002
        """The file's own seal; the pages of another file do not open by it."""
        return self.seal


@dataclass(frozen=True)
class _Sealed:
    file_id: bytes
    key: bytes = field(repr=False)
    """The file's own."""

    def __reduce__(self) -> tuple[type[_Sealed], tuple[bytes, bytes]]:
        return type(self), (self.file_id, self.key)

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.key)

    def shut(self, number: int, page: bytes) -> bytes:
        return self._cipher.encrypt(number.to_bytes(12, "big"), page, self.file_id)

    def open(self, number: int, page: bytes) -> bytes:
        try:
            return self._cipher.decrypt(number.to_bytes(12, "big"), page, self.file_id)
        except InvalidTag:
            raise StoreUnavailable(
                "A file of the store of reads was changed or does not belong to this store's key.",
                how="Nothing was released. The operator runs `workbench store check`.",
                diagnostic=f"page {number} does not open",
            ) from None


@dataclass(frozen=True)
class KeySealing:
    """Seals each page with a key that the custodian holds."""

    key: bytes = field(repr=False)
    name: str = "store"

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """The key kept in this file, made when there is none yet; ``ConfigError`` when that can't be done."""
        try:
            if not path.exists():
                _make(path)
            key = path.read_bytes()
        except OSError as error:
            raise ConfigError(
                f"The key of the store of reads can't be read or made: {path}.",
                how="Make its folder the custodian's own.",
                section="464.10",
            ) from error
        if len(key) != KEY_BYTES:
            raise ConfigError(
                f"The key of the store of reads is damaged: {path}.",
                how="Restore it from where its copy is kept; without it the reads can't be opened.",
                section="464.10",
            )
        return cls(key)

    def of_file(self, file_id: bytes) -> Pages:
        """A seal under a key derived for this file."""
        return _Sealed(file_id, HKDF(SHA256(), KEY_BYTES, file_id, _INFO).derive(self.key))


def _make(path: Path) -> None:
    """Whole or not at all, whenever the machine stops; two that make it at once agree on one."""
    new = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()
    flush(path.parent)
