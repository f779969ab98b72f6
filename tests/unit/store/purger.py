"""A process of its own that purges and kills itself at a step: ``purger.py FOLDER STEP``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.policy.people import Station
from tests.unit.store.purge_ground import GONE
from tests.unit.store.reads_ground import opened, receipt_of
from tests.unit.store.writer import die_at
from workbench.store.upkeep.purge import Which


def main(folder: Path, step: str) -> None:
    """Purge what the tests purge."""
    with Station(folder) as station:
        receipt = receipt_of(station)
        store = opened(folder / "reads")
        die_at(step)
        store.purge(Which(read_ids=GONE), receipt)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
