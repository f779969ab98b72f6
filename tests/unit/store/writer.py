"""A process of its own that appends batch after batch, to be killed: ``writer.py FOLDER SIZE [FLUSH [MONTHS]]``.

It prints the number of each batch once the store has acknowledged it. With a third argument it kills itself
at that flush to the disk, counted from the second batch on.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from tests.policy.people import Station
from tests.unit.store.reads_ground import batch, receipt_of
from workbench.policy.caller import Realm
from workbench.store import reads_table
from workbench.store.reads import ReadStore
from workbench.store.reads_disk import flush as flush_to_disk


def die_at(flush: int) -> None:
    """Replace the flush by one that ends the process, as the power would, on the given call."""
    calls = count(1)

    def flush_or_die(path: Path) -> None:
        if next(calls) == flush:
            os.kill(os.getpid(), signal.SIGKILL)
        flush_to_disk(path)

    vars(reads_table)["flush"] = flush_or_die


def main(folder: Path, size: int, die: int = 0, months: int = 2) -> None:
    """Append until killed."""
    with Station(folder) as station:
        receipt = receipt_of(station)
        store = ReadStore.open(folder / "reads", Realm.LIVE)
        for number in count():
            if die and number == 1:
                die_at(die)
            store.append(batch(number, size, months=months), receipt)
            print(number, flush=True)  # noqa: T201 - the acknowledgement that the test reads


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
