"""What an audit looks at (464.6): our own log's records, or the rows of another system's file; the rest is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from workbench.audit.figures import Figures
from workbench.audit.sampling.leaf import Leaf
from workbench.wire.log import LogEntry


class Pointed(NamedTuple):
    """What the detectors raised in the period, by detector, and those that had nothing to look at."""

    flags: Counter[str]
    idle: tuple[str, ...]


class Material(Protocol):
    """The rows of one audit, by their indexes."""

    def same(self) -> bool:
        """Whether it still is what was announced."""
        ...

    def leaves(self) -> list[Leaf]:
        """What the sample is drawn from, in order."""
        ...

    def watched(self) -> set[int]:
        """The rows about a plate that is watched."""
        ...

    def entries(self, indexes: Sequence[int]) -> list[LogEntry]:
        """These rows as a reviewer sees them, in this order; fewer where some are not there."""
        ...

    def seen(self, wanted: Collection[int]) -> dict[int, int]:
        """How many reads or records each of these was answered with, where that is told."""
        ...

    def figures(self) -> Figures:
        """How the system was used in the period."""
        ...

    def pointed(self) -> Pointed:
        """What the detectors say of the period."""
        ...
