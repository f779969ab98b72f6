"""What a look through a store found (464.9): no plate and no read's id."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.policy.caller import Realm


class Trouble(StrEnum):
    """What can be wrong."""

    CATALOGUE = "catalogue"
    READS = "reads"
    DICTIONARY = "dictionary"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a file; of ``reads`` in it ``lost`` are in none of its copies.

    ``batches`` are those that the lost reads can have come in.
    """

    trouble: Trouble
    file: str
    told: tuple[str, ...]
    month: str = ""
    reads: int = 0
    lost: int = 0
    batches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a store stands: its files and reads by the catalogue, what is wrong, and what was set aside before."""

    realm: Realm
    files: int
    reads: int
    faults: tuple[Fault, ...]
    set_aside: int

    @property
    def good(self) -> bool:
        """Nothing is wrong."""
        return not self.faults

    @property
    def lost(self) -> int:
        """Reads that can't be had back from this folder."""
        return sum(fault.lost for fault in self.faults)

    @property
    def months(self) -> tuple[str, ...]:
        """The months of the lost reads."""
        return tuple(sorted({fault.month for fault in self.faults if fault.lost}))

    @property
    def batches(self) -> tuple[str, ...]:
        """The batches that have to be handed in again to have the lost reads back."""
        return tuple(dict.fromkeys(batch for fault in self.faults for batch in fault.batches))
