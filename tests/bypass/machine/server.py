"""A Jupyter server as somebody with a token speaks to it: requests, kernels, and the kernel's own channels."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.bypass.machine.ground import WAIT

Asked = tuple[str, str, dict[str, Any]]
"""Channel, kind of message, content."""


@dataclass(frozen=True)
class Server:
    """Where the server is, and a token that it takes."""

    base: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """The token as Jupyter wants it, and the page that a browser would come from."""
        return {"Authorization": f"token {self.token}", "Referer": f"{self.base}/lab"}

    def request(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """One request; redirections are not followed."""
        return httpx.request(
            method, f"{self.base}{path}", headers=self.headers, json=body, timeout=WAIT, trust_env=False
        )

    @contextmanager
    def kernel(self, name: str) -> Iterator[Kernel]:
        """A fresh kernel, gone afterwards."""
        answer = self.request("POST", "/api/kernels", {"name": name})
        assert answer.status_code == httpx.codes.CREATED, answer.text
        kernel = answer.json()["id"]
        try:
            yield Kernel(self, kernel)
        finally:
            self.request("DELETE", f"/api/kernels/{kernel}")


@dataclass(frozen=True)
class Kernel:
    """One kernel of a server."""

    server: Server
    kernel: str

    def ask(self, *asked: Asked) -> list[dict[str, Any]]:
        """Send messages over the websocket, one after the other; the content of each reply."""
        return asyncio.run(self._ask(asked))

    async def _ask(self, asked: Sequence[Asked]) -> list[dict[str, Any]]:
        url = f"{self.server.base}/api/kernels/{self.kernel}/channels".replace("http", "ws", 1)
        async with asyncio.timeout(WAIT):
            socket = await websocket_connect(HTTPRequest(url, headers=self.server.headers))
            try:
                return [await _one(socket, *one) for one in asked]
            finally:
                socket.close()


async def _one(socket: WebSocketClientConnection, channel: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": uuid.uuid4().hex, "version": "5.3"}
    header |= {"username": "", "date": "2026-01-01T00:00:00Z"}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": channel}
    await socket.write_message(json.dumps(message))
    while True:
        raw = await socket.read_message()
        if raw is None:
            raise ConnectionError("the server closed the socket")
        heard = json.loads(raw)
        if heard["channel"] == channel and heard["parent_header"].get("msg_id") == header["msg_id"]:
            answer: dict[str, Any] = heard["content"]
            return answer


def execute(code: str, channel: str = "shell", **more: Any) -> Asked:
    """A request to run code."""
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    return channel, "execute_request", content | more
