"""Who is at the other end of the Unix socket (464.5.1): the kernel of the machine says so, not the caller.

``SO_PEERCRED`` gives the process's user as the operating system knows it, so a stolen token is worth
nothing from another account (unix(7)).
"""

from __future__ import annotations

import asyncio
import socket
import struct

from uvicorn.protocols.http.h11_impl import H11Protocol

UNIX = "unix"
_CREDENTIALS = struct.Struct("3i")


class PeerProtocol(H11Protocol):
    """HTTP/1.1 that puts ``("unix", uid)`` where an address would stand."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Ask the operating system once per connection."""
        super().connection_made(transport)
        peer = transport.get_extra_info("socket")
        if peer is not None and peer.family == socket.AF_UNIX:
            raw = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
            _pid, uid, _gid = _CREDENTIALS.unpack(raw)
            self.client = (UNIX, uid)
