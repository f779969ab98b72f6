"""What the check demands of each record (464.5): one form, and a time that never goes back."""

from __future__ import annotations

import json
import re
from datetime import datetime

from workbench.accesslog.verify.findings import Fault
from workbench.accesslog.verify.regrow import Tell

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{2}\+00:00")


class Clock:
    """Looks at the records in their order, and keeps the times (s, UTC) of those that are asked for later."""

    def __init__(self, wanted: set[int], tell: Tell) -> None:
        self._wanted = wanted
        self._tell = tell
        self._last = ""
        self.times: dict[int, float] = {}

    def see(self, index: int, entry: bytes) -> None:
        """The next record."""
        try:
            text = _time(entry)
            time = datetime.fromisoformat(text).timestamp()
        except (ValueError, TypeError, RecursionError) as problem:
            self._tell(Fault.RECORD, f"record {index} is no record of an access log ({problem})")
            return
        if index in self._wanted:
            self.times[index] = time
        if text < self._last:
            self._tell(Fault.TIME, f"record {index} is of {text}, the one before it of {self._last}")
        self._last = max(text, self._last)


def _time(entry: bytes) -> str:
    body = json.loads(entry, parse_constant=_refuse)
    if not isinstance(body, dict):
        raise TypeError("it is no object")
    if json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() != entry:
        raise ValueError("it is not in the canonical form")
    time = body.get("time")
    if not isinstance(time, str) or not _TIME.fullmatch(time):
        raise ValueError("it has no time")
    return time


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number")
