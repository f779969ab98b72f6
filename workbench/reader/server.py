"""Where the custodian reaches the reader (464.10(a)): a Unix socket that answers one OS user, one picture a call."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from workbench.reader.pool import Pool
from workbench.wire.look import Look, Looked, exactly, packed, unpacked
from workbench.wire.photographs import Medium

PHOTOGRAPH, VIDEO = 64 << 20, 512 << 20
"""Bytes of each that are taken."""
PATIENCE = 60.0
"""Seconds in which the custodian must send what it announced."""
LOOK = 5.0
"""Seconds between two looks at children that have nothing to do."""
_CREDENTIALS = struct.Struct("3i")
_log = logging.getLogger(__name__)


@contextlib.contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    """The socket; made before the process is confined, for after it none can be."""
    path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        door.bind(str(path))
        path.chmod(0o666)  # who is at the other end is asked of the system
        door.listen(64)
        yield door
    finally:
        door.close()
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def serve(door: socket.socket, pool: Pool, custodian: int, stopping: Callable[[], bool] = lambda: False) -> None:
    """Answer the custodian's OS user until told to stop; each call in a thread of its own."""
    door.settimeout(LOOK)
    while not stopping():
        try:
            call, _ = door.accept()
        except TimeoutError:
            pool.rest()
            continue
        if (uid := peer(call)) != custodian:
            _log.warning("a call of uid %d was turned away", uid)
            call.close()
            continue
        threading.Thread(target=_answer, args=(call, pool), name="call", daemon=True).start()


def peer(call: socket.socket) -> int:
    """The OS user at the other end, as the operating system knows it (unix(7))."""
    _pid, uid, _gid = _CREDENTIALS.unpack(call.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
    return int(uid)


def _answer(call: socket.socket, pool: Pool) -> None:
    with call, contextlib.suppress(OSError, EOFError, ValueError):  # whoever called is gone, or no custodian of ours
        call.settimeout(PATIENCE)
        asked = unpacked(Look, lambda size: exactly(call.recv, size))
        (size,) = asked.sizes
        if size > (VIDEO if asked.medium is Medium.VIDEO else PHOTOGRAPH):
            _send(call, Looked(error="The file is larger than what is read."), [])
            return
        octets = exactly(call.recv, size)
        told, pictures = pool.look(asked, octets, lambda: _send(call, Looked(alive=True), []))
        _send(call, told, pictures)


def _send(call: socket.socket, message: Looked, pictures: list[bytes]) -> None:
    for part in packed(message, pictures):
        call.sendall(part)


def owner_of(path: Path) -> int:
    """Whose folder it is: the only OS user that is answered. It was made for that one before the reader started."""
    return path.stat().st_uid if path.exists() else os.geteuid()
