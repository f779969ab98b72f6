"""One clock for what was declared and what is judged (464.5(2)): the machine's own, which may be set back.

The access log's time never goes back, so it may be ahead for as long as the clock once was. Nothing that opens
access is counted by it, and what was opened while the clock ran ahead opens nothing after it was set right.
"""

from __future__ import annotations

from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
"""As much as a clock is set back in ordinary operation."""


def has_come(moment: datetime, now: datetime) -> bool:
    """Whether this moment is past, or so near that the clock may have been adjusted since."""
    return moment <= now + TOLERANCE
