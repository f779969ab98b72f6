"""How every search runs (464.5, 464.7(f)): read what is asked, decide and record, look, record, answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

import polars as pl

from workbench.accesslog.given import cut
from workbench.accesslog.record import Record
from workbench.errors import BadInput, StoreUnavailable, WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Decision
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.search.given import Sources
from workbench.settings import Settings
from workbench.store.receipt import Receipt
from workbench.store.sightings import Work
from workbench.wire.base import Context, Message
from workbench.wire.search import Found


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks, on which purpose and of which store; ``work`` says how far it is and may be called off."""

    gate: Gate
    caller: Caller
    purpose: Purpose | None
    realm: Realm
    settings: Settings
    work: Work = field(default_factory=Work)
    deed: Deed | None = None
    """What is done with the answer; None: it is shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a look found. ``read_ids`` are all reads that are shown, or that what is shown was made of; ``shown`` are
    their plates, each once.

    ``total`` reads fit, of so many ``plates``; ``facts`` go into the answer's head.
    """

    table: pl.DataFrame
    read_ids: Sequence[str]
    shown: Collection[str]
    total: int
    plates: int
    notes: Sequence[str] = ()
    facts: dict[str, Any] = field(default_factory=dict)


class Deed(Protocol):
    """What is done with an answer besides showing it: an action of its own, for which the search is made afresh."""

    @property
    def action(self) -> str:
        """Under which it is on record, in the search's place."""
        ...

    @property
    def operation(self) -> Operation:
        """What the asker must be allowed."""
        ...

    def elements(self) -> Mapping[str, Any]:
        """What the record keeps besides the search's own data elements."""
        ...

    def decide(self, search: Decision, now: datetime, /) -> Decision:
        """What the policy says to it, and has said to the search."""
        ...

    def weigh(self, outcome: Outcome, /) -> Decision:
        """What the policy says to what was found, before anything is done with it."""
        ...

    def part(self, read_ids: Sequence[str], /) -> Collection[str] | None:
        """Which of the reads that were found it is done with; None: all. ``BadInput`` when one of them is not there."""
        ...

    def finish(self, receipt: Receipt, outcome: Outcome, /) -> Mapping[str, Any]:
        """Do it; what the result record keeps of it."""
        ...


class Search(Protocol):
    """One search, as asked."""

    @property
    def sources(self) -> Sources:
        """The sources that it is made in."""
        ...

    def elements(self) -> dict[str, Any]:
        """The data elements that the record keeps, and that an assent is bound to."""
        ...

    def decide(self, now: datetime) -> Decision:
        """What the policy says to it."""
        ...

    def look(self, receipt: Receipt, work: Work) -> Outcome:
        """Make it."""
        ...


def run(desk: Desk, action: str, message: Message, read: Callable[[], Search]) -> tuple[Found, pl.DataFrame]:
    """The head and the table of an answer whose records both stand.

    ``read`` makes the search of the message. Raises ``BadInput`` for what can't be asked and ``Refused``, both on
    record, ``Cancelled`` and ``Unavailable``; whatever fails after the admission is recorded and releases nothing.
    """
    try:
        search = read()
    except BadInput as error:
        given = as_given(action, message, desk.realm, desk.deed)
        raise desk.gate.unusable(desk.caller, desk.purpose, given, error) from None
    receipt = desk.gate.admit(desk.caller, desk.purpose, _request(action, message, desk, search))
    try:
        outcome = _chosen(search.look(receipt, desk.work), desk.deed)
        desk.work.done(0)
        more = _done(desk, desk.deed, receipt, outcome) if desk.deed else {}
        record = desk.gate.release(receipt, {**_result(search.sources, outcome), **more}, outcome.shown)
    except WorkbenchError as error:
        desk.gate.fail(receipt, error.kind)
        raise
    except Exception as error:
        desk.gate.fail(receipt, type(error).__name__)
        raise _failed(receipt, error) from error
    return _head(desk.realm, receipt, record, search.sources, outcome), outcome.table


def _done(desk: Desk, deed: Deed, receipt: Receipt, outcome: Outcome) -> Mapping[str, Any]:
    """Do it; what must not be done with what was found is refused, on record as any refusal is."""
    decision = deed.weigh(outcome)
    if not decision.allowed:
        raise desk.gate.refuse(desk.caller, desk.purpose, receipt.request, decision)
    return deed.finish(receipt, outcome)


def _chosen(outcome: Outcome, deed: Deed | None) -> Outcome:
    """What is given of it: neither the answer nor its record names any other read."""
    part = deed.part(outcome.read_ids) if deed else None
    if part is None:
        return outcome
    table = outcome.table.filter(pl.col("read_id").is_in(list(part)))
    return replace(outcome, table=table, read_ids=table["read_id"].to_list(), shown=plates_in(table))


def plates_in(reads: pl.DataFrame) -> set[str]:
    """The plates that reads show: as observed, and as somebody resolved them."""
    named = [reads[name].drop_nulls() for name in ("plate", "resolved_plate") if name in reads.columns]
    return {plate for column in named for plate in column.unique()}


def as_given(action: str, message: Message, realm: Realm, deed: Deed | None = None) -> Request:
    """What was asked, word for word as far as a record holds it; for a search that can't be made."""
    given = cut(message.model_dump(mode="json", exclude={"context", "query_id"}))
    if deed is None:
        return Request(action, Operation.QUERY, given, realm, context=_context(message))
    return Request(deed.action, deed.operation, {**given, **cut(deed.elements())}, realm, context=_context(message))


def _request(action: str, message: Message, desk: Desk, search: Search) -> Request:
    deed = desk.deed
    if deed is None:
        elements, decide = search.elements(), search.decide
    else:
        elements = {**search.elements(), **deed.elements()}

        def decide(now: datetime) -> Decision:
            return deed.decide(search.decide(now), now)

    return Request(
        action=deed.action if deed else action,
        operation=deed.operation if deed else Operation.QUERY,
        elements=elements,
        realm=desk.realm,
        rules=[lambda _caller, _purpose, now: decide(now)],
        context=_context(message),
    )


def _context(message: Message) -> dict[str, Any]:
    context = getattr(message, "context", None)
    return context.model_dump() if isinstance(context, Context) else {}


def _result(sources: Sources, outcome: Outcome) -> dict[str, Any]:
    """What the record keeps of the answer: enough to say later who saw which read."""
    read_ids = sorted(outcome.read_ids)
    return {
        "count": len(read_ids),
        "total": outcome.total,
        "plates": outcome.plates,
        "sources_searched": sorted(sources.searched),
        "sources_left_out": sorted(sources.left_out),
        "reads_sha256": hashlib.sha256("\n".join(read_ids).encode()).hexdigest(),
        "read_ids": read_ids,
    }


def _head(realm: Realm, receipt: Receipt, record: Record, sources: Sources, outcome: Outcome) -> Found:
    return Found(
        record=receipt.index,
        result_record=record.index,
        time=record.time,
        realm=realm,
        count=len(outcome.read_ids),
        total=outcome.total,
        plates=outcome.plates,
        sources_searched=sorted(sources.searched),
        sources_left_out=sorted(sources.left_out),
        notes=list(outcome.notes),
        extra=outcome.facts,
    )


def _failed(receipt: Receipt, error: Exception) -> StoreUnavailable:
    """What the asker is told; neither he nor the log gets a text that may hold plates."""
    return StoreUnavailable(
        f"The search failed and nothing was released; {receipt.name} of the access log is its record.",
        how="Try again; tell the ALPR administrator if it stays so.",
        diagnostic=type(error).__name__,
    )
