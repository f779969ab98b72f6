"""What is typed or chosen is sent to the kernel at once, as a press is (464.5).

ipywidgets holds a field's newest value back while the kernel is busy, but not the press of a button: what is recorded
then could be half of what was typed. This sends more of it before the press; that a kernel which was stopped
meanwhile has all of it by then is not certain.
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
