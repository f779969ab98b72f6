"""What is typed or chosen comes to the kernel before the press that follows it (464.5).

ipywidgets holds a field's newest value back while the kernel is busy, but not the press of a button: what is recorded
then could be half of what was typed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget


class InOrder(anywidget.AnyWidget):
    """Invisible; from then on no widget of the notebook that it stands in holds a value back."""

    _esm = Path(__file__).parent / "in_order.js"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.layout.display = "none"
