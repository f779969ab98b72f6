"""Which records of the access log this process has had something from (464.10); without any it holds no reads."""

from __future__ import annotations

import threading

_lock = threading.Lock()
_records: dict[int, None] = {}


def note(*records: int) -> None:
    """What rests on these records has arrived."""
    with _lock:
        _records.update(dict.fromkeys(records))


def records() -> tuple[int, ...]:
    """All of them, in the order of their arrival."""
    with _lock:
        return tuple(_records)
