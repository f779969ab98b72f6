"""Reading the access log (464.6): a look that is itself recorded."""

from __future__ import annotations

from typing import Any

from workbench.client import context, released
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import PurposeRequired
from workbench.wire.log import LogPage, LogQuery


class LogCalls(Calls):
    """The access log, for administrators and auditors."""

    def log(self, **filters: Any) -> LogPage:
        """Records that fit all ``filters``, newest first; a filter is a field of ``wire.log.LogQuery``.

            page = client.log(user="rivera", kind="refusal", limit=50)
            older = client.log(user="rivera", before=page.entries[-1].index)

        It rests on the purpose declared last unless ``purpose_id`` names another. Raises ``BadInput`` naming an
        unknown or unusable filter, ``PurposeRequired``, ``Refused`` for other roles.
        """
        stands = self._purposes.current
        said = {"context": context.current(), "purpose_id": stands.purpose_id if stands else ""}
        query = build(LogQuery, {**said, **filters})
        try:
            page = self._transport.ask("POST", "/v1/log/entries", LogPage, query, timeout=LONG)
        except PurposeRequired:
            self._purposes.replace(query.purpose_id, None)
            raise
        released.note(page.record)
        return page
