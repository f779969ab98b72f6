"""Whether the newest purge (464.9) took reads and could not end: hits, reviews, photographs may wait for the rest."""

from __future__ import annotations

from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.wire.log import LogQuery

UNFINISHED = "unfinished"
"""Stands in the record of a purge that began to take something away and did not end."""
_LOOKED_AT = 200


def is_unfinished(reader: LogReader, action: str) -> bool:
    """Whether the newest purge that was let begin has neither a certificate nor taken nothing.

    One that was killed left no answer at all, and so has one that is under way.
    """
    took_nothing: set[int] = set()
    records, _ = reader.page(LogQuery(action=action, limit=_LOOKED_AT))
    for record in records:
        if record.kind is Kind.RESULT:
            if record.body.get("outcome") == "released":
                return False
            if record.body.get(UNFINISHED):
                return True
            took_nothing.add(record.body["intent"])
        elif record.kind is Kind.INTENT and record.index not in took_nothing:
            return True
    return False
