"""A kernel as a page of Lab talks to it: over the websocket of the person's own server, behind Hub and proxy."""

from __future__ import annotations

import asyncio
import json
import uuid
from datetime import UTC, datetime
from typing import Any

import httpx
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

_TARGET = "alpr.purpose"
_WAIT = 120.0
"""Seconds without any message after which an answer is given up."""

Message = dict[str, Any]


class Kernel:
    """One running kernel; for one task at a time."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self._connection = connection
        self._session = uuid.uuid4().hex

    @classmethod
    async def connected(cls, browser: httpx.Client, server: str, kernel: str) -> Kernel:
        """Connect with the browser's cookies; ``server`` is the path of the person's server, ending in a stroke."""
        cookies = {cookie.name: cookie.value for cookie in browser.cookies.jar if server.startswith(cookie.path)}
        crumb = browser.cookies.get("_xsrf", path=server)
        address = f"{browser.base_url}".replace("http", "ws", 1).rstrip("/")
        asked = HTTPRequest(
            f"{address}{server}api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}&_xsrf={crumb}",
            headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
            connect_timeout=120,
            request_timeout=120,
        )
        return cls(await websocket_connect(asked, max_message_size=64 * 2**20))

    async def declare(self, draft: Message) -> None:
        """State a purpose over the dialog's comm; raises ``RuntimeError`` with what was rejected."""
        comm = uuid.uuid4().hex
        await self._send("comm_open", {"comm_id": comm, "target_name": _TARGET, "data": {}})
        await self._send("comm_msg", {"comm_id": comm, "data": {"type": "declare", "draft": draft}})
        while True:
            message = await self._next()
            if message["header"]["msg_type"] != "comm_msg" or message["content"]["comm_id"] != comm:
                continue
            told = message["content"]["data"]
            if told["type"] == "rejected":
                raise RuntimeError(f"The purpose was rejected: {told['problem']}")
            if told["declared"]:
                return

    async def run(self, code: str) -> Message:
        """Run code that prints one line of JSON; raises ``RuntimeError`` with what went wrong in it."""
        asked = {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
        told, done, number = "", False, await self._send("execute_request", asked)
        while True:
            message = await self._next()
            kind = message["header"]["msg_type"]
            if message["parent_header"].get("msg_id") != number:
                continue
            if kind == "stream" and message["content"]["name"] == "stdout":
                told += message["content"]["text"]
            if kind == "error":
                raise RuntimeError(f"{message['content']['ename']}: {message['content']['evalue']}")
            done = done or (kind == "status" and message["content"]["execution_state"] == "idle")
            if done and told.endswith("\n"):
                said: Message = json.loads(told)
                return said

    async def _send(self, kind: str, content: Message) -> str:
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "username": "", "session": self._session, "version": "5.4"}
        header["date"] = datetime.now(UTC).isoformat()
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        await self._connection.write_message(json.dumps({**message, "buffers": []}))
        return number

    async def _next(self) -> Message:
        text = await asyncio.wait_for(self._connection.read_message(), _WAIT)
        if text is None:
            raise RuntimeError("The kernel's connection has ended.")
        message: Message = json.loads(text)
        return message
