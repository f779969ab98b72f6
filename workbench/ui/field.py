"""A line of text that is sent as it is typed, in order; Enter carries the whole of it (464.7(g)).

An ordinary text field holds its newest value back while the kernel is busy, but not its Enter: what is recorded then
could be half of what was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

LONGEST = 10_000
"""Characters that are taken from the browser."""


class Field(anywidget.AnyWidget):
    """``description`` is its name; ``value`` what stands in it."""

    _esm = Path(__file__).parent / "field.js"
    description = t.Unicode().tag(sync=True)
    placeholder = t.Unicode().tag(sync=True)
    width = t.Unicode("180px").tag(sync=True)
    value = t.Unicode().tag(sync=True)

    def __init__(self, description: str, enter: Callable[[], None] | None = None, **options: Any) -> None:
        super().__init__(description=description, **options)
        self._enter = enter
        self.on_msg(self._heard)

    def focus(self) -> None:
        """Put the keyboard into it."""
        self.send({"focus": True})

    def _heard(self, _widget: object, said: Any, _buffers: object) -> None:
        if not isinstance(said, dict) or not isinstance(said.get("value"), str):
            return
        self.value = said["value"][:LONGEST]
        if said.get("enter") and self._enter is not None:
            self._enter()
