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
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workbench.errors import ConfigError, StoreUnavailable
from workbench.store.reads_disk import flush

KEY_BYTES = 32
_TAG_BYTES = 16
_INFO = b"alpr-workbench store of reads 1"
_CHECKED = b"alpr-workbench store of reads, damage 1"
_NAME = b"alpr-workbench store of reads, name of the key 1"


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
        """What stands in the catalogue beside each file that is sealed so."""
        ...

    def named(self, name: str) -> Sealing:
        """The sealing of this name; ``StoreUnavailable`` when files sealed so are not to be opened."""
        ...

    def of_file(self, file_id: bytes) -> Pages:
        """The seal of the file with this identifier."""
        ...


@dataclass(frozen=True)
class _Checked:
    """A page as it is, and a GMAC (NIST SP 800-38D) under a key that anybody can derive: it tells damage, no more."""

    file_id: bytes

    def __reduce__(self) -> tuple[type[_Checked], tuple[bytes]]:
        return type(self), (self.file_id,)

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(HKDF(SHA256(), KEY_BYTES, self.file_id, _CHECKED).derive(b""))

    def shut(self, number: int, page: bytes) -> bytes:
        return page + self._cipher.encrypt(_nonce(number), b"", page)

    def open(self, number: int, page: bytes) -> bytes:
        whole = page[:-_TAG_BYTES]
        try:
            self._cipher.decrypt(_nonce(number), page[-_TAG_BYTES:], whole)
        except InvalidTag:
            raise _changed(number) from None
        return whole


@dataclass(frozen=True, slots=True)
class FilesystemSealing:
    """Leaves the pages readable, for the file system below encrypts them (``encrypted_below`` looks)."""

    name: str = "filesystem"

    def named(self, name: str) -> Sealing:
        """Itself."""
        return _among(name, self)

    def of_file(self, file_id: bytes) -> Pages:
        """Pages that tell when they were damaged."""
        return _Checked(file_id)


@dataclass(frozen=True, slots=True)
class OfOneFile:
    """Opens the one file whose seal this is, and no other: what another process is given of the store's key."""

    seal: Pages = field(repr=False)
    name: str = "file"

    def named(self, name: str) -> Sealing:
        """Itself."""
        return _among(name, self)

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
        return self._cipher.encrypt(_nonce(number), page, self.file_id)

    def open(self, number: int, page: bytes) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number), page, self.file_id)
        except InvalidTag:
            raise _changed(number) from None


@dataclass(frozen=True)
class KeySealing:
    """Seals each page with a key that the custodian holds; its name tells keys apart and nothing about them."""

    key: bytes = field(repr=False)

    @cached_property
    def name(self) -> str:
        """``key`` and twelve digits of its own."""
        return f"key {HKDF(SHA256(), 6, None, _NAME).derive(self.key).hex()}"

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

    def named(self, name: str) -> Sealing:
        """Itself."""
        return _among(name, self)

    def of_file(self, file_id: bytes) -> Pages:
        """A seal under a key derived for this file."""
        return _Sealed(file_id, HKDF(SHA256(), KEY_BYTES, file_id, _INFO).derive(self.key))


@dataclass(frozen=True)
class Ring:
    """Seals with the first and opens what any of them sealed: what a store needs while its key is changed."""

    first: Sealing
    others: tuple[Sealing, ...]

    @property
    def name(self) -> str:
        """The first one's."""
        return self.first.name

    def named(self, name: str) -> Sealing:
        """The one of this name."""
        return _among(name, self.first, *self.others)

    def of_file(self, file_id: bytes) -> Pages:
        """The first one's seal."""
        return self.first.of_file(file_id)


def _make(path: Path) -> None:
    """Whole or not at all, whenever the machine stops; two that make it at once agree on one."""
    new = path.with_name(f"{path.name}.{uuid4().hex}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
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


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _among(name: str, *sealings: Sealing) -> Sealing:
    for sealing in sealings:
        if sealing.name == name:
            return sealing
    raise StoreUnavailable(
        f"A file of the store of reads is sealed by {name!r}, which is not what the configuration gives.",
        how="Restore the key, or let `workbench store rewrite` end what it began.",
        diagnostic=f"configured: {', '.join(one.name for one in sealings)}",
    )


def _changed(number: int) -> StoreUnavailable:
    return StoreUnavailable(
        "A file of the store of reads was changed or does not belong to this store's key.",
        how="Nothing was released. The operator runs `workbench store check`.",
        diagnostic=f"page {number} does not open",
    )
