"""Reading the access log (464.6): a look that is itself recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from workbench.client import context, released
from workbench.client.asking import When, moment
from workbench.client.calls import Calls
from workbench.client.found_records import FoundRecords
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import BadInput, PurposeRequired
from workbench.wire.log import LogExport, LogQuery

A = TypeVar("A", FoundRecords, LogExport)


class LogCalls(Calls):
    """The access log, for administrators and auditors."""

    def log(
        self,
        *,
        start: When | None = None,
        end: When | None = None,
        user: str = "",
        kind: str = "",
        action: str = "",
        case_number: str = "",
        text: str = "",
        plate: str = "",
        before: int | None = None,
        limit: int = 200,
        file: Path | str | None = None,
        purpose_id: str = "",
    ) -> FoundRecords:
        """Records that fit all that is given, the newest first.

            page = client.log(user="rivera", kind="refusal", limit=50)
            older = client.log(user="rivera", kind="refusal", before=page.entries[-1].index)
            client.log(plate="7ABC123").frame          # who asked for this plate, or was shown it
            client.log(file="reads-record-41.xlsx")    # under which record a file was taken out

        Times carry an offset. ``kind`` is intent, result, refusal or event; ``text`` stands anywhere in the record;
        ``limit`` is 5,000 at most. The look rests on the purpose declared last unless ``purpose_id`` names another.
        Raises ``BadInput`` naming what can't be used, ``PurposeRequired``, ``Refused`` for other roles.
        """
        filters: dict[str, Any] = {
            "start": moment(start, "start"),
            "end": moment(end, "end"),
            "user": user,
            "kind": kind,
            "action": action,
            "case_number": case_number,
            "text": text,
            "plate": plate,
            "before": before,
            "limit": limit,
        }
        if file is not None:
            filters |= {"text": _digest(Path(file)), "action": action or "export.reads", "kind": kind or "result"}
        if purpose_id:
            filters["purpose_id"] = purpose_id
        page = self._of_log("/v1/log/entries", FoundRecords, filters)
        released.note(page.record, receipt=page.receipt)
        return page

    def log_export(self, **filters: Any) -> LogExport:
        """The records that fit all ``filters`` as CSV, stamped with who took it out, when and why.

        Raises ``AssentRequired`` with the page on which you confirm this very export; ask again then. ``BadInput`` when
        more fit than a file takes, and what ``log`` raises.
        """
        taken = self._of_log("/v1/log/export", LogExport, filters)
        released.note(taken.record, taken.result_record, receipt=taken.receipt)
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


def _digest(file: Path) -> str:
    """Its SHA-256, by which its record is found."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror}.", where="file", how="Name another one.") from None
