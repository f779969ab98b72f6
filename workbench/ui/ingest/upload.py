"""A file from the person's own machine (464.9), taken over in pieces into a folder that nobody else can enter."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import Any

import anywidget
import traitlets as t

Whole = Callable[[str, Path | None], None]
"""Told the name and the file when it is whole; told no file when another one is being chosen."""


class Upload(anywidget.AnyWidget):
    """A file chooser; ``whole`` is called when every byte has arrived, of ``several`` once for each."""

    _esm = Path(__file__).parent / "upload.js"
    label = t.Unicode().tag(sync=True)
    accept = t.Unicode().tag(sync=True)

    several = t.Bool(False).tag(sync=True)

    def __init__(self, label: str, accept: str, whole: Whole, *, several: bool = False) -> None:
        super().__init__(label=label, accept=accept, several=several)
        self._whole = whole
        self._folder = tempfile.TemporaryDirectory(prefix="alpr-")
        self._file, self._count = Path(self._folder.name) / "batch-0", 0
        self._token, self._name, self._size, self._at = "", "", 0, 0
        self.on_msg(self._said)

    def clear(self) -> None:
        """Forget what was chosen."""
        self._forget()
        self._token = ""
        self.send({"kind": "clear"})

    def _said(self, _widget: object, said: dict[str, Any], buffers: Sequence[Any]) -> None:
        if said.get("kind") == "begin":
            self._begin(said)
        elif said.get("kind") == "piece" and said.get("token") == self._token and said.get("at") == self._at:
            self._piece(buffers)

    def _begin(self, said: dict[str, Any]) -> None:
        self._token, self._name = str(said["token"]), PurePath(str(said["name"])).name
        self._size, self._at = int(said["size"]), 0
        if said.get("first", True):
            self._forget()
            self._whole("", None)
        elif self.several:
            self._count += 1
        self._file = Path(self._folder.name) / f"batch-{self._count}"
        if self._size >= 0:
            self._file.touch(mode=0o600)
            self._go_on()

    def _forget(self) -> None:
        self._count = 0
        for file in Path(self._folder.name).iterdir():
            file.unlink()

    def _piece(self, buffers: Sequence[Any]) -> None:
        try:
            with self._file.open("ab") as file:
                for buffer in buffers:
                    file.write(buffer)
                self._at = file.tell()
        except OSError as error:
            words = f"The file can't be kept here: {error.strerror}."
            self.send({"kind": "failed", "token": self._token, "words": words})
            return
        self._go_on()

    def _go_on(self) -> None:
        if self._at < self._size:
            self.send({"kind": "next", "token": self._token, "at": self._at})
            return
        self._whole(self._name, self._file)
        self.send({"kind": "whole", "token": self._token})
