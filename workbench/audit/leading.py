"""Announcing an audit and drawing its sample (464.6): the public value is named before anybody can know it.

The end of the period is fixed by the announcement at the latest: a quarter that is over ends where it ended, one that
is not ends with the announcement (an interim audit, which is not the quarter's).
"""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.audit.desk import LEAD, SECTION, AuditDesk
from workbench.audit.due import due
from workbench.audit.material import Material
from workbench.audit.materials import material_of
from workbench.audit.period import checkpoint_at, size_at
from workbench.audit.sampling.draw import Sample, draw, seed_of, telling
from workbench.audit.sampling.leaf import Leaf
from workbench.errors import BadInput, Unavailable, WorkbenchError
from workbench.gate import Request
from workbench.policy.quarters import Quarter
from workbench.policy.roles import Operation
from workbench.wire.audits import Announce, Audit, Audits, Draw, State

LIST, ANNOUNCE, DRAW = "audit.list", "audit.announce", "audit.draw"


def audits(desk: AuditDesk) -> Audits:
    """All audits, and the quarters that wait for one; neither shows a record of anybody's search."""
    receipt = desk.gate.admit(desk.caller, None, Request(LIST, Operation.DECLARE, {}))
    found = desk.registers.audits.all(desk.caller.username)
    sealed, days = desk.registers.audits.sealed(), desk.settings.audit.due_days
    waits = list(due(desk.notary.began(), desk.gate.now(), desk.zone, sealed, days))
    desk.gate.release(receipt, {"count": len(found)})
    return Audits(audits=found, due=waits, record=receipt.index)


def announce(desk: AuditDesk, said: Announce) -> Audit:
    """Fix the period and name the public value; ``BadInput``, on record, for a value that is known already."""
    request = desk.request(ANNOUNCE, said, LEAD)
    desk.demand(request)
    now = desk.gate.now()
    try:
        quarter = Quarter.named(said.quarter.strip().upper())
    except ValueError:
        wrong = f"'{said.quarter[:40]}' is no quarter."
        raise desk.unusable(request, wrong, "quarter", "Write it like 2026-Q3.") from None
    begin, end = (moment.astimezone(UTC) for moment in (quarter.begins(desk.zone), quarter.ends(desk.zone)))
    interim = end > now
    _demand_possible(desk, said, request, quarter, begin, now)
    receipt = desk.gate.admit(desk.caller, desk.purpose, request)
    size = receipt.index if interim else size_at(desk.reader, end)
    period = {
        "quarter": quarter.name,
        "interim": interim,
        "begin": begin,
        "until": receipt.time if interim else end,
        "size": size,
        "checkpoint": checkpoint_at(desk.notary, size),
    }
    at, user = receipt.time, desk.caller.username
    if (number := desk.registers.audits.announce(said, period, user, at, receipt.index)) is None:
        desk.gate.fail(receipt, "An audit of this quarter was announced meanwhile.")
        raise BadInput(
            f"{quarter.name} has an audit since just now.", where="quarter", how="Look again.", section=SECTION
        )
    desk.gate.release(receipt, {"audit": number, "size": size, "checkpoint": period["checkpoint"]})
    return desk.audit(number)


def _demand_possible(
    desk: AuditDesk, said: Announce, request: Request, quarter: Quarter, begin: datetime, now: datetime
) -> None:
    if begin > now:
        raise desk.unusable(request, f"{quarter.name} has not begun.", "quarter", "Choose one that has.")
    demand_unknown(desk, request, said.drawn_at)
    for other in desk.registers.audits.all(desk.caller.username):
        if other.quarter == quarter.name and not other.interim and quarter.over(now, desk.zone):
            how = "Go on with that one; its sample is not drawn twice."
            raise desk.unusable(request, f"Audit {other.audit} is of {quarter.name}.", "quarter", how)


def demand_unknown(desk: AuditDesk, request: Request, drawn_at: datetime) -> None:
    """``BadInput``, on record, for a public value that may be known already (UTC)."""
    if drawn_at <= desk.gate.now():
        raise desk.unusable(
            request,
            "The value that draws the sample must not be known yet.",
            "drawn_at",
            "Name a public value that is drawn later, such as the next draw of the state's lottery.",
        )


def drawn(desk: AuditDesk, said: Draw) -> Audit:
    """Draw the sample with the value that came out, once; ``BadInput``, on record, before its time."""
    request = desk.request(DRAW, said, LEAD)
    desk.demand(request)
    audit = desk.standing(said.audit, request, State.ANNOUNCED)
    if desk.gate.now() < audit.drawn_at:
        how = f"{audit.source} Come back when it is out."
        raise desk.unusable(request, "The value is not out yet.", "value", how)
    if not telling(said.value):
        raise desk.unusable(request, "There is no letter and no digit in this value.", "value", "Type what came out.")
    receipt = desk.gate.admit(desk.caller, desk.purpose, request)
    material = material_of(desk, audit)
    try:
        _demand_same(material)
        leaves = material.leaves()
        seed = seed_of(audit.checkpoint, said.value)
        sample = draw(leaves, seed, material.watched(), audit.allowed)
        kept = _kept(sample, said.value, seed)
        rows = _named(sample, leaves)
        if not desk.registers.audits.draw(audit.audit, kept, rows, desk.caller.username, receipt.index):
            raise BadInput("Its sample was drawn meanwhile.", where="audit", how="Look again.", section="464.6")
    except WorkbenchError as problem:
        desk.gate.fail(receipt, problem.message)
        raise
    told = {name: kept[name] for name in ("seed", "population", "rest", "drawn")}
    desk.gate.release(receipt, {**told, "count": len(rows), "watched": sample.of("watched")})
    return desk.audit(audit.audit)


def _demand_same(material: Material) -> None:
    """``Unavailable`` when it is not what it was at the announcement, such as a log that leads to another root."""
    if not material.same():
        raise Unavailable(
            "The log is not the one that was announced.",
            how="Nothing was drawn. Have it checked with the exported log, and report it as a breach (464.10).",
            section="464.6",
        )


def _kept(sample: Sample, value: str, seed: bytes) -> dict[str, object]:
    numbers = {"population": sample.population, "rest": sample.rest, "drawn": sample.drawn}
    return {**numbers, "value": value, "seed": seed.hex()}


def _named(sample: Sample, leaves: list[Leaf]) -> dict[int, tuple[str, str]]:
    users = {leaf.index: leaf.user for leaf in leaves if leaf.index in sample.rows}
    return {index: (users[index], why) for index, why in sample.rows.items()}
