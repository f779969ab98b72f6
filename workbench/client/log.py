"""Reading the access log (464.6): a look that is itself recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from workbench.client import context, released
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import PurposeRequired
from workbench.wire.log import LogExport, LogPage, LogQuery

A = TypeVar("A", LogPage, LogExport)


class LogCalls(Calls):
    """The access log, for administrators and auditors."""

    def log(self, **filters: Any) -> LogPage:
        """Records that fit all ``filters``, newest first; a filter is a field of ``wire.log.LogQuery``.

            page = client.log(user="rivera", kind="refusal", limit=50)
            older = client.log(user="rivera", before=page.entries[-1].index)

        It rests on the purpose declared last unless ``purpose_id`` names another. Raises ``BadInput`` naming an
        unknown or unusable filter, ``PurposeRequired``, ``Refused`` for other roles.
        """
        page = self._of_log("/v1/log/entries", LogPage, filters)
        released.note(page.record)
        return page

    def log_export(self, **filters: Any) -> LogExport:
        """The records that fit all ``filters`` as CSV, stamped with who took it out, when and why.

        Raises ``AssentRequired`` with the page on which you confirm this very export; ask again then. ``BadInput`` when
        more fit than a file takes, and what ``log`` raises.
        """
        taken = self._of_log("/v1/log/export", LogExport, filters)
        released.note(taken.record, taken.result_record)
        return taken

    def receipt(self, record: int) -> str:
        """The receipt of a record of your own, as text (C2SP tlog-proof); ``NotFound`` for any other.

        What comes with an answer is signed by the log alone, for no witness has seen it yet; a minute later this one
        bears the witnesses' cosignatures too.
        """
        return self._transport.ask("GET", f"/v1/log/receipts/{record}", str)

    def _of_log(self, path: str, answer: type[A], filters: Mapping[str, Any]) -> A:
        stands = self._purposes.current
        said = {"context": context.current(), "purpose_id": stands.purpose_id if stands else ""}
        query = build(LogQuery, {**said, **filters})
        try:
            return self._transport.ask("POST", path, answer, query, timeout=LONG)
        except PurposeRequired:
            self._purposes.replace(query.purpose_id, None)
            raise
