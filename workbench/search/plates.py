"""Searching by a partial plate (464.5, 464.7(d), 464.7(f)): decide and record, search, record, answer."""

from __future__ import annotations

import hashlib
from typing import Any

import polars as pl

from workbench.accesslog.given import cut
from workbench.accesslog.record import Record
from workbench.errors import BadInput, StoreUnavailable, WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.policy.search_rules import SearchLimits, decide_search
from workbench.search.asking import Asked
from workbench.search.reasons import with_reasons
from workbench.settings import Settings
from workbench.store.reads import ReadStore
from workbench.store.reads_query import Matches
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

    Raises ``BadInput`` for what can't be asked and ``Refused`` (464.7(d), 464.7(f), 464.10(b)), both on record,
    ``Unavailable`` when store or log fail; whatever fails after the admission is recorded and releases nothing.
    """
    try:
        asked = Asked.of(request, _granted(caller, store.realm, settings), settings.sources.names)
    except BadInput as error:
        raise gate.unusable(caller, purpose, _as_given(request, store.realm), error) from None
    receipt = gate.admit(caller, purpose, _request(asked, store.realm, _limits(settings)))
    try:
        matches = store.find(asked.query(), receipt)
        table = with_reasons(asked.pattern, matches.reads)
        record = gate.release(receipt, _result(asked, matches))
    except WorkbenchError as error:
        gate.fail(receipt, error.kind)
        raise
    except Exception as error:
        gate.fail(receipt, type(error).__name__)
        raise _failed(receipt, error) from error
    return _head(store.realm, receipt, record, asked, matches), table


def _granted(caller: Caller, realm: Realm, settings: Settings) -> frozenset[str]:
    """Sources are granted for the agency's reads; the synthetic ones of the training store are for learning."""
    return frozenset(settings.sources.names) if realm is Realm.TRAINING else caller.sources


def _limits(settings: Settings) -> SearchLimits:
    search = settings.search
    return SearchLimits(search.window_days, search.age_days, search.rows, search.fixed_characters)


def _request(asked: Asked, realm: Realm, limits: SearchLimits) -> Request:
    facts = asked.facts()
    return Request(
        action=ACTION,
        operation=Operation.QUERY,
        elements=asked.elements(),
        realm=realm,
        rules=[lambda _caller, _purpose, now: decide_search(facts, limits, now)],
        context=asked.request.context.model_dump(),
    )


def _as_given(request: PlateSearch, realm: Realm) -> Request:
    """What was asked, word for word as far as a record holds it; for a search that can't be made."""
    given = cut(request.model_dump(mode="json", exclude={"context"}))
    return Request(ACTION, Operation.QUERY, given, realm, context=request.context.model_dump())


def _result(asked: Asked, matches: Matches) -> dict[str, Any]:
    """What the record keeps of the answer: enough to say later who saw which read."""
    read_ids = sorted(matches.reads["read_id"])
    return {
        "count": len(read_ids),
        "total": matches.total,
        "plates": matches.plates,
        "sources_searched": sorted(asked.searched),
        "sources_left_out": sorted(asked.left_out),
        "reads_sha256": hashlib.sha256("\n".join(read_ids).encode()).hexdigest(),
        "read_ids": read_ids,
    }


def _head(realm: Realm, receipt: Receipt, record: Record, asked: Asked, matches: Matches) -> Found:
    count, total = len(matches.reads), matches.total
    cut = [f"{total:,} reads fit; {count:,} are shown, exact matches and the newest first."] if total > count else []
    return Found(
        record=receipt.index,
        result_record=record.index,
        time=record.time,
        realm=realm,
        count=count,
        total=total,
        plates=matches.plates,
        sources_searched=sorted(asked.searched),
        sources_left_out=sorted(asked.left_out),
        notes=cut,
        extra={"pattern": asked.pattern.text},
    )


def _failed(receipt: Receipt, error: Exception) -> StoreUnavailable:
    """What the asker is told; neither he nor the log gets a text that may hold plates."""
    return StoreUnavailable(
        f"The search failed and nothing was released; {receipt.name} of the access log is its record.",
        how="Try again; tell the ALPR administrator if it stays so.",
        diagnostic=type(error).__name__,
    )
