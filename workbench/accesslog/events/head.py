"""What events of every class have (464.5): when, which leaf, how it ended, how grave it is.

OCSF base event and its profile ``security_control``, which says whether something was allowed or denied.
"""

from __future__ import annotations

from typing import Any

from workbench import __version__
from workbench.accesslog.events import told
from workbench.accesslog.events.actions import Deed, operation
from workbench.accesslog.events.event import SCHEMA_VERSION, Class, Severity
from workbench.accesslog.record import Kind, Record, stamp
from workbench.policy.sections import RULES

PRODUCT = "ALPR workbench"
PROFILE = "security_control"
_CATEGORY = {Class.FINDING: 2, Class.AUTHENTICATION: 3, Class.API: 6, Class.DATASTORE: 6}
_SUCCESS, _FAILURE = 1, 2
_ALLOWED, _DENIED = 1, 2
"""The same numbers in ``action_id`` and, as allowed and blocked, in ``disposition_id``."""


def head(record: Record, deed: Deed) -> dict[str, Any]:
    """The fields that stand in each event."""
    found: dict[str, Any] = {
        "metadata": _metadata(record),
        "time": round(record.time.timestamp() * 1000),
        "class_uid": int(deed.of),
        "category_uid": _CATEGORY[deed.of],
        "activity_id": deed.activity,
        "type_uid": int(deed.of) * 100 + deed.activity,
        "severity_id": int(severity(record, deed)),
        "message": _message(record),
        "unmapped": told.words(record),
    }
    if deed.name:
        found["activity_name"] = deed.name
    if (repeated := told.number(record, "repeated")) is not None:
        found["count"] = repeated
    return found | _judged(record) | _reason(record)


def status(record: Record, deed: Deed) -> dict[str, int]:
    """Whether it succeeded; findings have another field of this name."""
    return {"status_id": _FAILURE if fails(record, deed) else _SUCCESS}


def fails(record: Record, deed: Deed) -> bool:
    """Whether it was refused or came to nothing."""
    return deed.failed or record.kind is Kind.REFUSAL or told.outcome(record) in ("refused", "failed")


def severity(record: Record, deed: Deed) -> Severity:
    """A refusal or a failure is of some interest; what the table says may be graver."""
    return max(deed.grave, Severity.LOW if fails(record, deed) else Severity.INFORMATIONAL)


def _metadata(record: Record) -> dict[str, Any]:
    intent = record.index if record.kind is Kind.INTENT else told.number(record, "intent")
    found: dict[str, Any] = {
        "uid": str(record.index),
        "version": SCHEMA_VERSION,
        "product": {"name": PRODUCT, "vendor_name": PRODUCT, "version": __version__},
        "log_name": "access log",
        "original_time": stamp(record.time),
        "profiles": [PROFILE],
    }
    return found if intent is None else {**found, "correlation_uid": str(intent)}


def _message(record: Record) -> str:
    ended = told.outcome(record)
    return f"{operation(record.action)}: {ended}" if ended else operation(record.action)


def _judged(record: Record) -> dict[str, int]:
    match told.outcome(record):
        case "admitted":
            said = _ALLOWED
        case "refused":
            said = _DENIED
        case _:
            return {}
    return {"action_id": said, "disposition_id": said}


def _reason(record: Record) -> dict[str, str]:
    """The section and its rule, in the words of our own list; what the refusal said may quote the request."""
    section = told.section(record)
    return {} if section is None else {"status_code": section.value, "status_detail": RULES[section]}
