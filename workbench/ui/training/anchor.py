"""Where the keyboard and the screen go when another step opens (464.4.1): nobody looks for it, or tabs from the top."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets as t


class Anchor(anywidget.AnyWidget):
    """An invisible place; a new ``label`` brings it into view, gives it the keyboard and is spoken."""

    _esm = Path(__file__).parent / "anchor.js"
    label = t.Unicode().tag(sync=True)
