"""Reading the access log (464.6): a look that is itself recorded."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from workbench.client import context, released
from workbench.client.asking import When, moment
from workbench.client.calls import Calls
from workbench.client.found_records import FoundRecords
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import BadInput, PurposeRequired
from workbench.wire.log import LogQuery


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
        stands = self._purposes.current
        rests = purpose_id or (stands.purpose_id if stands else "")
        said = {"context": context.current(), "purpose_id": rests}
        query = build(LogQuery, {**said, **filters})
        try:
            page = self._transport.ask("POST", "/v1/log/entries", FoundRecords, query, timeout=LONG)
        except PurposeRequired:
            self._purposes.replace(query.purpose_id, None)
            raise
        released.note(page.record)
        return page


def _digest(file: Path) -> str:
    """Its SHA-256, by which its record is found."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror}.", where="file", how="Name another one.") from None
