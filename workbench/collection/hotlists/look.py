"""Looking at hits, and what somebody found who looked one up (464.5, 464.7(f), 464.7(g)): both on record twice.

A hit shows a plate, where it was and when: it is a look at a read, under a purpose, like a search.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from workbench.accesslog.record import Record
from workbench.errors import BadInput, NotFound, WorkbenchError
from workbench.gate import Gate, Request, Rule
from workbench.policy.caller import Caller
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.hits import OPEN, Status, decide_verification, decide_withdrawal
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.settings import Settings
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.wire.hits import Hit, HitPage, HitQuery, Place, Verified, VerifyHit, WithdrawHit

PAGE, VERIFY, WITHDRAW = "hits.page", "hits.verify", "hits.withdraw"


def page_of_hits(
    gate: Gate, registers: Registers, caller: Caller, purpose: Purpose | None, query: HitQuery, settings: Settings
) -> HitPage:
    """Hits whose read and list are of sources granted to the caller, the newest read first.

    Raises ``BadInput`` for a window that holds no time and ``Refused`` (464.4, 464.5, 464.7(f)), both on record.
    """
    elements = query.model_dump(mode="json", exclude={"context", "purpose_id"}, exclude_none=True)
    asked = Request(PAGE, Operation.QUERY, elements, rules=(granted,), context=query.context.model_dump())
    if query.window and query.window.end <= query.window.start:
        wrong = BadInput("The window holds no time.", where="window", how="Give an end that is later than the start.")
        raise gate.unusable(caller, purpose, asked, wrong)
    receipt = gate.admit(caller, purpose, asked)
    searched, left_out = sorted(caller.sources), sorted(frozenset(settings.sources.names) - caller.sources)
    with _failing(gate, receipt):
        hits, total = registers.hits.page(query, searched, receipt)
        counts = registers.hits.counts(query, searched, receipt)
        more = {"total": total, "sources_searched": searched, "sources_left_out": left_out}
        record = _released(gate, receipt, hits, more)
    last = hits[-1] if len(hits) == query.limit else None
    return HitPage(
        hits=hits,
        total=total,
        next=Place(time=last.time, hit=last.hit, open=last.status in OPEN) if last else None,
        counts=counts,
        sources_searched=searched,
        sources_left_out=left_out,
        stale_hours=settings.hotlists.stale_hours,
        record=receipt.index,
        result_record=record.index,
    )


def verify_hit(gate: Gate, registers: Registers, caller: Caller, purpose: Purpose | None, said: VerifyHit) -> Verified:
    """Keep what the caller found; the hit as it stands now.

    Raises ``Refused`` (464.7(g)) for a verification that says nothing, ``NotFound`` for a hit that is none, or of a
    source that was not granted; both on record.
    """

    def rule(_caller: Caller, _purpose: Purpose | None, now: datetime) -> Decision:
        return decide_verification(said.result, said.reference, said.note, said.looked_up, now)

    receipt = gate.admit(caller, purpose, _word(VERIFY, said, rule))
    with _failing(gate, receipt):
        hit = registers.hits.verify(said, caller.sources, caller.username, gate.now(), receipt)
        return _heard(gate, receipt, hit, said, said.result)


def withdraw_hit(
    gate: Gate, registers: Registers, caller: Caller, purpose: Purpose | None, said: WithdrawHit
) -> Verified:
    """Take back the word that counts on a hit; the hit as it stands now, with all that was said.

    Raises ``Refused`` (464.7(g)) for another's word, or one that is too old; ``NotFound`` as ``verify_hit``.
    """

    def rule(_caller: Caller, _purpose: Purpose | None, now: datetime) -> Decision:
        last = registers.hits.last_word(said.hit)
        return decide_withdrawal(last.by, last.at, caller.username, now) if last else allow(Section.VERIFY_FIRST)

    receipt = gate.admit(caller, purpose, _word(WITHDRAW, said, rule))
    with _failing(gate, receipt):
        hit = registers.hits.withdraw(said, caller.sources, caller.username, gate.now(), receipt)
        return _heard(gate, receipt, hit, said, Status.WITHDRAWN)


def _word(action: str, said: VerifyHit | WithdrawHit, rule: Rule) -> Request:
    elements = said.model_dump(mode="json", exclude={"context", "purpose_id"})
    return Request(action, Operation.QUERY, elements, rules=(granted, rule), context=said.context.model_dump())


def _heard(gate: Gate, receipt: Receipt, hit: Hit | None, said: VerifyHit | WithdrawHit, result: Status) -> Verified:
    if hit is None:
        raise NotFound(f"There is no hit {said.hit} of a source granted to you.", how="Look at the hits anew.")
    record = _released(gate, receipt, [hit], {"hit": said.hit, "result": result.value})
    return Verified(hit=hit, record=receipt.index, result_record=record.index)


def granted(caller: Caller, _purpose: Purpose | None, _now: datetime) -> Decision:
    """Admit whoever holds a source at all (464.7(f)); each hit is shown by its own."""
    if caller.sources:
        return allow(Section.SOURCES)
    return refuse(
        Section.SOURCES,
        "No source of data was granted to you.",
        "Ask the ALPR administrator for the sources that your duties need.",
    )


def _released(gate: Gate, receipt: Receipt, hits: Sequence[Hit], more: dict[str, Any]) -> Record:
    """What the record keeps of the answer: enough to say later who saw which read."""
    read_ids = sorted({hit.read_id for hit in hits})
    told = {
        "count": len(hits),
        "reads_sha256": hashlib.sha256("\n".join(read_ids).encode()).hexdigest(),
        "read_ids": read_ids,
    }
    return gate.release(receipt, {**told, **more}, {hit.plate for hit in hits})


@contextmanager
def _failing(gate: Gate, receipt: Receipt) -> Iterator[None]:
    try:
        yield
    except WorkbenchError as error:
        gate.fail(receipt, error.kind)
        raise
    except Exception as error:
        gate.fail(receipt, type(error).__name__)
        raise
