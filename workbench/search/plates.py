"""Searching by a partial plate (464.5, 464.7(d), 464.7(f)): decide and record, search, record, answer."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import polars as pl

from workbench.errors import BadInput, Refused, StoreUnavailable, WorkbenchError
from workbench.gate import Gate, Request
from workbench.plates.pattern import Pattern, parse
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Assent, Decision
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.policy.search_rules import SearchFacts, SearchLimits, decide_release, decide_search
from workbench.search.reasons import with_reasons
from workbench.settings import Settings
from workbench.store.reads import ReadStore
from workbench.store.reads_query import Matches, PlateQuery
from workbench.store.receipt import Receipt
from workbench.wire.search import Found, PlateSearch

ACTION = "search.plates"


def search_plates(
    gate: Gate,
    store: ReadStore,
    caller: Caller,
    purpose: Purpose | None,
    request: PlateSearch,
    settings: Settings,
) -> tuple[Found, pl.DataFrame]:
    """The reads that fit, with ``match`` (why) and ``likeness``: exact ones first, the newest first in each.

    Raises ``BadInput`` for what can't be asked, ``Refused`` (464.7(d), 464.7(f), 464.10(b)) after recording it,
    ``Unavailable`` when store or log fail; whatever fails after the admission is recorded and releases nothing.
    """
    pattern = parse(request.pattern, lookalikes=request.lookalikes)
    _check(request, settings.sources.names)
    granted = frozenset(settings.sources.names) if store.realm is Realm.TRAINING else caller.sources
    searched = granted if request.sources is None else frozenset(request.sources)
    left_out = frozenset(settings.sources.names) - searched
    limits = _limits(settings)
    facts = _facts(request, pattern, granted)
    asked = _asked(store.realm, request, pattern, searched)
    receipt = gate.admit(
        caller,
        purpose,
        Request(
            ACTION,
            Operation.QUERY,
            asked,
            store.realm,
            rules=[lambda _caller, _purpose, now: decide_search(facts, limits, now)],
            context=request.context.model_dump(),
        ),
    )
    try:
        query = PlateQuery(pattern, request.window, request.area, searched, request.limit)
        matches = store.find(query, receipt)
        table = with_reasons(pattern, matches.reads)
        result = _result(matches, searched, left_out)
        record = gate.release(receipt, result, lambda *_: _may_go_out(receipt, len(table), limits))
    except Refused:
        raise
    except Exception as error:
        raise _failed(gate, receipt, error) from error
    found = Found(
        record=receipt.index,
        result_record=record.index,
        time=record.time,
        realm=store.realm,
        notes=_notes(matches),
        extra={"pattern": pattern.text},
        **{name: result[name] for name in ("count", "total", "plates", "sources_searched", "sources_left_out")},
    )
    return found, table


def _check(request: PlateSearch, known: Collection[str]) -> None:
    if request.window and request.window.end <= request.window.start:
        raise BadInput(
            "The window ends before it starts."
            if request.window.end < request.window.start
            else "The window is empty.",
            where="window",
            how="Give an end that is later than the start.",
        )
    if request.sources is not None and not request.sources:
        raise BadInput(
            "No source is chosen.", where="sources", how=f"Choose among {', '.join(known)}, or leave it open."
        )
    if unknown := sorted(set(request.sources or ()) - set(known)):
        raise BadInput(
            f"There is no source named {', '.join(unknown)}.", where="sources", how=f"There are: {', '.join(known)}."
        )


def _facts(request: PlateSearch, pattern: Pattern, granted: frozenset[str]) -> SearchFacts:
    window = request.window
    return SearchFacts(
        fixed_characters=pattern.fixed,
        limit=request.limit,
        start=window.start.astimezone(UTC) if window else None,
        end=window.end.astimezone(UTC) if window else None,
        has_place=request.area is not None,
        sources_asked=None if request.sources is None else frozenset(request.sources),
        sources_granted=granted,
    )


def _asked(realm: Realm, request: PlateSearch, pattern: Pattern, searched: frozenset[str]) -> dict[str, Any]:
    """The data elements that the record keeps (464.5(3)) and that an assent is bound to."""
    window = request.window
    return {
        "pattern": request.pattern,
        "read_as": pattern.text,
        "lookalikes": request.lookalikes,
        "window": {"start": _utc(window.start), "end": _utc(window.end)} if window else None,
        "area": request.area.model_dump() if request.area else None,
        "sources": sorted(searched),
        "limit": request.limit,
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _limits(settings: Settings) -> SearchLimits:
    search = settings.search
    return SearchLimits(search.window_days, search.age_days, search.rows, search.fixed_characters)


def _may_go_out(receipt: Receipt, count: int, limits: SearchLimits) -> Decision:
    return decide_release(count, limits, approved=Assent.SECOND_PERSON in receipt.assented)


def _result(matches: Matches, searched: frozenset[str], left_out: frozenset[str]) -> dict[str, Any]:
    """What the record keeps of the answer: enough to say later who saw which read."""
    read_ids = sorted(matches.reads["read_id"])
    return {
        "count": len(read_ids),
        "total": matches.total,
        "plates": matches.plates,
        "sources_searched": sorted(searched),
        "sources_left_out": sorted(left_out),
        "reads_sha256": hashlib.sha256("\n".join(read_ids).encode()).hexdigest(),
        "read_ids": read_ids,
    }


def _notes(matches: Matches) -> list[str]:
    if matches.total <= len(matches.reads):
        return []
    return [f"{matches.total:,} reads fit; {len(matches.reads):,} are shown, exact matches and newest first."]


def _failed(gate: Gate, receipt: Receipt, error: Exception) -> WorkbenchError:
    """Record that nothing went out, and the error to raise; the record holds no text from the store."""
    known = isinstance(error, WorkbenchError)
    gate.fail(receipt, error.kind if isinstance(error, WorkbenchError) else type(error).__name__)
    if known:
        return error
    return StoreUnavailable(
        f"The search failed and nothing was released; {receipt.name} of the access log says so.",
        how="Try again; tell the ALPR administrator if it stays so.",
        diagnostic=type(error).__name__,
    )
