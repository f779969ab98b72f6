"""Talking with the front end's dialog over the comm ``alpr.purpose`` (464.5(4)); the kernel never waits for it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, Protocol

from alpr_kernel.gate import PurposeGate
from workbench.errors import BadInput, WorkbenchError
from workbench.wire.problems import to_problem
from workbench.wire.purpose import PurposeDeclared

TARGET = "alpr.purpose"

Sent = Mapping[str, Any]


class Comm(Protocol):
    """What is used of a comm."""

    comm_id: str

    def send(self, data: dict[str, Any]) -> None:
        """Send to the other end."""

    def on_msg(self, callback: Callable[[Sent], None]) -> None:
        """Call back with each message."""

    def on_close(self, callback: Callable[[Sent], None]) -> None:
        """Call back when the other end closes."""


class PurposeComms:
    """All open dialogs of this kernel; one page, or several that show the same notebook."""

    def __init__(self, gate: PurposeGate) -> None:
        self._gate = gate
        self._open: dict[str, Comm] = {}
        # One worker, so that answers go out in the order of the questions.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="alpr-purpose")
        gate.holder.subscribe(self._changed)

    def __contains__(self, comm_id: object) -> bool:
        return comm_id in self._open

    def __len__(self) -> int:
        return len(self._open)

    def opened(self, comm: Comm, _message: Sent) -> None:
        """A front end opened the comm: tell it how things stand."""
        self._open[comm.comm_id] = comm
        comm.on_msg(lambda message: self._heard(comm, message))
        comm.on_close(lambda _message: self._closed(comm))
        self.work(lambda: comm.send(self._asked()))

    def work(self, duty: Callable[[], None]) -> None:
        """Do ``duty`` in the worker, as part of the message that is being handled."""
        with contextlib.suppress(RuntimeError):  # the kernel is going down
            self._worker.submit(copy_context().run, duty)

    def tell(self) -> None:
        """Tell every front end how things stand, without asking the custodian."""
        state = self._state(self._gate.why)
        for comm in tuple(self._open.values()):
            comm.send(state)

    def _closed(self, comm: Comm) -> None:
        self._open.pop(comm.comm_id, None)

    def _changed(self, _purpose: PurposeDeclared | None) -> None:
        self.work(self.tell)

    def _heard(self, comm: Comm, message: Sent) -> None:
        data = message["content"]["data"]
        self.work(lambda: self._answer(comm, data))

    def _answer(self, comm: Comm, data: Any) -> None:
        asked = data.get("type") if isinstance(data, dict) else None
        try:
            match asked:
                case "declare":
                    self._gate.declare(_draft(data))
                    return  # everybody is told of the change
                case "go_on":
                    self._gate.go_on(_word(data, "purpose_id"), _word(data, "prompt"))
                    return
                case "end":
                    self._gate.end()
                case "refresh":
                    pass
                case _:
                    raise BadInput("The front end asked for something unknown.", how="Reload the page.")
        except WorkbenchError as error:
            comm.send({"type": "rejected", "problem": to_problem(error).model_dump(mode="json")})
            return
        comm.send(self._asked())

    def _asked(self) -> dict[str, Any]:
        problem: WorkbenchError | None = None
        try:
            self._gate.who(anew=True)
            self._gate.look()
            refusal = self._gate.check(anew=True)
        except WorkbenchError as error:
            problem = error
        else:
            problem = self._gate.why or (refusal if self._gate.holder.current is not None else None)
        return self._state(problem)

    def _state(self, problem: WorkbenchError | None) -> dict[str, Any]:
        purpose, me = self._gate.holder.current, self._gate.me
        return {
            "type": "state",
            "declared": purpose is not None,
            "purpose": purpose.model_dump(mode="json") if purpose is not None else None,
            "standing": [each.model_dump(mode="json") for each in self._gate.standing] if purpose is None else [],
            "me": me.model_dump(mode="json") if me is not None else None,
            "error": to_problem(problem).model_dump(mode="json") if problem is not None else None,
        }


def _draft(data: Mapping[str, Any]) -> Mapping[str, Any]:
    draft = data.get("draft")
    if not isinstance(draft, Mapping):
        raise BadInput("The front end sent no purpose.", how="Reload the page and fill in the dialog again.")
    return draft


def _word(data: Mapping[str, Any], name: str) -> str:
    word = data.get(name)
    if not isinstance(word, str):
        raise BadInput(f"The front end sent no {name}.", where=name, how="Reload the page.")
    return word
