"""Our own log's records as detectors see them (464.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind, Record
from workbench.audit.row import Row
from workbench.audit.sampling.leaf import LOG_LOOKS, LOOKS, OWN, SEARCHES
from workbench.plates.normalise import is_normalised

_AT_ONCE = 2_000


def looked_at(reader: LogReader, begin: int, end: int) -> Iterator[Row]:
    """The rows that an audit looks at, from one index to before another."""
    for some in range(begin, end, _AT_ONCE):
        for record in reader.between(some, min(end, some + _AT_ONCE)):
            if is_looked_at(record):
                yield row_of(record)


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
    return Row(
        index=record.index,
        time=record.time,
        user=record.user,
        action=record.action,
        admitted=record.kind is Kind.INTENT,
        section=str(body.get("section", "")),
        plate="" if log else _plate(elements),
        case=record.case_number,
        category=str(purpose.get("category", "")),
        reason=str(purpose.get("narrative", "")),
        address=_address(body),
        about=str(elements.get("user") or elements.get("plate") or "") if log else "",
        trained=body.get("training_record") is not None,
    )


def _address(body: Mapping[str, Any]) -> str:
    """Where the request came from; an account at the other end of a socket is no place."""
    address = str(_mapping(body.get("client")).get("address") or "")
    return "" if address.startswith("uid ") else address


def _plate(elements: Mapping[str, Any]) -> str:
    """The plate that is asked for, where it is one and in full."""
    asked = elements.get("plate") or elements.get("pattern")
    return asked if isinstance(asked, str) and is_normalised(asked) and len(asked) >= 5 else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
