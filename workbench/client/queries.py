"""One's own searches while they run (464.10(a)): how far they are, and calling them off."""

from __future__ import annotations

from urllib.parse import quote

from workbench.client.calls import Calls
from workbench.wire.queries import QueryProgress


class QueryCalls(Calls):
    """From another thread than the one that waits for the answer.

    query = new_query()
    pool.submit(client.convoy, "7ABC123", query_id=query)
    client.progress(query).done;  client.cancel(query)
    """

    def progress(self, query_id: str) -> QueryProgress:
        """How far a search of yours is; ``NotFound`` before it began and once it ended."""
        return self._transport.ask("GET", _path(query_id), QueryProgress)

    def cancel(self, query_id: str) -> None:
        """Call a search of yours off: whoever waits for it gets ``Cancelled``. ``NotFound`` when it ended already."""
        self._transport.send("DELETE", _path(query_id))


def _path(query_id: str) -> str:
    return f"/v1/queries/{quote(query_id, safe='')}"
