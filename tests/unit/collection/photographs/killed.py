"""A custodian's reading of photographs as a process of its own, to be killed: ``killed.py FOLDER READER [STEP]``.

It reads until nothing is due. With a step it kills itself there: when a photograph was kept, when the reads of a round
stand in the store, or when their hits do and the photographs do not say yet that they were read.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.unit.collection.photographs.ground import bench
from tests.unit.reader.ground import settings_in
from workbench.collection.photographs import rounds
from workbench.collection.photographs.reader import ReaderClient
from workbench.collection.photographs.rounds import Rounds
from workbench.errors import Unavailable
from workbench.store.reads import ReadStore
from workbench.store.registers.photographs import Photographs

STEPS: dict[str, tuple[Any, str, int]] = {
    "kept": (Photographs, "keep", 2),
    "appended": (ReadStore, "append", 1),
    "hits": (rounds, "make_hits", 1),
}
"""Where, and after how many calls."""


def die_after(step: str) -> None:
    """End the process, as the power would, when this was done."""
    place, attribute, left = STEPS[step]
    real: Callable[..., Any] = getattr(place, attribute)

    def dying(*args: Any, **named: Any) -> Any:
        nonlocal left
        done = real(*args, **named)
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(place, attribute, dying)


def main(folder: Path, reader: Path, step: str = "") -> None:
    """Read what is due, a few at a time, also over a reader that comes and goes."""
    settings = settings_in(reader)
    with bench(folder, settings, ReaderClient(settings.paths.reader, os.geteuid(), settings)) as made:
        if step:
            die_after(step)
        few = Rounds(made.desk, ReaderClient(settings.paths.reader, os.geteuid(), settings), made.looks, most=4)
        pause = threading.Event()
        while made.station.registers.photographs.any_due():
            try:
                few.one()
            except Unavailable:
                pause.wait(0.1)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]), *sys.argv[3:])
