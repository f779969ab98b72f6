"""Restores in processes of their own that are killed at one of the steps, or find the disk full.

One process has the program in memory; a child of its own does each restore. It prints how each ended.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.unit.backup.ground import House
from workbench.backup.names import Kind
from workbench.custodian import restoring

STEPS = ("unpacked", "proven", "_begun", "_own", "_flush")
FULL = "full"
KILLED = 9
_CUT = 60_000


def main() -> None:
    folder, into, *archives = sys.argv[1:]
    house = House(Path(folder))
    wanted = house.wanted(dict(zip((Kind.BACKUP, Kind.ESCROW), map(Path, archives), strict=True)))
    for step in (*STEPS, FULL):
        child = os.fork()
        if child == 0:
            end(step, lambda: restoring.restore(wanted, Path(into)))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        left = [path.name for path in Path(into).parent.iterdir() if "new" in path.name]
        sys.stdout.write(f"{step} {code} {','.join(left)}\n")


def end(step: str, restore: Callable[[], object]) -> None:
    """Restore, and end by force: nothing that tidies up at the end of a process runs."""
    code = 1
    try:
        if step == FULL:
            resource.setrlimit(resource.RLIMIT_FSIZE, (_CUT, _CUT))
        else:
            kill_after(step)
        restore()
    except OSError as problem:
        code = problem.errno or 1
    finally:
        os._exit(code)


def kill_after(step: str) -> None:
    done = getattr(restoring, step)

    def killed(*words: Any, **more: Any) -> None:
        done(*words, **more)
        os._exit(KILLED)

    setattr(restoring, step, killed)


if __name__ == "__main__":
    main()
