"""Batches on their way in (464.9): in the custodian's own folder, never onto the last of the disk, swept at start.

The access log stands on the same disk, and without a record nobody gets a read: no batch may fill it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterable, AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from workbench.errors import BadInput, StoreUnavailable
from workbench.settings import Settings

MOST = 4 * 2**30
"""Bytes of one batch."""
FLOOR = 2**30
"""Bytes of the disk that no batch may take."""
_EACH = 16 * 2**20
"""So many bytes at most are written between two looks at the disk."""


def folder(settings: Settings) -> Path:
    """Where batches are written down while they come in; made when there is none."""
    spool = settings.paths.custodian / "spool"
    spool.mkdir(mode=0o700, exist_ok=True)
    return spool


def sweep(settings: Settings) -> None:
    """Take away what a stop left behind: plates in clear that no record speaks of. Call it before serving."""
    for left in folder(settings).iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()


def demand_room(place: Path, wanted: int, floor: int = FLOOR) -> None:
    """Return when so many bytes fit and the floor stays free; else raise ``StoreUnavailable``."""
    if shutil.disk_usage(place).free - wanted < floor:
        raise StoreUnavailable(
            "The disk is nearly full; nothing of the batch was taken.",
            how="Tell the ALPR administrator; send it again when there is room: nothing is taken twice.",
            section="464.9",
        )


def room_of(settings: Settings) -> Callable[[int], None]:
    """Raises when an image of so many bytes more would fill the disk."""
    place = folder(settings)
    return lambda octets: demand_room(place, octets + _EACH)


@asynccontextmanager
async def spooled(body: AsyncIterable[bytes], announced: int, place: Path, floor: int = FLOOR) -> AsyncIterator[Path]:
    """The body as a file for the time of a block. ``announced`` is how long the sender says that it is, 0 if not.

    Raises ``BadInput`` for more than 4 GiB and ``StoreUnavailable`` when it would fill the disk.
    """
    _demand_size(announced)
    demand_room(place, announced, floor)
    with tempfile.NamedTemporaryFile(dir=place, prefix="batch-") as file:
        size = looked = 0
        async for chunk in body:
            size += len(chunk)
            _demand_size(size)
            if size - looked >= _EACH:
                demand_room(place, len(chunk), floor)
                looked = size
            file.write(chunk)
        file.flush()
        yield Path(file.name)


def _demand_size(size: int) -> None:
    if size > MOST:
        raise BadInput("The batch is larger than 4 GiB.", how="Send it in parts.")
