"""What a log asks of a witness (464.5): the body of C2SP's tlog-witness ``add-checkpoint``."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.accesslog.encoding import base64, from_base64, number
from workbench.accesslog.merkle import HASH_BYTES
from workbench.accesslog.note import LARGEST_BYTES, Note
from workbench.errors import FormatError

MOST_HASHES = 63
LARGEST_REQUEST = LARGEST_BYTES + 64 * (MOST_HASHES + 1)
"""Bytes of a request at most."""
PATH = "add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"
"""What a witness answers with when it has seen another size."""


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A checkpoint, and the proof that it continues the one of size ``old`` that the witness saw last."""

    old: int
    proof: tuple[bytes, ...]
    note: Note

    @classmethod
    def parse(cls, data: bytes) -> AddCheckpoint:
        """The request in these bytes; ``FormatError`` when they are none."""
        if len(data) > LARGEST_REQUEST:
            raise _malformed("it is too long")
        above, blank, note = data.partition(b"\n\n")
        try:
            first, *lines = above.decode("ascii").split("\n")
        except UnicodeDecodeError:
            raise _malformed("its beginning is not ASCII") from None
        old = number(first.removeprefix("old "))
        if not blank or not first.startswith("old ") or old is None:
            raise _malformed("it does not begin with an old size")
        proof = [from_base64(line) for line in lines]
        hashes = tuple(each for each in proof if each is not None and len(each) == HASH_BYTES)
        if len(hashes) != len(proof) or len(proof) > MOST_HASHES:
            raise _malformed(f"its proof is not made of up to {MOST_HASHES} SHA-256 hashes")
        return cls(old, hashes, Note.parse(note))

    def encode(self) -> bytes:
        """The bytes that ``parse`` reads."""
        lines = [f"old {self.old}", *map(base64, self.proof), "", ""]
        return "\n".join(lines).encode() + self.note.encode()


def _malformed(why: str) -> FormatError:
    return FormatError(f"This is not a request to a witness: {why}.", section="464.5")
