"""The rows of an audit and what two persons say of each (464.6), neither knowing the other's word."""

from __future__ import annotations

from workbench.accesslog.unsaid import REVIEW
from workbench.audit.desk import AuditDesk
from workbench.audit.materials import material_of
from workbench.errors import NotFound, WorkbenchError
from workbench.policy.audits import REVIEWERS, decide_review
from workbench.wire.audits import AskRows, Audit, AuditRow, AuditRows, Review, Said, State, Verdict
from workbench.wire.log import LogEntry

ROWS = "audit.rows"
LEAST = 15
"""Characters of the words on a row that is not in order."""


def rows_of(desk: AuditDesk, said: AskRows) -> AuditRows:
    """Each row with what was asked, seen and why; a look at the log like any other, on record."""
    request = desk.request(ROWS, said)
    desk.demand(request)
    audit = desk.standing(said.audit, request, State.OPEN, State.SEALED)
    receipt = desk.gate.admit(desk.caller, desk.purpose, request)
    try:
        rows = _rows(desk, audit)
    except Exception as problem:
        desk.gate.fail(receipt, problem.message if isinstance(problem, WorkbenchError) else type(problem).__name__)
        raise
    desk.gate.release(receipt, {"count": len(rows), "audit": audit.audit})
    return AuditRows(audit=audit, rows=rows, record=receipt.index)


def say(desk: AuditDesk, said: Review) -> Said:
    """Keep a word; refused, on record, for one's own row and once two persons have spoken.

    Who may not read the log is refused alike for every record: whether one is in the sample is not told.
    """
    anybody = desk.request(REVIEW, said)
    desk.demand(anybody)
    rows, spoken = desk.registers.audits.rows(said.audit), desk.registers.audits.said(said.audit).get(said.index, [])
    if said.index not in rows:
        raise desk.missing(anybody, f"Audit {said.audit} has no row {said.index}.", "Choose one of its rows.")
    others = {each.by for each in spoken if each.by != desk.caller.username or len(spoken) >= REVIEWERS}
    request = desk.request(REVIEW, said, lambda caller, _p, _n: decide_review(caller, rows[said.index][0], others))
    desk.demand(request)
    desk.standing(said.audit, request, State.OPEN)
    if said.verdict is not Verdict.IN_ORDER and len(said.words) < LEAST:
        how = f"Write what is not in order, in {LEAST} characters at least."
        raise desk.unusable(request, "A row that is not in order needs a word on why.", "words", how)
    receipt = desk.gate.admit(desk.caller, desk.purpose, request)
    word = Said(
        by=desk.caller.username, verdict=said.verdict, words=said.words, at=desk.gate.now(), record=receipt.index
    )
    if not desk.registers.audits.say(said.audit, said.index, word):
        raise NotFound("Two others have spoken of this row meanwhile.", how="Go on with the next.", section="464.6")
    return word


def _rows(desk: AuditDesk, audit: Audit) -> list[AuditRow]:
    sample, said = desk.registers.audits.rows(audit.audit), desk.registers.audits.said(audit.audit)
    material = material_of(desk, audit)
    seen = material.seen(set(sample))
    return [
        _row(desk, shown, sample[shown.index][1], seen.get(shown.index), said.get(shown.index, []))
        for shown in material.entries(list(sample))
    ]


def _row(desk: AuditDesk, shown: LogEntry, why: str, seen: int | None, said: list[Said]) -> AuditRow:
    mine = next((each for each in said if each.by == desk.caller.username), None)
    others = {each.by for each in said if each is not mine or len(said) >= REVIEWERS}
    decision = decide_review(desk.caller, shown.user, others)
    return AuditRow(
        index=shown.index,
        stratum=why,
        entry=shown,
        seen=seen,
        said=said if len(said) >= REVIEWERS else [],
        mine=mine,
        words=len(said),
        why_not="" if decision.allowed else decision.reason,
    )
