"""Keys typed in a panel stay in it: in Lab a plain ``b`` on a button would otherwise insert a cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget

_HERE = Path(__file__).parent


class KeyGuard(anywidget.AnyWidget):
    """Invisible; stops plain keys at the edge of the output that it stands in, and carries the panels' style.

    Toggle buttons in that output say with ``aria-pressed`` whether they are on (WCAG 2.2, 4.1.2).
    """

    _esm = _HERE / "key_guard.js"
    _css = _HERE.parent / "panel.css"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.layout.display = "none"
