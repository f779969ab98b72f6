"""A record's details at rest (464.5, 464.10): AES-256-GCM under a key of the record's own, bound to its leaf."""

from __future__ import annotations

import hmac
import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_SMALL = 2048
"""Bytes below which packing gains nothing."""


def seal(details: bytes, key: bytes, bound: bytes, *, packed: bool = True) -> bytes:
    """The details, packed and sealed; they open with this key and beside what they are bound to, or not at all.

    What is opened again and again is better not packed.
    """
    plain = b"\1" + zlib.compress(details, 1) if packed and len(details) >= _SMALL else b"\0" + details
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, plain, bound)


def unseal(sealed: bytes, key: bytes, bound: bytes) -> bytes:
    """The details; ``ValueError`` when they were not sealed with this key, or not beside this."""
    try:
        plain = _cipher(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
    except InvalidTag:
        raise ValueError("it was not sealed with this key, or was changed") from None
    return zlib.decompress(plain[1:]) if plain[:1] == b"\1" else plain[1:]


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(hmac.digest(key, b"details", "sha256"))
