"""Findings of an audit (464.6): raised by a reviewer, decided by an administrator, approved by another person."""

from __future__ import annotations

from dataclasses import replace

from workbench.audit.agreement import pairs
from workbench.audit.desk import LEAD, AuditDesk
from workbench.audit.materials import material_of
from workbench.audit.sampling.draw import RANDOM
from workbench.audit.sampling.exact import bounds
from workbench.errors import NotFound
from workbench.gate import Rule
from workbench.policy.audits import REVIEWERS, decide_approver, decide_finding
from workbench.policy.decision import Assent
from workbench.wire.audits import (
    AskRows,
    Audit,
    Decide,
    Finding,
    Outcome,
    RaiseFinding,
    Said,
    Standing,
    State,
    Verdict,
)

STANDING, RAISE, DECIDE = "audit.standing", "audit.raise", "audit.decide"


def standing(desk: AuditDesk, said: AskRows) -> Standing:
    """How an audit stands; what others said of a row is told as its number alone."""
    request = desk.request(STANDING, said)
    desk.demand(request)
    audit = desk.standing(said.audit, request, State.OPEN, State.SEALED)
    receipt = desk.gate.admit(desk.caller, desk.purpose, request)
    found = stands(desk, audit, receipt.index)
    desk.gate.release(receipt, {"count": len(found.findings), "audit": audit.audit})
    return found


def stands(desk: AuditDesk, audit: Audit, record: int) -> Standing:
    """The same, from the registers."""
    sample, said = desk.registers.audits.rows(audit.audit), desk.registers.audits.said(audit.audit)
    findings = desk.registers.audit_findings.of(audit.audit)
    named = {row for finding in findings for row in finding.rows}
    doubted = [index for index, words in said.items() if _doubted(words) and index not in named]
    bad = {row for finding in findings if finding.outcome is Outcome.MISUSE for row in finding.rows}
    random = [index for index, (_, why) in sample.items() if why == RANDOM]
    misuse = sum(index in bad for index in random)
    within = bounds(audit.rest, len(random), misuse)
    return Standing(
        audit=audit,
        findings=findings,
        pairs=pairs(said.values()),
        open_rows=doubted,
        misuse=misuse,
        least=within.least,
        most=within.most,
        waits=_waits(audit, findings, doubted),
        record=record,
    )


def _doubted(words: list[Said]) -> bool:
    """Whether two have spoken and one at least does not find the row in order."""
    return len(words) >= REVIEWERS and any(each.verdict is not Verdict.IN_ORDER for each in words)


def _waits(audit: Audit, findings: list[Finding], doubted: list[int]) -> list[str]:
    """What the report still waits for, in words."""
    undecided = sum(finding.outcome is None for finding in findings)
    left = audit.rows - audit.reviewed
    told = {
        f"{left} of {audit.rows} rows wait for two reviewers": left,
        f"{len(doubted)} rows that are not in order wait for a finding": len(doubted),
        f"{undecided} findings wait for a decision": undecided,
    }
    return [words for words, count in told.items() if count]


def raise_finding(desk: AuditDesk, said: RaiseFinding) -> Finding:
    """Put rows before the administrator: of the sample, or those that a detector named."""
    request = desk.request(RAISE, said)
    desk.demand(request)
    audit = desk.standing(said.audit, request, State.OPEN)
    rows = material_of(desk, audit).entries(sorted(set(said.rows)))
    if len(rows) < len(set(said.rows)):
        raise desk.unusable(request, "The log is not that long.", "rows", "Name rows that stand in it.")
    receipt = desk.gate.admit(desk.caller, desk.purpose, request)
    users = sorted({row.user for row in rows} - {""})
    return desk.registers.audit_findings.raised(said, users, desk.caller.username, desk.gate.now(), receipt.index)


def decide(desk: AuditDesk, said: Decide) -> Finding:
    """Decide a finding once another person approved exactly this; ``AssentRequired`` until then, on record."""
    anybody = desk.request(DECIDE, said, LEAD)
    desk.demand(anybody)
    if (finding := desk.registers.audit_findings.get(said.finding)) is None:
        raise desk.missing(anybody, f"There is no finding {said.finding}.", "Choose one that is listed.")
    about = {"rows": finding.rows, "users": finding.users, "found": finding.words, "found_by": finding.raised_by}
    four_eyes = desk.request(DECIDE, said, lambda caller, _p, _n: decide_finding(caller, finding.users), about=about)
    digest = four_eyes.digest(desk.caller, desk.purpose)
    approved_by = desk.registers.assents.granted_by(digest, Assent.SECOND_PERSON, desk.gate.now()) or ""
    approver: Rule = lambda _c, _p, _n: decide_approver(approved_by, finding.users)  # noqa: E731 - one expression
    request = replace(four_eyes, rules=[*four_eyes.rules, approver])
    desk.demand(request)
    desk.standing(finding.audit, request, State.OPEN)
    if finding.outcome is not None:
        raise desk.unusable(request, "This finding is decided.", "finding", "A decision is not changed; raise another.")
    receipt = desk.gate.admit(desk.caller, desk.purpose, request)
    decided = desk.registers.audit_findings.decided(said, desk.caller.username, receipt.approved_by, receipt.index)
    if decided is None:
        raise NotFound("This finding was decided meanwhile.", how="Look again.", section="464.6")
    desk.gate.release(receipt, {"finding": said.finding, "approved_by": receipt.approved_by})
    return decided
