"""Reading keys, notes and checkpoints a second time (464.5), from C2SP's specifications."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LOG, WITNESS = 1, 4
"""The types of keys that are known here."""
_LINE = re.compile("\N{EM DASH} ([^ +\n]+) ([A-Za-z0-9+/]+=*)")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


class Malformed(Exception):
    """Bytes that are not what they should be; the text says why."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public Ed25519 key, what it is for, and the name and id in front of its signatures."""

    type: int
    name: str
    id: bytes
    public: bytes

    def made(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A note with a tree head in it; nothing is checked yet."""

    text: bytes
    origin: str
    size: int
    root: bytes
    lines: tuple[tuple[str, bytes], ...]

    def of(self, key: Key) -> list[bytes]:
        """What stands there under this key's name and id."""
        return [value[4:] for name, value in self.lines if name == key.name and value[:4] == key.id]


def key(text: str) -> Key:
    """A verifier's key: name, plus, eight hex digits, plus, base 64."""
    name, _, rest = text.partition("+")
    given, _, encoded = rest.partition("+")
    data = decoded(encoded)
    expected = hashlib.sha256(name.encode("utf-8", "replace") + b"\n" + data).digest()[:4]
    if not name or given.lower() != expected.hex() or len(data) != 33 or data[0] not in (LOG, WITNESS):
        raise Malformed("a key there can't be used")
    return Key(data[0], name, expected, data[1:])


def checkpoint(data: bytes) -> Checkpoint:
    """The checkpoint in a note."""
    head, blank, foot = data.rpartition(b"\n\n")
    try:
        above, below = head.decode().split("\n"), foot.decode().split("\n")
    except UnicodeDecodeError:
        raise Malformed("it is not UTF-8") from None
    if not blank or below.pop() or not 0 < len(below) <= 100 or re.search(rb"[\x00-\x09\x0b-\x1f]", data):
        raise Malformed("it is no signed note")
    if len(above) < 3 or not all(above) or not _DECIMAL.fullmatch(above[1]) or int(above[1]) >= 2**63:
        raise Malformed("its text is no checkpoint")
    root = decoded(above[2])
    if len(root) != 32:
        raise Malformed("its root is no hash")
    return Checkpoint(head + b"\n", above[0], int(above[1]), root, tuple(_signature(line) for line in below))


def _signature(line: str) -> tuple[str, bytes]:
    parts = _LINE.fullmatch(line)
    if parts is None or any(each.isspace() for each in parts[1]) or len(value := decoded(parts[2])) < 5:
        raise Malformed("a signature line can't be read")
    return parts[1], value


def decoded(text: str) -> bytes:
    """The bytes of base 64 in its one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("a line is not base 64") from None
    if base64.b64encode(data).decode() != text:
        raise Malformed("a line is not base 64 as it should be written")
    return data
