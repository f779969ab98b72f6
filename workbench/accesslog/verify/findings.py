"""What the check of an exported log says (464.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum


class Fault(StrEnum):
    """The kinds of things that can be wrong with an exported log."""

    MISSING = "missing"
    """A file that the checkpoint speaks of is not there."""
    ALTERED = "altered"
    """The parts of the export do not fit together: entries, tiles, checkpoint."""
    SIGNATURE = "signature"
    """The log's key did not sign, or a signature is false."""
    WITNESSES = "witnesses"
    """Too few witnesses cosigned the newest checkpoint."""
    ROLLBACK = "rollback"
    """The log is shorter than it was."""
    REWRITTEN = "rewritten"
    """The log does not continue a checkpoint that it once gave out."""
    RECORD = "record"
    """An entry is no record of an access log."""
    TIME = "time"
    """A record's time goes back, or does not lie between the times of the witnesses around it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, in words."""

    fault: Fault
    text: str


class Unusable(Exception):
    """The check can't be made: the policy, or a checkpoint that was brought along, can't be used."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome; good when nothing was found. ``times`` are the witnesses' of the newest checkpoint (s, UTC)."""

    origin: str
    size: int
    findings: tuple[Finding, ...]
    times: Mapping[str, int] = field(default_factory=dict)
    earlier: int = 0
    """How many earlier checkpoints it was seen to continue."""

    @property
    def good(self) -> bool:
        """Whether the log is what it was."""
        return not self.findings

    def lines(self) -> list[str]:
        """The verdict for people, without characters that a terminal would obey."""
        return ["".join(each if each.isprintable() else "?" for each in line) for line in self._told()]

    def _told(self) -> list[str]:
        if not self.good:
            told = [f"  {each.fault}: {each.text}" for each in self.findings]
            return ["NOT VERIFIED. Keep this export as it is and report it (464.10).", *told]
        seen = [f"  cosigned by {name} at {_utc(time)}" for name, time in sorted(self.times.items())]
        return [
            f"Verified: {self.origin} holds {self.size:,} records.",
            "  every record, hash and tile fits the checkpoint that the log signed",
            f"  it continues {self.earlier:,} earlier checkpoints; its times never go back",
            *(seen or ["  no witness was asked for"]),
        ]


def _utc(time: int) -> str:
    try:
        return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        return f"{time} s"
