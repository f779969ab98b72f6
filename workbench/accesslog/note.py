"""Signed notes (464.5): a text and the signatures under it, as C2SP's signed-note has it.

A note says nothing before a key that is trusted for its subject has been checked; see ``tlog_policy``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.accesslog.encoding import base64, from_base64
from workbench.accesslog.notekeys import KeyType, SigningKey, VerifierKey, well_named
from workbench.errors import FormatError, Unproven

LARGEST_BYTES = 1_000_000
MOST_SIGNATURES = 100
_DASH = "\N{EM DASH} "


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: who, the key's id (4 bytes), and what that kind of key wrote."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as the note has it, with its newline."""
        return f"{_DASH}{self.name} {base64(self.key_id + self.value)}\n"

    def by(self, key: VerifierKey) -> bool:
        """Whether it says that this key made it."""
        return (self.name, self.key_id) == (key.name, key.id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a newline, and the signatures under it, verified or not."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.endswith("\n") or any(each < " " and each != "\n" for each in self.text):
            raise _malformed("its text does not end with a newline, or holds control characters")

    @classmethod
    def parse(cls, data: bytes) -> Note:
        """The note in these bytes; ``FormatError`` when they are none, are too many or hold too many signatures."""
        if len(data) > LARGEST_BYTES:
            raise _malformed(f"it is longer than {LARGEST_BYTES:,} bytes")
        try:
            whole = data.decode()
        except UnicodeDecodeError:
            raise _malformed("it is not UTF-8") from None
        text, blank, below = whole.rpartition("\n\n")
        if not blank:
            raise _malformed("no signatures stand under it")
        return cls(text + "\n", signatures(below))

    def encode(self) -> bytes:
        """The bytes that ``parse`` reads."""
        return f"{self.text}\n{''.join(each.line for each in self.signatures)}".encode()

    def with_signatures(self, more: Iterable[Signature]) -> Note:
        """The same note with these too; each replaces an older one of the same key."""
        kept = {(each.name, each.key_id): each for each in (*self.signatures, *more)}
        return Note(self.text, tuple(kept.values()))


def signatures(lines: str) -> tuple[Signature, ...]:
    """The signatures in lines such as stand under a note; ``FormatError`` when one is none."""
    *whole, rest = lines.split("\n")
    if rest or not 1 <= len(whole) <= MOST_SIGNATURES:
        raise _malformed(f"between 1 and {MOST_SIGNATURES} whole signature lines should stand under it")
    return tuple(_signature(line) for line in whole)


def sign(text: str, key: SigningKey) -> Signature:
    """The signature of a plain note key over the text."""
    if key.type is not KeyType.NOTE:
        raise ValueError(f"a key of type {key.type:#04x} signs no plain note")
    return Signature(key.name, key.public().id, key.sign(text.encode()))


def check(note: Note, key: VerifierKey) -> None:
    """Return when this plain note key signed the note; ``Unproven`` when it didn't, or a signature of its is false."""
    made = [each.value for each in note.signatures if each.by(key)]
    if key.type is not KeyType.NOTE or not made:
        raise Unproven(f"The key {key.name} did not sign this note of the access log.", section="464.5")
    if not all(key.signed(note.text.encode(), value) for value in made):
        raise Unproven(
            f"A signature under the name of {key.name} is false.",
            how="Keep the note and tell the ALPR administrator; it may be evidence of tampering (464.10).",
            section="464.5",
        )


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    value = from_base64(encoded)
    if not line.startswith(_DASH) or not well_named(name) or value is None or len(value) < 5:
        raise _malformed("a line under it is no signature")
    return Signature(name, value[:4], value[4:])


def _malformed(why: str) -> FormatError:
    return FormatError(f"This is not a signed note: {why}.", section="464.5")
