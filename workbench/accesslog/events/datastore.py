"""Datastore Activity (OCSF 6005): looks at reads, hits, lists and the log, and changes of them (464.5, 464.9)."""

from __future__ import annotations

from typing import Any

from workbench.accesslog.events import told
from workbench.accesslog.events.actions import Deed
from workbench.accesslog.events.head import head, status
from workbench.accesslog.record import Record

_DATABASE, _OTHER = 1, 99


def datastore(record: Record, deed: Deed, organisation: str) -> dict[str, Any]:
    """Who did what to which of the stores; never what was asked or found."""
    return {
        **head(record, deed),
        **status(record, deed),
        "type_id": _DATABASE,
        "database": {"name": deed.at, "type_id": _OTHER},
        "actor": {"user": told.person(record, organisation)},
        "src_endpoint": told.endpoint(record),
    }
