"""A file on its way to the custodian (464.9): as it is, in pieces, with its terms in a header."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from workbench.client.transport import LONG, Transport
from workbench.errors import BadInput
from workbench.wire.base import Message

_CHUNK = 1 << 20


def send_file(transport: Transport, path: str, file: Path, header: str, terms: Message) -> bytes:
    """The custodian's answer; raises what it raises, and ``BadInput`` for a file that can't be read or is empty."""
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Length": str(_size(file)),
        # A header is ASCII; JSON can say everything else in escapes.
        header: json.dumps(terms.model_dump(mode="json"), ensure_ascii=True),
    }
    try:
        return transport.send("POST", path, _chunks(file), headers=headers, timeout=LONG)
    except OSError as error:
        raise _unreadable(file, error) from None


def _size(file: Path) -> int:
    try:
        with file.open("rb"):
            size = file.stat().st_size
    except OSError as error:
        raise _unreadable(file, error) from None
    if size == 0:
        raise BadInput(f"{file} is empty.", where="path", how="Choose the file that is to be sent.")
    return size


def _unreadable(file: Path, error: OSError) -> BadInput:
    said = f"{file} can't be read: {error.strerror}."
    return BadInput(said, where="path", how="Check the name and its permissions.")


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
