"""A file that the browser saves (464.6); what was taken out is on record before it gets here."""

from __future__ import annotations

from pathlib import Path

import anywidget


class Download(anywidget.AnyWidget):
    """Invisible; hands a file to the browser."""

    _esm = Path(__file__).parent / "download.js"

    def hand_over(self, name: str, data: bytes, media_type: str = "text/csv;charset=utf-8") -> None:
        """Have the browser save it under this name."""
        self.send({"name": name, "type": media_type}, buffers=[data])
