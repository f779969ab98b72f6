"""The keys that sign notes of the access log (464.5): C2SP signed-note, as written for verifiers and for signers.

A verifier's key is ``name+key id+base 64 of type and public key``; a signer's has ``PRIVATE+KEY+`` before it and the
seed in place of the public key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from workbench.accesslog.encoding import base64, from_base64
from workbench.errors import BadInput, FormatError

_SECRET = "PRIVATE+KEY+"  # noqa: S105 - how the format begins, no secret


class KeyType(IntEnum):
    """What a key signs, and how; part of its id."""

    NOTE = 0x01
    """Ed25519 over the text."""
    COSIGNATURE = 0x04
    """Ed25519 over the text and the witness's time."""
    COSIGNATURE_ML_DSA = 0x06
    """ML-DSA-44 over the tree head and the witness's time; read, but not verified here yet."""


_PUBLIC_BYTES = {KeyType.NOTE: 32, KeyType.COSIGNATURE: 32, KeyType.COSIGNATURE_ML_DSA: 1312}


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under its name; two keys are one when all three parts are."""

    name: str
    type: KeyType
    public: bytes

    def __post_init__(self) -> None:
        if not well_named(self.name):
            raise FormatError("A key's name is empty, or holds a space or a plus.", section="464.5")
        if len(self.public) != _PUBLIC_BYTES[self.type]:
            raise FormatError(f"The public key of {self.name} has the wrong length.", section="464.5")

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """The key that ``str`` wrote; ``FormatError`` when its type is unknown or its id another."""
        name, key_id, key_type, public = _parts(text)
        key = cls(name, key_type, public)
        if key.id.hex() != key_id.lower():
            raise _unreadable("its id is that of another key")
        return key

    @property
    def id(self) -> bytes:
        """The four bytes that stand before each of its signatures."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:4]

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Whether this Ed25519 signature (64 bytes) is this key's over these bytes; never for another type."""
        if self.type is KeyType.COSIGNATURE_ML_DSA:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64(bytes([self.type]) + self.public)}"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private Ed25519 key under its name; printing it shows no secret."""

    name: str
    type: KeyType
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if self.type is KeyType.COSIGNATURE_ML_DSA or len(self.seed) != 32:
            raise FormatError("Only Ed25519 keys with a seed of 32 bytes sign here.", section="464.5")
        self.public()  # names are held to the same rules

    @classmethod
    def generate(cls, name: str, key_type: KeyType = KeyType.NOTE) -> SigningKey:
        """A new key."""
        return cls(name, key_type, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """The key that ``secret`` wrote; ``FormatError`` otherwise."""
        if not text.startswith(_SECRET):
            raise _unreadable("it is no private key")
        name, key_id, key_type, seed = _parts(text.removeprefix(_SECRET))
        key = cls(name, key_type, seed)
        if key.public().id.hex() != key_id.lower():
            raise _unreadable("its id is that of another key")
        return key

    def public(self) -> VerifierKey:
        """What others check its signatures with."""
        return VerifierKey(self.name, self.type, _loaded(self.seed)[1])

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature over these bytes."""
        return _loaded(self.seed)[0].sign(message)

    def secret(self) -> str:
        """The key in the form that a file keeps; whoever reads it can sign."""
        return f"{_SECRET}{self.name}+{self.public().id.hex()}+{base64(bytes([self.type]) + self.seed)}"


@lru_cache(maxsize=8)
def _loaded(seed: bytes) -> tuple[Ed25519PrivateKey, bytes]:
    """A private key and its public one, which take longer to make than a signature."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return private, private.public_key().public_bytes_raw()


def well_named(name: str) -> bool:
    """Whether a note may name its signer so: not empty, one line, without spaces or plus."""
    return bool(name) and "+" not in name and not any(each.isspace() or each < " " for each in name) and _utf8(name)


def _utf8(name: str) -> bool:
    return not any("\ud800" <= each <= "\udfff" for each in name)


def _parts(text: str) -> tuple[str, str, KeyType, bytes]:
    name, _, rest = text.partition("+")
    key_id, _, key = rest.partition("+")
    data = from_base64(key)
    if len(key_id) != 8 or not data:
        raise _unreadable("it is not name+id+key")
    try:
        return name, key_id, KeyType(data[0]), data[1:]
    except ValueError:
        raise _unreadable("its type is unknown") from None


def _unreadable(why: str) -> BadInput:
    return FormatError(f"This key of the access log can't be read: {why}.", how="Copy the whole line.", section="464.5")
