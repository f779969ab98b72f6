"""Checkpoints (464.5): what the log was at one size, as C2SP's tlog-checkpoint has it, to be signed as a note."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.accesslog.encoding import base64, from_base64, number
from workbench.accesslog.merkle import HASH_BYTES
from workbench.accesslog.note import Note, sign
from workbench.accesslog.notekeys import SigningKey
from workbench.errors import FormatError


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log ``origin`` had ``size`` records, and their tree this root (32 bytes)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """The checkpoint that is the text of a note; ``FormatError`` when it is none."""
        *lines, rest = text.split("\n")
        if rest or len(lines) < 3 or not all(lines):
            raise _malformed("it is not three or more whole lines")
        origin, size, root, *extensions = lines
        leaves, top = number(size), from_base64(root)
        if leaves is None:
            raise _malformed("its size is no number", line=2)
        if top is None or len(top) != HASH_BYTES:
            raise _malformed("its root is no SHA-256 hash", line=3)
        return cls(origin, leaves, top, tuple(extensions))

    @property
    def text(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), base64(self.root), *self.extensions))

    def signed(self, key: SigningKey) -> Note:
        """The note that the log publishes; the key bears the log's origin as its name."""
        if key.name != self.origin:
            raise ValueError(f"the key of {key.name} does not sign for {self.origin}")
        return Note(self.text, (sign(self.text, key),))


def _malformed(why: str, line: int = 0) -> FormatError:
    return FormatError(f"This is not a checkpoint of an access log: {why}.", line=line, section="464.5")
