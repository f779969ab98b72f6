"""Announcing the audit of another system's log (464.6): its file is fixed before anybody can know the public value."""

from __future__ import annotations

from datetime import timedelta

from workbench.audit.desk import LEAD, SECTION, AuditDesk
from workbench.audit.foreign.log import MOST, ForeignLog, read
from workbench.audit.foreign_material import text_of
from workbench.audit.leading import ANNOUNCE, demand_unknown
from workbench.errors import BadInput
from workbench.gate import Request
from workbench.wire.audits import AnnounceForeign, Audit
from workbench.wire.packed import opened, unpacked

_DIGITS = 12
_ONE_MOMENT = timedelta(microseconds=1)


def announce_foreign(desk: AuditDesk, said: AnnounceForeign) -> Audit:
    """Keep the file and name the public value; ``BadInput``, on record, for a file that can't be read or is audited.

    What is on record is the file's name and digest, never a row of it.
    """
    desk.demand(desk.request(ANNOUNCE, said, LEAD))
    packed, log = _read(desk, said)
    request = desk.request(ANNOUNCE, said, LEAD, about={"sha256": log.sha256, "rows": len(log.rows)})
    demand_unknown(desk, request, said.drawn_at)
    if (span := log.span) is None:
        raise desk.unusable(request, "There is no row in this file.", "file", "Export a period with searches in it.")
    receipt = desk.gate.admit(desk.caller, desk.purpose, request)
    period = {
        "quarter": f"log {log.sha256[:_DIGITS]}",
        "file_name": said.name,
        "interim": False,
        "begin": span[0],
        "until": span[1] + _ONE_MOMENT,
        "size": len(log.rows),
        "checkpoint": text_of(log),
    }
    number = desk.registers.audits.announce(
        said, period, desk.caller.username, receipt.time, receipt.index, file=packed
    )
    if number is None:
        desk.gate.fail(receipt, "This file has an audit.")
        raise BadInput(
            "This very file has an audit.", where="file", how="Go on with that one; its sample is not drawn twice.",
            section=SECTION,
        )  # fmt: skip
    desk.gate.release(receipt, {"audit": number, "size": len(log.rows), "checkpoint": period["checkpoint"]})
    return desk.audit(number)


def _read(desk: AuditDesk, said: AnnounceForeign) -> tuple[bytes, ForeignLog]:
    request: Request = desk.request(ANNOUNCE, said, LEAD)
    try:
        packed = opened(said.file)
        return packed, read(said.name, unpacked(packed, MOST), desk.zone)
    except BadInput as wrong:
        raise desk.gate.unusable(desk.caller, desk.purpose, request, wrong) from None
