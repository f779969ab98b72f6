"""Who looks through the files (464.9): this process, or the workers of a cluster, by the same task.

A task sees one file and nothing else, so that it can be done wherever the file can be read; what tasks find is put
together by whoever asked. ``Here`` does them in this process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from workbench.store.segments.segment import Segment
from workbench.store.sightings import Work

Found = TypeVar("Found", covariant=True)
Result = TypeVar("Result")


class Task(Protocol[Found]):
    """What is done with one file; a value that can be sent to another process."""

    def __call__(self, segment: Segment, work: Work) -> Found:
        """What this file has; raises ``Cancelled`` when the work was called off."""
        ...


class Engine(Protocol):
    """Does a task for each of several files."""

    def each(self, asked: Sequence[tuple[Segment, Task[Result]]], work: Work) -> Iterator[tuple[Segment, Result]]:
        """What the tasks find, in the order of the files; raises what a task raises."""
        ...


class Here:
    """One file after the other, in this process."""

    def each(self, asked: Sequence[tuple[Segment, Task[Result]]], work: Work) -> Iterator[tuple[Segment, Result]]:
        """See ``Engine``."""
        for segment, task in asked:
            yield segment, task(segment, work)
