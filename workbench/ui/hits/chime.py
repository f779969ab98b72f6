"""A tone for new hits (464.7(g)), off until somebody wants it; the words beside it say the same."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets as t


class Chime(anywidget.AnyWidget):
    """A box to tick; each change of ``rung`` sounds while it is ticked."""

    _esm = Path(__file__).parent / "chime.js"
    rung = t.Int(0).tag(sync=True)
