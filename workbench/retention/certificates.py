"""The certificates of what was shredded and purged (464.9, 464.10), read back from the log, which keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind, Record
from workbench.errors import WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.retention import reads
from workbench.retention.plan import ACTION
from workbench.wire.log import LogQuery
from workbench.wire.purging import PurgeCertificate
from workbench.wire.retention import ShredCertificate

LIST, PURGES = "log.certificates", "purge.certificates"
MOST = 200
_Certificate = TypeVar("_Certificate", ShredCertificate, PurgeCertificate)


def certificates(gate: Gate, reader: LogReader, caller: Caller) -> list[ShredCertificate]:
    """The newest certificates of shredding, newest first; this look is on record."""
    return _listed(gate, reader, caller, LIST, ACTION, ShredCertificate)


def purge_certificates(gate: Gate, reader: LogReader, caller: Caller) -> list[PurgeCertificate]:
    """The newest certificates of purged reads, newest first; this look is on record."""
    return _listed(gate, reader, caller, PURGES, reads.ACTION, PurgeCertificate)


def _listed(
    gate: Gate, reader: LogReader, caller: Caller, look: str, action: str, kind: type[_Certificate]
) -> list[_Certificate]:
    receipt = gate.admit(caller, None, Request(look, Operation.RETAIN, {}))
    try:
        records, _ = reader.page(LogQuery(action=action, kind=Kind.RESULT, limit=MOST))
    except WorkbenchError as error:
        gate.fail(receipt, error.kind)
        raise
    found = list(_certificates(records, kind))
    gate.release(receipt, {"count": len(found)})
    return found


def _certificates(records: list[Record], kind: type[_Certificate]) -> Iterator[_Certificate]:
    ends = {"time", "record", "result_record", "receipt"}
    names = kind.model_fields.keys() - ends
    for record in records:
        body = record.body
        if body.get("outcome") == "released" and all(name in body for name in names):
            known = {"time": record.time, "record": body["intent"], "result_record": record.index}
            yield kind.model_validate({**{name: body[name] for name in names}, **known})
