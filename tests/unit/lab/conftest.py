"""Makes the build's own modules importable; the installed alpr_lab goes before the checkout's."""

from __future__ import annotations

import sys
from pathlib import Path

LAB = Path(__file__).parents[3] / "extensions/lab"
sys.path.append(str(LAB))
