"""A line to the real custodian on which a test can cut in.

Calls go on to the custodian and its answers come back, unless the test put another answer in place: half of one, one
of another version, one with a camera named by an enemy. The custodian can't be brought to say these itself.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
from starlette.responses import Response

from tests.custodian import Custodian
from workbench.errors import WorkbenchError
from workbench.wire.problems import to_problem

Answer = Callable[[bytes, Any], Response]
"""From a call's body and its handler (for the headers) to what is answered in the custodian's place."""


class Relay(AbstractContextManager["Relay"]):
    """``asked`` holds method and path of each call; ``scripted`` answers one in the custodian's place."""

    def __init__(self, custodian: Custodian, folder: Path) -> None:
        self.custodian = custodian
        self.asked: list[tuple[str, str]] = []
        self.scripted: dict[tuple[str, str], Answer] = {}
        self._path = folder / "line.sock"
        self.address = f"unix:{self._path}"
        transport = httpx.HTTPTransport(uds=custodian.address.removeprefix("unix:"))
        self._onward = httpx.Client(transport=transport, base_url="http://custodian", timeout=60)
        self._server = _Server(str(self._path), self)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Cut the line; a second time does nothing."""
        self._server.shutdown()
        self._server.server_close()
        self._path.unlink(missing_ok=True)
        self._onward.close()

    def count(self, method: str, path: str) -> int:
        """How often a call was made whose path begins so."""
        return sum(1 for asked in self.asked if asked[0] == method and asked[1].startswith(path))

    def answer(self, call: _Call, body: bytes) -> tuple[int, str, bytes]:
        """Status, kind and body of what is answered."""
        self.asked.append((call.command, call.path))
        if scripted := self.scripted.get((call.command, call.path)):
            said = scripted(body, call)
            return said.status_code, said.headers.get("content-type", ""), bytes(said.body)
        headers = {name: value for name, value in call.headers.items() if name.lower() != "host"}
        told = self._onward.request(call.command, call.path, content=body, headers=headers)
        return told.status_code, told.headers.get("content-type", ""), told.content


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: str, relay: Relay) -> None:
        self.relay = relay
        super().__init__(path, _Call)


class _Call(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def do_DELETE(self) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, kind, content = self.server.relay.answer(self, body)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def address_string(self) -> str:
        """Who asks; a socket's other end has no address."""
        return "unix"

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def told(error: WorkbenchError) -> Response:
    """An error as the custodian tells it."""
    problem = to_problem(error)
    return Response(problem.model_dump_json(), problem.status, media_type="application/problem+json")
