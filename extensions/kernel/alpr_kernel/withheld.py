"""What a notebook shows when nobody looks on (464.10): nothing that could hold reads.

nbclient, nbconvert and papermill write a kernel's outputs to files of their own, past the hook that keeps reads out of
saved notebooks. So a kernel whose purpose came from its environment sends no output from the first release on: what is
sent in its place names the records. Before the first release there is nothing to keep back, and with a person at a
dialog, a form or a console everything is shown, marked with its records (see ``marking``); a notebook saved from there
goes through the hook.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jupyter_client.session import Session

from alpr_kernel.marking import BARE, DRAWN, Marks
from workbench import errors
from workbench.client import released
from workbench.wire.log import RECORD_MEDIA_TYPE

_SHOWN = frozenset({"stream", "display_data", "execute_result", "update_display_data", "error"})
_WIDGETS = frozenset({"comm_open", "comm_msg"})
_OURS = frozenset(name for name, value in vars(errors).items() if isinstance(value, type))
"""Errors whose words are written for people and hold no plate."""


class CarefulSession(Session):
    """Jupyter's session, which keeps back what would be written to a file."""

    unattended: Callable[[], bool] = staticmethod(lambda: False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._told = ""
        self._marks = Marks()

    def send(
        self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, *args: Any, **named: Any
    ) -> Any:
        """Send a message, or the stub in its place."""
        whole = not isinstance(msg_or_type, str)
        kind = msg_or_type["header"]["msg_type"] if whole else msg_or_type
        if whole:
            content, parent = msg_or_type["content"], msg_or_type["parent_header"]
        asked = str(((parent or {}).get("header") or parent or {}).get("msg_id", ""))
        if kind == "execute_input":
            self._marks.begin(asked, released.records())
        if kind not in _SHOWN | _WIDGETS or not released.records():
            return super().send(stream, msg_or_type, content, parent, *args, **named)
        if not self.unattended():
            return self._marked(stream, msg_or_type, content, parent, asked, args, named)
        if kind in _WIDGETS:
            return None  # a widget's state is kept in the notebook too
        if kind == "error":
            return super().send(stream, kind, _bare(content), parent, *args, **named)
        if asked == self._told:
            return None  # one stub a cell
        self._told = asked
        return super().send(stream, "display_data", _stub(), parent, *args, **named)

    def _marked(
        self, stream: Any, message: Any, content: Any, parent: Any, asked: str, args: Any, named: dict[str, Any]
    ) -> Any:
        """Send it as it is, with word of the records that it rests on."""
        kind, arrived = message if isinstance(message, str) else message["header"]["msg_type"], released.records()
        if kind in DRAWN:
            content = self._marks.marked(content, asked, arrived)
            message = message if isinstance(message, str) else {**message, "content": content}
        sent = super().send(stream, message, content, parent, *args, **named)
        if kind in BARE and (mark := self._marks.after(asked, arrived)) is not None:
            super().send(stream, "display_data", mark, parent, ident=named.get("ident"))
        return sent


def _stub() -> dict[str, Any]:
    numbers = list(released.records())
    cited = ", ".join(str(number) for number in numbers)
    text = (
        f"The output is not written to a file (464.10). What it rests on stands in the access log as record {cited}. "
        "Open the notebook in the workbench to see it: that is a new, recorded query."
    )
    return {"data": {"text/plain": text}, "metadata": {RECORD_MEDIA_TYPE: released.cited(numbers)}, "transient": {}}


def _bare(error: dict[str, Any]) -> dict[str, Any]:
    name = str(error.get("ename", ""))
    words = str(error.get("evalue", "")) if name in _OURS else "its words are not written to a file (464.10)"
    return {"ename": name, "evalue": words, "traceback": [f"{name}: {words}"]}
