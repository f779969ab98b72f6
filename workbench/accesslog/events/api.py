"""API Activity (OCSF 6003): purposes, assents, training, accounts and administration (464.3.1, 464.5, 464.12)."""

from __future__ import annotations

from typing import Any

from workbench.accesslog.events import told
from workbench.accesslog.events.actions import Deed, operation
from workbench.accesslog.events.head import head, status
from workbench.accesslog.record import Record


def api(record: Record, deed: Deed, organisation: str) -> dict[str, Any]:
    """Who did which act; never the words of it."""
    return {
        **head(record, deed),
        **status(record, deed),
        "api": {"operation": operation(record.action), "service": {"name": deed.at}},
        "actor": {"user": told.person(record, organisation)},
        "src_endpoint": told.endpoint(record),
    }
