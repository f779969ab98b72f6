"""The bytes of a batch, opened once and never through a link (464.9)."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from workbench.errors import BadInput

_PIECE = 1 << 20


@contextmanager
def opened(data: Path | bytes) -> Iterator[BinaryIO]:
    """A stream that can be rewound. Raises ``BadInput`` for a path that is no regular file of its own."""
    if isinstance(data, bytes):
        yield io.BytesIO(data)
        return
    with plain_file(data) as stream:
        yield stream


@contextmanager
def plain_file(path: Path) -> Iterator[BinaryIO]:
    """A regular file for reading; links, pipes and devices are refused before anything is read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise BadInput(
            f"The file can't be opened: {error.strerror}.",
            where=path.name,
            how="Links are not followed; put the file itself there, readable to the service.",
        ) from None
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise BadInput("This is no regular file.", where=path.name, how="Put the file itself there.")
        yield stream


def content_sha256(stream: BinaryIO) -> tuple[str, int]:
    """SHA-256 in hexadecimal and size in bytes of a whole stream, which is rewound."""
    stream.seek(0)
    sha256, size = hashlib.sha256(), 0
    while piece := stream.read(_PIECE):
        sha256.update(piece)
        size += len(piece)
    stream.seek(0)
    return sha256.hexdigest(), size
