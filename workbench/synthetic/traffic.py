"""When vehicles pass: quiet nights, two rush hours, other weekends."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

_HERE = ZoneInfo("America/Los_Angeles")

# Share of a day's traffic by local hour, Monday to Friday and at the weekend.
_WEEK = (6, 4, 3, 3, 6, 16, 40, 62, 55, 42, 40, 43, 48, 46, 48, 58, 66, 70, 52, 38, 30, 24, 16, 10)
_WEEKEND = (9, 6, 5, 4, 4, 7, 14, 22, 32, 42, 50, 54, 56, 54, 52, 50, 50, 48, 44, 38, 32, 26, 20, 14)


class Traffic:
    """How the reads of the ``days`` before ``end`` spread over the hours."""

    def __init__(self, end: datetime, days: int) -> None:
        self.start = end - timedelta(days=days)
        hours = [(self.start + timedelta(hours=n)).astimezone(_HERE) for n in range(days * 24)]
        weight = [(_WEEKEND if hour.weekday() >= 5 else _WEEK)[hour.hour] for hour in hours]
        self._edges = np.concatenate([[0.0], np.cumsum(weight) / np.sum(weight)])
        self._first = int(self.start.timestamp() * 1_000_000)

    def time(self, shares: NDArray[np.float64]) -> NDArray[np.int64]:
        """Microseconds since 1970 (whole milliseconds) for shares of all traffic, from 0 to 1."""
        hours = np.interp(shares, self._edges, np.arange(len(self._edges)))
        return self._first + (hours * 3_600_000).astype(np.int64) * 1000
