"""A restore in a process of its own that is killed at one of its steps, or finds the disk full."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import Any

from tests.unit.backup.ground import House
from workbench.backup.names import Kind
from workbench.custodian import restoring

STEPS = ("unpacked", "proven", "_begun", "_own", "_flush")
FULL = "full"


def main() -> None:
    folder, into, step, *archives = sys.argv[1:]
    house = House(Path(folder))
    wanted = house.wanted(dict(zip((Kind.BACKUP, Kind.ESCROW), map(Path, archives), strict=True)))
    if step == FULL:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    else:
        done = getattr(restoring, step)

        def killed(*words: Any, **more: Any) -> None:
            done(*words, **more)
            os._exit(9)

        setattr(restoring, step, killed)
    restoring.restore(wanted, Path(into))


if __name__ == "__main__":
    main()
