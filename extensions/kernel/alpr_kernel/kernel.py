"""The governed kernel (464.5(4)): every way of running code asks the gate first.

This is a courtesy gate. Whoever runs code in a kernel can also change the kernel; what this one does is to ask
early, explain well and keep honest people from forgetting. The custodian is the law: it looks up the purpose at
each request, and without this package nobody gains a single read.

A refusal never waits: the page still loads, the dialog still opens. Only in a console, where there is nothing
but stdin, the purpose is asked for there, and the cell waits as for any ``input()``.
"""

# ipykernel and IPython annotate some of their methods and leave the rest bare.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipykernel.ipkernel import IPythonKernel
from IPython.core.error import StdinNotImplementedError
from IPython.core.inputtransformer2 import TransformerManager
from IPython.display import display

from alpr_kernel import __version__, console, magics, refusals
from alpr_kernel.comms import TARGET, PurposeComms
from alpr_kernel.gate import PurposeGate
from alpr_kernel.withheld import CarefulSession
from workbench.client import context
from workbench.errors import PurposeRequired, Refused, WorkbenchError
from workbench.wire.base import Context

if TYPE_CHECKING:
    from alpr_kernel.form import PurposeForm

_RUNS_NOTHING = {"kernel_info", "connect", "shutdown", "interrupt", "comm_info", "usage"}
_SUBSHELLS = {"create_subshell", "delete_subshell", "list_subshell"}  # what runs in them is gated like the rest
_GATED = {"execute", "complete", "inspect", "history", "is_complete", "debug"}
_COMMS = ("comm_open", "comm_msg", "comm_close")
_KNOWN = {f"{name}_request" for name in _RUNS_NOTHING | _SUBSHELLS | _GATED} | set(_COMMS)


class GovernedKernel(IPythonKernel):
    """An IPython kernel in which nothing runs before a purpose is declared, or after it has ended."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.gate = PurposeGate()
        self.purpose_comms = PurposeComms(self.gate)
        self._form: PurposeForm | None = None
        self.comm_manager.register_target(TARGET, self.purpose_comms.opened)
        context.use(self._words)
        magics.withhold(self.shell)
        if isinstance(self.session, CarefulSession):
            self.session.unattended = lambda: self.gate.unattended and not self.purpose_comms
        for handlers in (self.shell_handlers, self.control_handlers):
            for name in set(handlers) - _KNOWN:  # a kind of message that nobody has thought about yet
                handlers[name] = self._not_offered
        for name in _COMMS:
            self.shell_handlers[name] = self._gated_comm(self.shell_handlers[name])

    @property
    def banner(self) -> str:  # type: ignore[override]
        """What a console says first."""
        return f"ALPR analyst {__version__}. {refusals.BANNER}\n"

    @property
    def kernel_info(self) -> dict[str, Any]:
        """As ever, without a debugger: debugpy would listen on a port that every account here can reach."""
        info: dict[str, Any] = super().kernel_info
        offered = [feature for feature in info["supported_features"] if feature != "debugger"]
        return {**info, "supported_features": offered}

    async def shell_channel_thread_main(self, msg: Any) -> None:
        """Give what panels send to the main thread; only the purpose's own comms may speak in a subshell.

        ipykernel gives a comm's messages to the subshell that spoke over it last, whatever the front end wrote: a field
        and its button would be heard by two threads, and a press before the letters that were typed first.
        """
        comm = self._comm_told(msg)
        if comm is None or comm in self.purpose_comms:
            await super().shell_channel_thread_main(msg)
            return
        async with self.shell_channel_thread.asyncio_lock:
            main = self.shell_channel_thread.manager.get_shell_channel_to_subshell_socket(None)
            main.send_multipart(msg, copy=False)

    def _comm_told(self, msg: Any) -> str | None:
        """The comm that a message is told to; None for any other kind, and for what can't be read."""
        if self.session is None:
            return None
        try:
            _, frames = self.session.feed_identities(msg, copy=False)
            peeked = self.session.deserialize(frames, content=False, copy=False)  # whole once only: it counts
            if peeked["msg_type"] in ("comm_msg", "comm_close"):
                return str(self.session.unpack(peeked["content"])["comm_id"])
        except (ValueError, TypeError, KeyError):
            pass  # ipykernel says what is wrong with it
        return None

    async def do_execute(
        self,
        code: str,
        silent: bool,  # noqa: FBT001 (ipykernel's signature)
        store_history: bool = True,  # noqa: FBT001
        user_expressions: dict[str, str] | None = None,
        allow_stdin: bool = False,  # noqa: FBT001
        *,
        cell_meta: dict[str, Any] | None = None,
        cell_id: str | None = None,
    ) -> dict[str, Any]:
        """Run code when the gate is open; shell, subshell and control channel, silent or not, empty or not."""
        refusal = await self._refusal()
        asks = allow_stdin and not silent
        if refusal is not None and asks and cell_id is None and not self.purpose_comms:
            refusal = self._ask_in_console(refusal)
        if refusal is not None:
            return await self._refuse(refusal, silent=silent, in_page=asks and cell_id is not None)
        if "" not in sys.path:
            sys.path.append("")  # last: a file beside the notebook never stands in for a library
        reply: dict[str, Any] = await super().do_execute(
            code,
            silent,
            store_history,
            user_expressions,
            allow_stdin,
            cell_meta=cell_meta,
            cell_id=cell_id,
        )
        return reply

    async def do_complete(self, code: str, cursor_pos: int | None) -> dict[str, Any]:
        """Complete when the gate is open: completion looks into objects, and may run their code."""
        if await self._refusal() is None:
            completed: dict[str, Any] = super().do_complete(code, cursor_pos)
            return completed
        place = len(code) if cursor_pos is None else cursor_pos
        nothing: dict[str, Any] = {"matches": [], "metadata": {}}
        return {**nothing, "status": "ok", "cursor_start": place, "cursor_end": place}

    async def do_inspect(
        self, code: str, cursor_pos: int, detail_level: int = 0, omit_sections: Any = ()
    ) -> dict[str, Any]:
        """Show an object's help when the gate is open."""
        if await self._refusal() is None:
            shown: dict[str, Any] = super().do_inspect(code, cursor_pos, detail_level, omit_sections)
            return shown
        return {"status": "ok", "found": False, "data": {}, "metadata": {}}

    async def do_history(self, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
        """Tell of no history: none is kept, since what was typed may hold plates."""
        return {"status": "ok", "history": []}

    async def do_is_complete(self, code: str) -> dict[str, Any]:
        """Say whether the code is finished; the code is parsed by nobody's transformer but IPython's own."""
        status, indent = TransformerManager().check_complete(code)
        return {"status": status, "indent": " " * (indent or 0)} if status == "incomplete" else {"status": status}

    async def do_debug_request(self, msg: dict[str, Any]) -> dict[str, Any]:
        """Refuse: a debugger evaluates what it is sent, and its port has no sign-in."""
        asked = {"request_seq": msg.get("seq", 0), "command": msg.get("command", "")}
        return {"type": "response", "success": False, "message": refusals.NO_DEBUGGER, "body": {}, **asked}

    async def comm_info_request(self, stream: Any, ident: Any, parent: dict[str, Any]) -> None:
        """Name the open comms; while the gate is shut only the gate's own."""
        if await self._refusal() is None:
            await super().comm_info_request(stream, ident, parent)
            return
        wanted = parent["content"].get("target_name")
        own = {
            comm_id: {"target_name": comm.target_name}
            for comm_id, comm in self.comm_manager.comms.items()
            if self._own(comm_id) and wanted in (None, comm.target_name)
        }
        self._send(stream, "comm_info_reply", {"comms": own, "status": "ok"}, parent, ident)

    async def _refusal(self) -> WorkbenchError | None:
        if self.gate.open():
            return None
        asking = asyncio.ensure_future(asyncio.to_thread(self.gate.check))
        main = threading.current_thread() is threading.main_thread()
        with self._cancel_on_sigint(asking) if main else contextlib.nullcontext():
            try:
                return await asking
            except asyncio.CancelledError:
                return Refused("Interrupted while asking the data service; nothing ran.", how="Run it again.")

    async def _refuse(self, refusal: WorkbenchError, *, silent: bool, in_page: bool) -> dict[str, Any]:
        form = None
        if isinstance(refusal, PurposeRequired):
            form = await self._new_form() if in_page and not self.purpose_comms else None
            refusal = refusals.explained(refusal, dialog=bool(self.purpose_comms), form=form is not None)
        told = refusals.as_error(refusal)
        if not silent:
            self.send_response(self.iopub_socket, "error", told, ident=self._topic("error"))
            if form is not None:
                display(form.box)
        nothing: dict[str, Any] = {"user_expressions": {}, "payload": []}
        return {"status": "error", **told, "execution_count": self.execution_count, **nothing}

    async def _new_form(self) -> PurposeForm | None:
        try:
            me = await asyncio.to_thread(self.gate.who, anew=True)
            await asyncio.to_thread(self.gate.look)
        except WorkbenchError:
            return None
        from alpr_kernel.form import PurposeForm  # registers its comm targets with the running kernel

        if self._form is not None:
            self._form.close()
        self._form = PurposeForm(me, self.gate, self.purpose_comms.work)
        return self._form

    def _ask_in_console(self, refusal: WorkbenchError) -> WorkbenchError | None:
        if not isinstance(refusal, PurposeRequired):
            return refusal
        before, self._allow_stdin = self._allow_stdin, True
        try:
            return console.ask(self.gate, self.raw_input)
        except (EOFError, KeyboardInterrupt, StdinNotImplementedError):
            return refusal
        finally:
            self._allow_stdin = before

    def _gated_comm(self, handler: Callable[[Any, Any, dict[str, Any]], None]) -> Callable[..., None]:
        # Asks without awaiting: ipykernel would let the next message of a comm in meanwhile, and a press would overtake
        # the letters that were typed before it.
        def gated(stream: Any, ident: Any, message: dict[str, Any]) -> None:
            content = message["content"]
            # A target is named when a comm opens; in any other message it is only what the sender wrote there.
            opens = message["header"]["msg_type"] == "comm_open" and content.get("target_name") == TARGET
            own = opens or self._own(content["comm_id"])
            if own or self._stands():
                handler(stream, ident, message)
            else:
                self._drop(message)

        return gated

    def _stands(self) -> bool:
        try:
            return self.gate.open() or self.gate.check() is None
        except KeyboardInterrupt:
            return False

    def _own(self, comm_id: str) -> bool:
        in_form = self._form is not None and comm_id in self._form.comm_ids()
        return in_form or comm_id in self.purpose_comms

    def _drop(self, message: dict[str, Any]) -> None:
        """Tell the front end that nothing will come of it: a widget's callback is code like any other."""
        content, kind = message["content"], message["header"]["msg_type"]
        data = content.get("data")
        if kind == "comm_open":
            self._send(self.iopub_socket, "comm_close", {"comm_id": content["comm_id"], "data": {}}, message)
        elif kind == "comm_msg" and not (isinstance(data, dict) and data.get("method") == "request_state"):
            said = {"name": "stderr", "text": f"{refusals.WIDGET}\n"}
            self._send(self.iopub_socket, "stream", said, message)
        self.purpose_comms.work(self.purpose_comms.tell)

    def _send(self, socket: Any, kind: str, content: dict[str, Any], parent: dict[str, Any], ident: Any = None) -> None:
        if self.session is not None:
            self.session.send(socket, kind, content, parent, ident)

    async def _not_offered(self, _stream: Any, _ident: Any, message: dict[str, Any]) -> None:
        self.log.warning("refused a message of unknown kind: %s", message["header"]["msg_type"])

    def _words(self) -> Context:
        parent = self.get_parent()
        cell_id = (parent.get("metadata") or {}).get("cellId", "")
        notebook = os.environ.get("JPY_SESSION_NAME", "")
        kernel_id = Path(getattr(self.parent, "connection_file", "")).stem.removeprefix("kernel-")
        code = (parent.get("content") or {}).get("code", "")
        return context.describe(kernel_id, f"{notebook}#{cell_id}" if cell_id else notebook, code)
