"""Telling the system's manager that the custodian answers (464.10(a)): what needs it is started after that.

One datagram, as sd_notify(3) describes it; nothing where ``NOTIFY_SOCKET`` names no manager.
"""

from __future__ import annotations

import logging
import os
import socket

import uvicorn

SOCKET = "NOTIFY_SOCKET"
_log = logging.getLogger(__name__)


class Door(uvicorn.Server):
    """A server that tells the manager once it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        if self.started:
            tell("READY=1")


def tell(state: str) -> None:
    """Send the manager one line; it may be gone, which stops nothing here."""
    address = os.environ.get(SOCKET, "")
    if not address.startswith(("/", "@")):
        return
    if address.startswith("@"):  # in the abstract namespace (unix(7))
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(state.encode(), address)
    except OSError as error:
        _log.warning("the system's manager was not told %s: %s", state, error)
