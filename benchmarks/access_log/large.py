"""A log of a million records and who saw a plate in it (464.6): built through the ledger, looked at cold and warm."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from benchmarks.access_log.bodies import PLATES, entries, plate
from workbench.accesslog.journal import utcnow
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.ledger import Ledger
from workbench.accesslog.reader import LogReader
from workbench.wire.log import LogQuery

AT_ONCE = 4096
_LOG, _KEYS = "log.sqlite", "log-keys"


def build(folder: Path, leaves: int, seed: int, tell: Callable[[str], None]) -> float | None:
    """Grow the log in a folder to so many leaves; the seconds that it took, None when it stood already."""
    chance, start, grown = random.Random(seed), perf_counter(), False
    with opened(folder) as ledger:
        while (size := ledger.end.index) < leaves:
            ledger.write(list(entries(chance, size, min(AT_ONCE, leaves - size) // 2 or 1)))
            grown = True
            if size % (AT_ONCE * 25) == 0:
                tell(f"{size:,} of {leaves:,} leaves")
    return perf_counter() - start if grown else None


def opened(folder: Path) -> closing[Ledger]:
    """The log's writer."""
    return closing(Ledger(f"sqlite:///{folder / _LOG}", Keyring.open(folder / _KEYS), utcnow))


def open_time(folder: Path) -> float:
    """Seconds until the log could be written again, after its files had been let go from memory."""
    forget(folder)
    start = perf_counter()
    with opened(folder):
        return perf_counter() - start


def look_ups(folder: Path, count: int, seed: int, *, cold: bool) -> Iterator[tuple[float, int, int]]:
    """Seconds, records found and records opened of "who asked for or saw plate X", each for another plate."""
    chance = random.Random(seed)
    reader = LogReader.open(f"sqlite:///{folder / _LOG}", Keyring(folder / _KEYS))
    with closing(reader):
        for _ in range(count):
            if cold:
                forget(folder)
            query = LogQuery(plate=plate(chance.randrange(PLATES)), limit=100)
            start = perf_counter()
            page, total = reader.page(query, below=2**53)
            yield perf_counter() - start, total, len(page)


def forget(folder: Path) -> None:
    """Let the files go from the system's memory, so that the next look comes from the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)
