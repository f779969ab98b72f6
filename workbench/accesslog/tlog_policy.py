"""What a checkpoint needs to be believed (464.5): the log's own key and a quorum of witnesses (C2SP's tlog-policy).

A note that opens is not enough: it opens when any one key that somebody knows has signed it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.accesslog.checkpoint import Checkpoint
from workbench.accesslog.cosignature import cosigned_at
from workbench.accesslog.note import Note, check
from workbench.accesslog.notekeys import VerifierKey
from workbench.errors import Unproven

NONE = "none"
"""The quorum that asks for no witness."""


class Party(NamedTuple):
    """A log or a witness: its key, and where it is reached, if that is said."""

    key: VerifierKey
    url: str = ""


class Group(NamedTuple):
    """Witnesses and groups of which ``needed`` must have cosigned."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A checkpoint that satisfies a policy; ``times`` are the witnesses' (seconds since 1970, UTC) by name."""

    checkpoint: Checkpoint
    note: Note
    times: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Policy:
    """The logs and witnesses that are trusted, and how many of the witnesses it takes; read by ``parse_policy``."""

    logs: tuple[Party, ...]
    witnesses: Mapping[str, Party]
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    def accept(self, data: bytes) -> Accepted:
        """The checkpoint in a note, if the log and a quorum signed it; ``FormatError`` or ``Unproven`` otherwise."""
        note = Note.parse(data)
        checkpoint = Checkpoint.parse(note.text)
        check(note, self._log(checkpoint.origin, note))
        times = {
            name: time
            for name, witness in self.witnesses.items()
            if (time := cosigned_at(note, witness.key)) is not None
        }
        if not self.witnessed(times):
            seen = ", ".join(times) or "none"
            raise Unproven(
                f"Too few witnesses cosigned this checkpoint of size {checkpoint.size}: {seen}.",
                how=f"The policy asks for {self.quorum}.",
                section="464.5",
            )
        return Accepted(checkpoint, note, times)

    def witnessed(self, cosigners: Collection[str]) -> bool:
        """Whether these witnesses, by name, are a quorum."""
        return self.quorum == NONE or self._counts(self.quorum, cosigners)

    def _counts(self, name: str, cosigners: Collection[str]) -> bool:
        if name in self.witnesses:
            return name in cosigners
        group = self.groups[name]
        return sum(self._counts(member, cosigners) for member in group.members) >= group.needed

    def _log(self, origin: str, note: Note) -> VerifierKey:
        """The log's key; of several, while one follows another, the one that the note names."""
        keys = [log.key for log in self.logs if log.key.name == origin]
        if not keys:
            raise Unproven(f"The log {origin} is not one that the policy trusts.", section="464.5")
        return next((key for key in keys if any(each.by(key) for each in note.signatures)), keys[0])
