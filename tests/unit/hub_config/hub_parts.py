"""What stands in for the parts around a real Hub: a proxy of memory, a server of ten lines, the custodian's ear."""

from __future__ import annotations

import json
import os
import socketserver
import sys
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from jupyterhub.handlers.base import BaseHandler
from jupyterhub.proxy import Proxy
from jupyterhub.utils import utcnow


class MemoryProxy(Proxy):  # type: ignore[misc]
    """Routes without a proxy: the tests ask the Hub itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.routes: dict[str, dict[str, Any]] = {}

    async def add_route(self, routespec: str, target: str, data: dict[str, Any]) -> None:
        self.routes[routespec] = {"routespec": routespec, "target": target, "data": data}

    async def delete_route(self, routespec: str) -> None:
        self.routes.pop(routespec, None)

    async def get_all_routes(self) -> dict[str, dict[str, Any]]:
        return self.routes


class WorkedHandler(BaseHandler):  # type: ignore[misc]
    """Sets when somebody last worked: the Hub's own interface moves that forwards only."""

    def check_xsrf_cookie(self) -> None:
        """The tests have none."""

    async def post(self) -> None:
        spawner = self.find_user(self.get_argument("name")).spawners[""]
        spawner.orm_spawner.last_activity = utcnow(with_tz=False) - timedelta(seconds=float(self.get_argument("ago")))
        self.db.commit()


class Ear(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Keeps what the Hub reports, as the custodian would, on a Unix socket."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        self.heard: list[dict[str, Any]] = []
        self.waiting: dict[str, dict[str, Any]] = {}
        self.typed: list[str] = []
        super().__init__(str(path), _Hear)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def actions(self) -> list[tuple[str, str]]:
        return [(event["action"], event["user"]) for event in self.heard]


class _Hear(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Ear)
        asked = self.server.waiting.get(self.path.rpartition("/")[2])
        self.send_response(200 if asked else 404)
        self.end_headers()
        self.wfile.write(json.dumps(asked).encode())

    def do_POST(self) -> None:
        assert isinstance(self.server, Ear)
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "/step-ups/" in self.path:
            self.server.typed.append(self.path.rpartition("/")[2])
        else:
            self.server.heard.append(said)
        self.send_response(200 if self.headers["X-ALPR-Hub-Secret"] == "s" * 64 else 403)
        self.end_headers()

    def address_string(self) -> str:
        return "unix"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        pass


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        pass


if __name__ == "__main__":
    # A person's server: leaves its token where the test looks, and answers.
    Path(os.environ["HOME"], "token").write_text(os.environ["JUPYTERHUB_API_TOKEN"])
    where = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
    sys.exit(HTTPServer((where.hostname or "", where.port or 0), _Server).serve_forever())
