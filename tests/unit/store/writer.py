"""A process of its own that appends batch after batch, to be killed: ``writer.py FOLDER SIZE [STEP [MONTHS]]``.

It prints the number of each batch once the store has acknowledged it. With a third argument, such as ``file 2``, it
kills itself from the second batch on: when the second file is whole but not named, when the folder's entries are on
the disk, before a commit, or right after it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from tests.policy.people import Station
from tests.unit.store.reads_ground import batch, opened, receipt_of
from workbench.store.segments import folder as folder_module
from workbench.store.segments.catalogue import Catalogue

STEPS: dict[str, tuple[Any, str]] = {
    "file": (folder_module, "write"),
    "folder": (folder_module, "flush"),
    "commit": (Catalogue, "commit"),
    "committed": (Catalogue, "commit"),
    "removed": (Path, "unlink"),
    "resealed": (Catalogue, "resealed"),
    "settle": (Catalogue, "settle"),
}
BEFORE = {"commit", "settle"}


def die_at(step: str) -> None:
    """End the process, as the power would, at this step."""
    name, number = step.split()
    place, attribute = STEPS[name]
    real, calls = getattr(place, attribute), count(1)

    def stepped(*arguments: Any, **named: Any) -> Any:
        last = next(calls) == int(number)
        if last and name in BEFORE:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*arguments, **named)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(place, attribute, stepped)


def main(folder: Path, size: int, step: str = "", months: int = 2) -> None:
    """Append until killed."""
    with Station(folder) as station:
        receipt = receipt_of(station)
        store = opened(folder / "reads")
        for number in count():
            if step and number == 1:
                die_at(step)
            store.append(batch(number, size, months=months), receipt)
            print(number, flush=True)  # noqa: T201 - the acknowledgement that the test reads


if __name__ == "__main__":
    made: list[Callable[[str], Any]] = [Path, int, str, int]
    main(*(make(argument) for make, argument in zip(made, sys.argv[1:], strict=False)))
