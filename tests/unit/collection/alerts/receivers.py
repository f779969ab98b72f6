"""Who takes alerts on loopback: an HTTPS server and a mail server with STARTTLS, each in a thread of its own."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.waiting import HOST


@dataclass
class Taken:
    """What came in; ``answers`` are given before all others are taken."""

    port: int = 0
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


def context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    """A server's side of TLS."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*certificate)
    return made


@contextmanager
def served(server: socketserver.BaseServer) -> Iterator[None]:
    """Serve for the time of a block."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@contextmanager
def webhook(certificate: tuple[Path, Path]) -> Iterator[Taken]:
    """Takes POSTs at any path; the next of ``answers`` is its status, 204 when there is none."""
    taken = Taken()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = taken.answers.pop(0) if taken.answers else 204
            taken.posts.append((dict(self.headers), body))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"https://{HOST}:{taken.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    server.socket = context(certificate).wrap_socket(server.socket, server_side=True)
    taken.port = server.server_address[1]
    with served(server):
        yield taken


class _Mail(socketserver.StreamRequestHandler):
    """One connection to the mail server below."""

    server: _MailServer

    def handle(self) -> None:
        """Until the other side has had enough."""
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            self.server.taken.commands.append(line)
            word = line.partition(" ")[0].upper()
            getattr(self, f"_{word.lower()}", self._other)()
            if word == "QUIT":
                return

    def _ehlo(self) -> None:
        offered = "STARTTLS" if self.server.starttls and not isinstance(self.connection, ssl.SSLSocket) else "SIZE"
        for words in ("250-test", "250-AUTH PLAIN", f"250 {offered}"):
            self._say(words)

    def _starttls(self) -> None:
        self._say("220 go")
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)

    def _auth(self) -> None:
        self._say("235 ok")

    def _data(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline().decode()) not in (".\r\n", ""):
            lines.append(line)
        taken = self.server.taken
        answer = taken.answers.pop(0) if taken.answers else 250
        if answer == 250:
            taken.mails.append("".join(lines))
        self._say(f"{answer} said")

    def _quit(self) -> None:
        self._say("221 bye")

    def _other(self) -> None:
        self._say("250 ok")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _MailServer(socketserver.ThreadingTCPServer):
    """Takes mail."""

    daemon_threads = True

    def __init__(self, taken: Taken, tls: ssl.SSLContext, *, starttls: bool) -> None:
        super().__init__((HOST, 0), _Mail)
        self.taken, self.context, self.starttls = taken, tls, starttls

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


@contextmanager
def mail_server(certificate: tuple[Path, Path], *, starttls: bool = True) -> Iterator[Taken]:
    """Takes mail over STARTTLS; with ``answers`` a message is answered with the next of them."""
    taken = Taken()
    server = _MailServer(taken, context(certificate), starttls=starttls)
    taken.port = server.server_address[1]
    with served(server):
        yield taken
