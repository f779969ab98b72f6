"""What the acts on photographs work with (464.5, 464.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.gate import Gate
from workbench.settings import Settings
from workbench.store.images import ImageStore
from workbench.store.reads import ReadStore
from workbench.store.registers import Registers


@dataclass(frozen=True, slots=True)
class PhotographDesk:
    """Gate, registers, the agency's reads and images."""

    gate: Gate
    registers: Registers
    store: ReadStore
    images: ImageStore
    settings: Settings
    room: Callable[[int], None] = lambda _octets: None
    """Raises when so many bytes more would fill the disk, on which the log stands."""
