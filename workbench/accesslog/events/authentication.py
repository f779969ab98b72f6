"""Authentication (OCSF 3002): sign-ins, their failures, locks, and attempts under no or another's login (464.5.1)."""

from __future__ import annotations

from typing import Any

from workbench.accesslog.events import told
from workbench.accesslog.events.actions import Deed
from workbench.accesslog.events.head import PRODUCT, head, status
from workbench.accesslog.record import Record


def authentication(record: Record, deed: Deed, organisation: str) -> dict[str, Any]:
    """Who signed in or out, or was turned away."""
    return {
        **head(record, deed),
        **status(record, deed),
        "user": told.person(record, organisation),
        "service": {"name": PRODUCT},
        "src_endpoint": told.endpoint(record),
    }
