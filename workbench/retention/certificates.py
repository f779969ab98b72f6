"""The certificates of what was shredded (464.10), read back from the access log, which keeps them for good."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind, Record
from workbench.errors import WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.retention.plan import ACTION
from workbench.wire.log import LogQuery
from workbench.wire.retention import ShredCertificate

LIST = "log.certificates"
MOST = 200
_TOLD = ("before", "shredded", "held", "spans", "leaves_sha256", "requested_by", "approved_by", "organisation")


def certificates(gate: Gate, reader: LogReader, caller: Caller) -> list[ShredCertificate]:
    """The newest certificates, newest first; this look is on record."""
    receipt = gate.admit(caller, None, Request(LIST, Operation.RETAIN, {}))
    try:
        records, _ = reader.page(LogQuery(action=ACTION, kind=Kind.RESULT, limit=MOST))
    except WorkbenchError as error:
        gate.fail(receipt, error.kind)
        raise
    found = list(_certificates(records))
    gate.release(receipt, {"count": len(found)})
    return found


def _certificates(records: list[Record]) -> Iterator[ShredCertificate]:
    for record in records:
        body = record.body
        if body.get("outcome") == "released" and all(name in body for name in _TOLD):
            told = {name: body[name] for name in _TOLD}
            ends = {"time": record.time, "record": body["intent"], "result_record": record.index}
            yield ShredCertificate.model_validate({**told, **ends})
