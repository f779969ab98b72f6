"""Which records of the access log this process has had something from (464.10); without any it holds no reads."""

from __future__ import annotations

import threading
from typing import Any, Protocol


class Head(Protocol):
    """What every answer says of its records."""

    @property
    def record(self) -> int:
        """Of the admission."""
        ...

    @property
    def result_record(self) -> int:
        """Of the release."""
        ...

    @property
    def receipt(self) -> str:
        """Proof that the latter stands in the log."""
        ...


def named(head: Head) -> dict[str, Any]:
    """What a saved notebook keeps of an answer, see ``RECORD_MEDIA_TYPE``."""
    receipts = {"receipts": {str(head.result_record): head.receipt}} if head.receipt else {}
    return {"records": [head.record, head.result_record], **receipts}


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
