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
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.hits import decide_verification
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.settings import Settings
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.wire.hits import Hit, HitPage, HitQuery, Place, Verified, VerifyHit

PAGE, VERIFY = "hits.page", "hits.verify"


def page_of_hits(
    gate: Gate, registers: Registers, caller: Caller, purpose: Purpose | None, query: HitQuery, settings: Settings
) -> HitPage:
    """Hits whose read and list are of sources granted to the caller, the newest read first.

    Raises ``BadInput`` for a window that holds no time and ``Refused`` (464.4, 464.5, 464.7(f)), both on record.
    """
    elements = query.model_dump(mode="json", exclude={"context", "purpose_id"}, exclude_none=True)
    asked = Request(PAGE, Operation.QUERY, elements, rules=(_granted,), context=query.context.model_dump())
    if query.window and query.window.end <= query.window.start:
        wrong = BadInput("The window holds no time.", where="window", how="Give an end that is later than the start.")
        raise gate.unusable(caller, purpose, asked, wrong)
    receipt = gate.admit(caller, purpose, asked)
    searched, left_out = sorted(caller.sources), sorted(frozenset(settings.sources.names) - caller.sources)
    with _failing(gate, receipt):
        hits, total = registers.hits.page(query, searched, receipt)
        more = {"total": total, "sources_searched": searched, "sources_left_out": left_out}
        record = _released(gate, receipt, hits, more)
    last = Place(time=hits[-1].time, hit=hits[-1].hit) if len(hits) == query.limit else None
    return HitPage(
        hits=hits,
        total=total,
        next=last,
        sources_searched=searched,
        sources_left_out=left_out,
        record=receipt.index,
        result_record=record.index,
    )


def verify_hit(gate: Gate, registers: Registers, caller: Caller, purpose: Purpose | None, said: VerifyHit) -> Verified:
    """Keep what the caller found; the hit as it stands now.

    Raises ``Refused`` (464.7(g)) for a verification that says nothing, ``NotFound`` for a hit that is none, or of a
    source that was not granted; both on record.
    """
    elements = said.model_dump(mode="json", exclude={"context", "purpose_id"})
    rules = (_granted, lambda _caller, _purpose, _now: decide_verification(said.result, said.reference, said.note))
    asked = Request(VERIFY, Operation.QUERY, elements, rules=rules, context=said.context.model_dump())
    receipt = gate.admit(caller, purpose, asked)
    with _failing(gate, receipt):
        hit = registers.hits.verify(said, caller.sources, caller.username, gate.now(), receipt)
        if hit is None:
            raise NotFound(f"There is no hit {said.hit} of a source granted to you.", how="Look at the hits anew.")
        record = _released(gate, receipt, [hit], {"hit": said.hit, "result": said.result.value})
    return Verified(hit=hit, record=receipt.index, result_record=record.index)


def _granted(caller: Caller, _purpose: Purpose | None, _now: datetime) -> Decision:
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
