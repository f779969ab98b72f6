"""What a witness adds to a checkpoint (464.5): C2SP's tlog-cosignature, version 1.

It says that, as of a time (seconds since 1970, UTC), this was the largest tree of the log that the witness had seen,
and that each one continued the one before.
"""

from __future__ import annotations

from workbench.accesslog.encoding import LARGEST_NUMBER
from workbench.accesslog.note import Note, Signature
from workbench.accesslog.notekeys import KeyType, SigningKey, VerifierKey
from workbench.errors import Unproven

_ED25519_BYTES = 64


def cosign(text: str, key: SigningKey, time: int) -> Signature:
    """The witness's signature over a checkpoint's text at ``time``."""
    if key.type is not KeyType.COSIGNATURE:
        raise ValueError(f"a key of type {key.type:#04x} is no witness's")
    return Signature(key.name, key.public().id, time.to_bytes(8, "big") + key.sign(_message(text, time)))


def cosigned_at(note: Note, key: VerifierKey) -> int | None:
    """When this witness cosigned the note, its latest time; None when it did not. ``Unproven`` when one is false."""
    if key.type is not KeyType.COSIGNATURE:
        return None
    return max((_time(note, key, each) for each in note.signatures if each.by(key)), default=None)


def _time(note: Note, key: VerifierKey, signature: Signature) -> int:
    time = int.from_bytes(signature.value[:8], "big")
    whole = len(signature.value) == 8 + _ED25519_BYTES and time <= LARGEST_NUMBER
    if not whole or not key.signed(_message(note.text, time), signature.value[8:]):
        raise Unproven(f"A cosignature under the name of {key.name} is false.", section="464.5")
    return time


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()
