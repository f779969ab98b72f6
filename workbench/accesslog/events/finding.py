"""Detection Finding (OCSF 2004): what the log itself found out of order (464.6, 464.10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.accesslog.events import told
from workbench.accesslog.events.actions import DIFFERS, LATE, Deed, operation
from workbench.accesslog.events.head import head
from workbench.accesslog.record import Record

_NEW, _RULE = 1, 1
_TITLES = {
    DIFFERS: "Access log, reads of the store and events differ",
    LATE: "Events of the access log do not reach their receiver",
    "log.witness-silent": "A witness does not see the access log",
    "log.witness-refused": "A witness refuses the access log",
    "log.witness-conflict": "A witness saw another access log under the same name",
}
_COUNTS = {DIFFERS: "differences", LATE: "waiting"}
"""Where each keeps its counts."""


def finding(record: Record, deed: Deed, _organisation: str) -> dict[str, Any]:
    """What the custodian found, with its counts."""
    found = head(record, deed)
    found["unmapped"] |= _counts(record)
    return {
        **found,
        "status_id": _NEW,
        "is_alert": True,
        "finding_info": {
            "uid": f"{operation(record.action)}-{record.index}",
            "title": _TITLES.get(record.action, operation(record.action)),
            "created_time": found["time"],
            "analytic": {"name": operation(record.action), "type_id": _RULE},
        },
    }


def _counts(record: Record) -> dict[str, int]:
    counts = record.body.get(_COUNTS.get(record.action, ""))
    if not isinstance(counts, Mapping):
        return {}
    return {name: number for name in COUNTED if (number := told.whole(counts.get(name))) is not None}


COUNTED = (
    "reads_without_intent",
    "reads_no_longer_counted",
    "intents_without_answer",
    "intents_released_twice",
    "results_without_intent",
    "leaves_without_event",
    "leaves_with_several_events",
    "events_without_leaf",
    "events_altered",
    "events_unsent",
)
"""The names of counts that may go out; ``reconcile`` and the alarm use these."""
