"""The card of a read under review (464.7(g)): photograph with the plate's box, crop, readings, what to say; by keys.

Everything that came from data or people is drawn as text. What the browser sends back is checked.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

_HERE = Path(__file__).parent
LONGEST = 64
"""Characters that are taken of a plate that somebody types."""
DEEDS = frozenset(
    {"next", "previous", "accept", "correct", "leave", "send", "reject", "unreadable", "undo", "choose", "go"}
)


class ReviewCard(anywidget.AnyWidget):
    """``item`` is the read that is looked at, ``strip`` the page that it stands on; empty before anything was asked."""

    _esm = _HERE / "card.js"
    _css = _HERE / "card.css"
    item: t.Dict[str, Any] = t.Dict().tag(sync=True)
    strip: t.List[dict[str, Any]] = t.List().tag(sync=True)
    at = t.Int(-1).tag(sync=True)
    chosen = t.Int(0).tag(sync=True)
    picture = t.Bytes().tag(sync=True)
    media = t.Unicode().tag(sync=True)
    unseen = t.Unicode().tag(sync=True)
    crop = t.Bytes().tag(sync=True)
    crop_media = t.Unicode().tag(sync=True)
    crops: t.List[bytes] = t.List().tag(sync=True)
    correcting = t.Bool(False).tag(sync=True)
    typed = t.Unicode().tag(sync=True)
    problem = t.Unicode().tag(sync=True)
    busy = t.Bool(False).tag(sync=True)
    empty = t.Unicode().tag(sync=True)
    may_say = t.Bool(True).tag(sync=True)
    """Whether there are keys and buttons to say something of the read."""

    def __init__(self, heard: Callable[[str, int], None], **options: Any) -> None:
        super().__init__(**options)
        self._call = heard
        self.on_msg(self._heard)

    def _heard(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict):
            return
        deed, place = content.get("do"), content.get("place", 0)
        if deed == "send" and isinstance(content.get("typed"), str):
            self.typed = content["typed"][:LONGEST]
        if deed in DEEDS and isinstance(place, int) and not isinstance(place, bool):
            self._call(deed, place)

    def __repr__(self) -> str:
        return "ReviewCard()"
