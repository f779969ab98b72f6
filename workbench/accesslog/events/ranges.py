"""Records by their indexes (464.6), from a reader that is asked for pages."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.accesslog.events.follow import Between
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Record
from workbench.wire.log import LogQuery


def between(reader: LogReader) -> Between:
    """The records from one index to before another, in their order."""

    def found(begin: int, end: int) -> Sequence[Record]:
        if end <= begin:
            return ()
        page, _ = reader.page(LogQuery(before=end, limit=end - begin))
        return [record for record in reversed(page) if record.index >= begin]

    return found
