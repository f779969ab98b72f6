"""From the person's home to the person's own machine (464.9): by the open page, past no rule of the server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

PIECE = 2 * 1024 * 1024
"""Bytes of one message."""


class Download(anywidget.AnyWidget):
    """A button that saves one file; its bytes travel when it is pressed, and are no part of the widget's state."""

    _esm = Path(__file__).parent / "download.js"
    name = t.Unicode().tag(sync=True)
    """Of the file; empty: there is none, and no button."""
    size = t.Int(0).tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self.on_msg(self._said)

    def offer(self, name: str, path: Path) -> None:
        """Offer this file."""
        self._path, self.size = path, path.stat().st_size
        self.name = name

    def clear(self) -> None:
        """Offer none."""
        self._path, self.name, self.size = None, "", 0

    def _said(self, _widget: object, said: dict[str, Any], _buffers: Sequence[Any]) -> None:
        at = said.get("at")
        if self._path is None or said.get("name") != self.name or not isinstance(at, int) or at < 0:
            return
        try:
            with self._path.open("rb") as file:
                file.seek(at)
                piece = file.read(PIECE)
        except OSError as error:
            self.send({"kind": "failed", "words": f"The file can't be read any more: {error.strerror}."})
            return
        self.send({"kind": "piece", "name": self.name, "at": at}, buffers=[piece])
