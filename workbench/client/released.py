"""Which records of the access log this process has had something from (464.10); without any it holds no reads.

The receipts of the newest are kept with them, so that a saved notebook keeps them too (464.5).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
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


RECEIPTS = 100
"""Receipts that are kept; each is one or two kilobytes, and ``client.receipt`` gives any of them again."""
_FOLLOWERS = 8
_lock = threading.Lock()
_records: dict[int, None] = {}
_receipts: dict[int, str] = {}
_following: deque[Callable[[], None]] = deque(maxlen=_FOLLOWERS)


def note(*records: int, receipt: str = "") -> None:
    """What rests on these records has arrived; ``receipt`` proves the last of them."""
    with _lock:
        _records.update(dict.fromkeys(records))
        if receipt:
            _receipts[records[-1]] = receipt
        for oldest in list(_receipts)[:-RECEIPTS]:
            del _receipts[oldest]
        following = list(_following)
    for told in following:
        told()


def follow(told: Callable[[], None]) -> None:
    """Call this whenever something arrived; the newest few who asked are called."""
    with _lock:
        _following.append(told)


def cited(records: Sequence[int]) -> dict[str, Any]:
    """What a saved notebook keeps of an output that rests on these records, see ``RECORD_MEDIA_TYPE``."""
    with _lock:
        proofs = {str(record): _receipts[record] for record in records if record in _receipts}
    return {"records": list(records)} | ({"receipts": proofs} if proofs else {})


def records() -> tuple[int, ...]:
    """All of them, in the order of their arrival."""
    with _lock:
        return tuple(_records)
