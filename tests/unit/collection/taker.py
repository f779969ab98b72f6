"""A custodian's desk of its own process that takes batch after batch, to be killed: ``taker.py FOLDER FIRST``.

It prints the number of each batch once its receipt stands.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from tests.policy.people import Station
from tests.unit.collection.desk import Desk
from tests.unit.collection.ground import OWN_HEADER

SIZE = 4000


def content(number: int) -> bytes:
    """The file of a batch: reads of two months, each with an identifier, and one line that is no read."""
    lines = (
        f"2026-0{1 + place % 2}-02T{place // 3600:02}:{place // 60 % 60:02}:{place % 60:02}Z,"
        f"{number % 10}SYN{place % 1000:03},CA,0.9,32.792,-115.5631,EC-04,,,,,,,8SYN000:0.1,{number}-{place}\n"
        for place in range(SIZE)
    )
    return f"{OWN_HEADER}{''.join(lines)}no read\n".encode()


def main(folder: Path, first: int) -> None:
    """Take until killed."""
    with Station(folder) as station:
        desk = Desk(folder, station)
        for number in count(first):
            desk.take(content(number))
            print(number, flush=True)  # noqa: T201 - the acknowledgement that the test reads


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
