"""A port on loopback that leads elsewhere: to a Unix socket, for programs that know none, or to another port.

At the other end stands the process of the tests then: the same OS user as a person's server has there.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer


class _Relay(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, there: Path | int, port: int) -> None:
        self.there = there
        super().__init__(("127.0.0.1", port), _Line)

    def connected(self) -> socket.socket:
        if isinstance(self.there, int):
            return socket.create_connection(("127.0.0.1", self.there))
        line = socket.socket(socket.AF_UNIX)
        line.connect(str(self.there))
        return line


class _Line(BaseRequestHandler):
    server: _Relay

    def handle(self) -> None:
        """Carry bytes both ways until both ends are done."""
        with self.server.connected() as there:
            back = threading.Thread(target=_carried, args=(there, self.request), daemon=True)
            back.start()
            _carried(self.request, there)
            back.join()


def _carried(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):  # an end that is gone has heard all that it wants to
        while data := source.recv(1 << 16):
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def relayed(there: Path | int, port: int = 0) -> Iterator[str]:
    """The address of a port, this one or any that is free, that leads to a socket's path or to another port."""
    with _Relay(there, port) as relay:
        threading.Thread(target=relay.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{relay.server_address[1]}"
        relay.shutdown()
