"""What an engine can do: find lines of text, and tell what each may say (464.7(d))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from workbench.ocr.charset import Posteriors
from workbench.ocr.quad import Pixels, Quad


@dataclass(frozen=True, slots=True)
class Info:
    """Which engine read something, so that it can be read again: ``models`` maps each file to its SHA-256."""

    name: str
    version: str
    licence: str
    models: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an engine can be used here; ``why`` says what it lacks and what to do about it."""

    usable: bool
    why: str = ""


class Engine(Protocol):
    """Two networks: one that finds lines of text, one that reads a line."""

    def info(self) -> Info:
        """Name, version, licence and the hash of each model."""
        ...

    def detect(self, image: Pixels, scale: float, threshold: float) -> list[Quad]:
        """Lines of text in an image that is looked at ``scale`` times as large, in the image's own pixels.

        ``threshold``: how sure the network must be of a line, 0 to 1.
        """
        ...

    def recognise(self, crops: Sequence[Pixels]) -> list[Posteriors]:
        """For each upright crop of one line what may stand at each step along it."""
        ...
