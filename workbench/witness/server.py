"""The witness's door (464.5): one POST over HTTP or HTTPS, with the standard library's server."""

from __future__ import annotations

import logging
import sqlite3
import ssl
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import BoundedSemaphore
from typing import Any

from workbench.accesslog.add_checkpoint import LARGEST_REQUEST, PATH
from workbench.witness.witness import Answer, Witness

MOST_AT_ONCE = 32
PATIENCE_SECONDS = 30
_log = logging.getLogger(__name__)


class WitnessServer(ThreadingHTTPServer):
    """Listens at ``address``; with ``tls`` it speaks HTTPS. ``serve_forever`` runs it, ``shutdown`` ends that."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], witness: Witness, tls: ssl.SSLContext | None = None) -> None:
        self.witness = witness
        self._places = BoundedSemaphore(MOST_AT_ONCE)
        super().__init__(address, _Handler)
        if tls is not None:  # the handshake is made by each connection's own thread
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give a thread to whoever comes, while there are places."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Give the place back at the end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the library's signature
        """A connection that broke is told in one line."""
        _log.warning("a connection from %s failed", client_address[0], exc_info=_log.isEnabledFor(logging.DEBUG))


class _Handler(BaseHTTPRequestHandler):
    server: WitnessServer
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE_SECONDS
    connection: socket

    def do_POST(self) -> None:
        if self.path.rpartition("/")[2] != PATH:
            self._tell(Answer(HTTPStatus.NOT_FOUND, "A witness takes add-checkpoint alone.\n"), end=True)
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            self._tell(Answer(HTTPStatus.LENGTH_REQUIRED, "Say how long the request is.\n"), end=True)
        elif len(length) > 9 or int(length) > LARGEST_REQUEST:
            self._tell(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too long.\n"), end=True)
        else:
            self._tell(self._answer(self.rfile.read(int(length))))

    def _answer(self, body: bytes) -> Answer:
        try:
            return self.server.witness.add_checkpoint(body)
        except (sqlite3.Error, OSError) as problem:
            _log.error("nothing can be remembered, so nothing is cosigned: %s", problem)
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE, "This witness can't write down what it sees.\n")

    def do_GET(self) -> None:
        self._tell(Answer(HTTPStatus.METHOD_NOT_ALLOWED, "A witness takes add-checkpoint alone.\n"), end=True)

    def _tell(self, answer: Answer, *, end: bool = False) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(body)))
        if end:  # what follows on this connection was not read
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "witness"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """A cosignature each minute is nothing to tell, nor who only asks whether anybody is there; a refusal is."""
        if code != HTTPStatus.OK and self.command == "POST":
            super().log_request(code, size)

    def log_error(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """A connection that nobody used for a while is no error."""
        _log.debug("%s " + format, self.client_address[0], *args)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        _log.info("%s " + format, self.client_address[0], *args)
