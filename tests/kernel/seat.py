"""One front end at one governed kernel, speaking Jupyter's protocol message by message."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alpr_kernel.specs import GovernedKernelSpecManager
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from tests.custodian import Custodian

Message = dict[str, Any]
WAIT = 60.0
"""Seconds before a message that never comes fails the test."""


class Seat:
    """Requests and their answers; ``folder`` is where the kernel works."""

    def __init__(self, client: BlockingKernelClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self._over_comms: deque[Message] = deque()

    def execute(
        self, code: str = "", *, cell_id: str | None = None, channel: str = "shell", **content: Any
    ) -> tuple[Message, list[Message]]:
        """The content of the reply, and the outputs."""
        asked = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
        metadata = {"cellId": cell_id} if cell_id else {}
        subshell = content.pop("subshell", None)
        return self.ask("execute_request", {**asked, "allow_stdin": False, **content}, channel, metadata, subshell)

    def ask(
        self,
        kind: str,
        content: Message,
        channel: str = "shell",
        metadata: Mapping[str, Any] | None = None,
        subshell: str | None = None,
    ) -> tuple[Message, list[Message]]:
        """Send a request; its reply's content and its outputs."""
        msg_id = self.send(kind, content, channel, metadata, subshell)
        while True:
            reply = getattr(self.client, f"get_{channel}_msg")(timeout=WAIT)
            if reply["parent_header"].get("msg_id") == msg_id:
                return reply["content"], self.outputs(msg_id)

    def send(
        self,
        kind: str,
        content: Message,
        channel: str = "shell",
        metadata: Mapping[str, Any] | None = None,
        subshell: str | None = None,
    ) -> str:
        """Send a message and return its id."""
        message = self.client.session.msg(kind, content, metadata=dict(metadata or {}))
        if subshell:
            message["header"]["subshell_id"] = subshell
        getattr(self.client, f"{channel}_channel").send(message)
        return str(message["header"]["msg_id"])

    def outputs(self, msg_id: str) -> list[Message]:
        """All messages on iopub that answer ``msg_id``, up to idle."""
        found: list[Message] = []
        while True:
            message = self.client.get_iopub_msg(timeout=WAIT)
            if message["msg_type"] in ("comm_msg", "comm_close"):
                self._over_comms.append(message)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return found
            found.append(message)

    def open_comm(self, target: str = "alpr.purpose", data: Message | None = None, subshell: str | None = None) -> str:
        """Open a comm as a front end does; its id."""
        comm_id = uuid.uuid4().hex
        content = {"comm_id": comm_id, "target_name": target, "data": data or {}}
        self.send("comm_open", content, subshell=subshell)
        return comm_id

    def tell(self, comm_id: str, data: Message, subshell: str | None = None) -> str:
        """Send over a comm."""
        return self.send("comm_msg", {"comm_id": comm_id, "data": data}, subshell=subshell)

    def heard(self, comm_id: str, kind: str = "comm_msg") -> Message:
        """The next message of the kernel over this comm."""
        while True:
            earlier = self._over_comms
            message = earlier.popleft() if earlier else self.client.get_iopub_msg(timeout=WAIT)
            if message["msg_type"] == kind and message["content"].get("comm_id") == comm_id:
                data: Message = message["content"]["data"]
                return data

    def state(self, comm_id: str, *, declared: bool) -> Message:
        """The next state over this comm in which a purpose stands, or doesn't."""
        while True:
            data = self.heard(comm_id)
            if data["type"] == "state" and data["declared"] is declared:
                return data

    def question(self) -> str:
        """What the kernel asks over stdin."""
        return str(self.client.get_stdin_msg(timeout=WAIT)["content"]["prompt"])


@contextmanager
def seat(custodian: Custodian | None, environment: Mapping[str, str] | None = None) -> Iterator[Seat]:
    """A seat at a fresh governed kernel; without a custodian the kernel is told of a socket that isn't there."""
    with tempfile.TemporaryDirectory(prefix="k") as folder:
        manager = KernelManager(
            kernel_spec_manager=GovernedKernelSpecManager(),
            kernel_name="python3",
            transport="ipc",
            connection_file=str(Path(folder) / "kernel-00000000-seat.json"),
        )
        manager.start_kernel(env=surroundings(custodian, environment), cwd=folder)
        client = manager.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=WAIT)
            yield Seat(client, Path(folder))
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
            shutil.rmtree(folder, ignore_errors=True)


def surroundings(custodian: Custodian | None, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a person's server."""
    address, token = (custodian.address, custodian.token()) if custodian else ("unix:/nowhere/custodian.sock", "none")
    given = {"ALPR_CUSTODIAN": address, "JUPYTERHUB_API_TOKEN": token, **(environment or {})}
    return {**{name: value for name, value in os.environ.items() if name != "ALPR_PURPOSE"}, **given}
