"""What every engine in the comparison is: something that loads the reads and has ways to answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from benchmarks.plate_search.answers import Answer
from benchmarks.plate_search.classes import Kind, Query
from benchmarks.plate_search.hotlist import Hotlist

Way = Callable[[Query], Answer]
Ways = Mapping[Kind, Way]
"""The classes that a contestant can answer, each with the function whose time is taken."""


class Rival(ABC):
    """One engine over the benchmark's reads; it may enter as several contestants (with a dictionary, without)."""

    name: str
    version: str

    @abstractmethod
    def load(self, files: list[Path], hotlist: Hotlist) -> None:
        """Take the reads in and index them; this is what the load rate counts."""

    @abstractmethod
    def contestants(self) -> Mapping[str, Ways]:
        """The ways to answer, under the names that the tables show."""

    def touched(self, contestant: str, kind: Kind) -> int:  # noqa: ARG002 - for those that say
        """Bytes that a query of this class has to look at; 0 when an index leads past most of them."""
        return 0

    def ready(self, query: Query) -> None:  # noqa: B027 - most have nothing to do
        """What comes before a query and is not timed."""

    def close(self) -> None:  # noqa: B027 - some hold nothing open
        """Let go of files and processes."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
