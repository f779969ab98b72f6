"""What an archive says of itself (464.9, 464.10): a note that the log's own key signed, its last member.

The digests stand in ``SHA256SUMS``, as sha256sum has them; the manifest holds the digest of that list.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import ValidationError

from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.note import Note, check, sign
from workbench.accesslog.notekeys import SigningKey, VerifierKey
from workbench.backup.names import Kind
from workbench.errors import BadInput, FormatError, Unproven
from workbench.wire.base import Message


class Moment(Message):
    """The moment that was taken: the log's checkpoint (a note), counts by name, and what had been purged by then.

    ``revisions`` are those of the databases' schemas; ``purges`` the records of the purges that were begun.
    """

    made_at: datetime
    checkpoint: str
    counts: dict[str, int]
    revisions: dict[str, str]
    purges: list[int]

    @property
    def seen(self) -> Checkpoint:
        """Size and root of the log."""
        return Checkpoint.parse(Note.parse(self.checkpoint.encode()).text)


class Manifest(Message):
    """Of one archive. ``sealed_for`` is the public key whose secret half the escrow holds."""

    format: Literal[1] = 1
    kind: Kind
    agency: str
    version: str
    configuration_sha256: str
    log_key: str
    sealed_for: str
    moment: Moment
    members: int
    octets: int
    """Bytes of all members together, beside the list and this."""
    sums_sha256: str

    def signed(self, key: SigningKey) -> bytes:
        """The member's bytes."""
        text = f"{self.model_dump_json()}\n"
        return Note(text, (sign(text, key),)).encode()

    @classmethod
    def read(cls, data: bytes, kind: Kind) -> Manifest:
        """The manifest in these bytes, signed by the key that it names; ``BadInput`` when it is none of that kind."""
        try:
            note = Note.parse(data)
            found = cls.model_validate_json(note.text)
            check(note, VerifierKey.parse(found.log_key))
            found.moment.seen  # noqa: B018 - it raises
        except (FormatError, Unproven, ValidationError) as problem:
            raise damaged(f"its manifest can't be used ({type(problem).__name__})") from None
        if found.kind is not kind:
            raise damaged(f"it is the {found.kind.value}, where the {kind.value} was to be given")
        return found


def damaged(why: str) -> BadInput:
    """The error for an archive that is not what was written."""
    return BadInput(
        f"The archive is not whole: {why}.", how="Nothing was restored. Take another one.", section="464.10"
    )
