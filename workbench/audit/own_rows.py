"""Our own log's records as detectors see them (464.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import SHOWN_KEYED, Kind, Record
from workbench.audit.row import Row
from workbench.audit.sampling.leaf import LOG_LOOKS, LOOKS, OWN, SEARCHES
from workbench.errors import BadInput
from workbench.plates.normalise import is_normalised
from workbench.plates.pattern import Pattern, parse
from workbench.store.registers.watch_list import SHORT

SIGN_INS = frozenset({"hub.signin", "hub.signout", "hub.step-up"})
"""What the Hub reports of somebody whose password was right, with the address that its proxy saw."""
_AT_ONCE = 2_000
_LATE = 2_000
"""Records after the last that are gone through for the answers to what was asked before."""


def looked_at(reader: LogReader, begin: int, end: int, *, sign_ins: bool = False) -> list[Row]:
    """The rows that an audit looks at, from one index to before another, each with what its answer showed.

    With ``sign_ins`` those of ``SIGN_INS`` as well: no audit's rows, but they alone tell addresses where kernels reach
    the custodian by a socket.
    """
    rows, shown = list[Row](), dict[int, frozenset[str]]()
    for some in range(begin, end + _LATE, _AT_ONCE):
        for record in reader.between(some, min(end + _LATE, some + _AT_ONCE)):
            wanted = is_looked_at(record) or (sign_ins and record.kind is Kind.EVENT and record.action in SIGN_INS)
            if wanted and record.index < end:
                rows.append(row_of(record))
            elif keyed := record.body.get(SHOWN_KEYED):
                shown[record.body["intent"]] = frozenset(keyed[at : at + SHORT] for at in range(0, len(keyed), SHORT))
    return [replace(row, released=shown[row.index]) if row.index in shown else row for row in rows]


def is_looked_at(record: Record) -> bool:
    """As ``sampling.leaf.audited``, of a record whose details are open."""
    if record.body.get("realm") != "live" or not (record.action.startswith(SEARCHES) or record.action in LOOKS):
        return False
    refused = record.kind is Kind.REFUSAL and record.body.get("needs") != OWN
    return record.kind is Kind.INTENT or refused


def row_of(record: Record) -> Row:
    """What detectors are told of it."""
    body, elements = record.body, _mapping(record.body.get("elements"))
    purpose = record.purpose
    log = record.action in LOG_LOOKS
    asked = None if log else _asked(elements)
    whole = asked is not None and is_normalised(asked.text)
    return Row(
        index=record.index,
        time=record.time,
        user=record.user,
        action=record.action,
        admitted=record.kind is not Kind.REFUSAL,
        section=str(body.get("section", "")),
        plate=asked.text if asked and whole else "",
        pattern=asked if asked and (asked.tolerant or not whole) else None,
        case=record.case_number,
        category=str(purpose.get("category", "")),
        reason=str(purpose.get("narrative", "")),
        address=_address(body),
        about=str(elements.get("user") or elements.get("plate") or "") if log else "",
        trained=None if record.kind is Kind.EVENT else body.get("training_record") is not None,
    )


def _address(body: Mapping[str, Any]) -> str:
    """Where the request came from; an account at the other end of a socket is no place."""
    address = str(_mapping(body.get("client")).get("address") or "")
    return "" if address.startswith("uid ") else address


def _asked(elements: Mapping[str, Any]) -> Pattern | None:
    """The plates that are asked for, however that was typed; None for what is no pattern."""
    text, distance = elements.get("plate") or elements.get("pattern"), elements.get("distance") or 0
    if not isinstance(text, str) or not isinstance(distance, int):
        return None
    try:
        return parse(text, lookalikes=elements.get("lookalikes") is True, distance=distance)
    except BadInput:
        return None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
