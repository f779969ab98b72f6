"""When to try again what could not be taken (464.9): soon at first, then ever later, never given up.

Each try may leave two records in the access log: a folder that can't be written to must not be tried every second.
"""

from __future__ import annotations

import os
from pathlib import Path

LONGEST = 150
"""Passes from one try to the next at most: five minutes at a pass every two seconds."""


class Patience:
    """Counts passes: from the n-th failure in a row it is 2^(n-1) passes to the next try."""

    def __init__(self) -> None:
        self._pass = 0
        self._failed: dict[Path, tuple[int, int]] = {}

    def begins(self) -> None:
        """One more pass."""
        self._pass += 1

    def due(self, path: Path) -> bool:
        """Whether it may be tried in this pass."""
        _, again = self._failed.get(path, (0, 0))
        return again <= self._pass

    def failed(self, path: Path) -> None:
        """Tried in vain."""
        doubled, _ = self._failed.get(path, (1, 0))
        self._failed[path] = (min(2 * doubled, LONGEST), self._pass + doubled)

    def succeeded(self, path: Path) -> None:
        """The next failure is a first one."""
        self._failed.pop(path, None)

    def forget_gone(self) -> None:
        """What was taken, or taken away, has no next try."""
        self._failed = {path: state for path, state in self._failed.items() if os.path.lexists(path)}
