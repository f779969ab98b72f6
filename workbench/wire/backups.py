"""What the operator's commands tell the custodian of backups and drills (464.9, 464.10)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from workbench.wire.base import Message, Short

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class MomentTaken(Message):
    """A moment was taken under this record; the log has ``size`` records in it."""

    record: int
    size: int


class BackupEnded(Message):
    """How the archiving of a moment ended; ``record`` is that under which it was taken."""

    record: int
    outcome: Literal["made", "failed"]
    reason: Short = ""
    backup_sha256: Sha256 | Literal[""] = ""
    escrow_sha256: Sha256 | Literal[""] = ""
    octets: int = Field(0, ge=0)


class DrillEnded(Message):
    """How a drill ended, and what it looked through."""

    outcome: Literal["proven", "failed"]
    reason: Short = ""
    backup_sha256: Sha256
    escrow_sha256: Sha256
    checkpoint: Annotated[str, StringConstraints(max_length=100_000)] = ""
    """What the log in the backup was: the running log has to go on from it."""
    seconds: float = Field(0.0, ge=0)
    records: int = Field(0, ge=0)
    reads: int = Field(0, ge=0)
    images: int = Field(0, ge=0)


class Recorded(Message):
    """The record that stands for it; ``continues`` says whether the running log goes on from a drill's checkpoint."""

    record: int
    continues: bool = True
