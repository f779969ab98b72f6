"""Sealing a report (464.6, 464.10(c)): its digests are on record before it counts; it is made once and kept."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from datetime import datetime

from workbench.audit.desk import LEAD, AuditDesk
from workbench.audit.finding import stands
from workbench.audit.materials import material_of
from workbench.audit.report.content import Matter, Report, report
from workbench.errors import Unavailable, WorkbenchError
from workbench.store.receipt import Receipt
from workbench.store.registers.audit_reports import KeptReport
from workbench.wire.audits import AskReport, Audit, SealedReport, State

ACTION = "audit.report"
FORMAT = "alpr-audit-report/1"


def sealed_report(desk: AuditDesk, said: AskReport) -> SealedReport:
    """Seal the report once nothing waits, or hand the sealed one out again; ``BadInput``, on record, while it waits."""
    sealed = desk.audit(said.audit).state is State.SEALED
    request = desk.request(ACTION, said, *([] if sealed else [LEAD]))
    desk.demand(request)
    audit = desk.standing(said.audit, request, State.OPEN, State.SEALED)
    if not sealed and (waits := stands(desk, audit, 0).waits):
        raise desk.unusable(request, f"The report waits: {'; '.join(waits)}.", "audit", "Then seal it.")
    receipt = desk.gate.admit(desk.caller, desk.purpose, request)
    try:
        kept = desk.registers.audit_reports.get(audit.audit) or _made(desk, audit, receipt)
        if (kept.pdf_sha256, kept.html_sha256) != (_sha256(kept.pdf), _sha256(kept.html)):
            raise Unavailable(
                "The sealed report was changed from outside.", how="Report it as a breach (464.10).", section="464.6"
            )
    except Exception as problem:
        desk.gate.fail(receipt, problem.message if isinstance(problem, WorkbenchError) else type(problem).__name__)
        raise
    told = {"audit": audit.audit, "pdf_sha256": kept.pdf_sha256, "html_sha256": kept.html_sha256}
    result = desk.gate.release(receipt, told)
    if not sealed and not desk.registers.audit_reports.seal(audit.audit, kept, desk.caller.username, receipt.time):
        desk.gate.fail(receipt, "Another report of this audit was sealed meanwhile; that one counts.")
        return sealed_report(desk, said)
    return _told(audit, kept, result.index)


def _made(desk: AuditDesk, audit: Audit, receipt: Receipt) -> KeptReport:
    # What draws them takes half a second to load: the service starts without.
    from workbench.audit.report.page import page_of
    from workbench.audit.report.pdf import pdf_of

    made = made_of(desk, audit, receipt.index, receipt.time, desk.caller.username)
    pdf, page = pdf_of(made), page_of(made).encode()
    note = f"{FORMAT}\n{receipt.index}\n{_sha256(pdf)}\n{_sha256(page)}\n"
    signed = desk.notary.statement(note).encode().decode()
    return KeptReport(receipt.index, pdf, page, _sha256(pdf), _sha256(page), signed)


def _told(audit: Audit, kept: KeptReport, result: int) -> SealedReport:
    return SealedReport(
        audit=audit.audit,
        record=kept.record,
        result_record=result,
        name=f"audit-{audit.quarter.replace(' ', '-')}{'-interim' if audit.interim else ''}-record-{kept.record}",
        pdf=base64.b64encode(kept.pdf).decode(),
        html=kept.html.decode(),
        pdf_sha256=kept.pdf_sha256,
        html_sha256=kept.html_sha256,
        note=kept.note,
    )


def made_of(desk: AuditDesk, audit: Audit, record: int, at: datetime, by: str) -> Report:
    """The report's content, from the log and the registers."""
    material = material_of(desk, audit)
    pointed = material.pointed()
    sample = desk.registers.audits.rows(audit.audit)
    return report(
        Matter(
            agency=desk.settings.agency.name,
            zone=desk.zone,
            audit=audit,
            standing=stands(desk, audit, record),
            figures=material.figures(),
            strata=Counter(why for _, why in sample.values()),
            said=list(desk.registers.audits.said(audit.audit).values()),
            flags=pointed.flags,
            idle=pointed.idle,
            record=record,
            sealed_at=at,
            sealed_by=by,
        )
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
