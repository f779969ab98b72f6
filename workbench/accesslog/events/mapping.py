"""From a record of the access log to its event (464.6): one class for each, and the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from workbench.accesslog.events.actions import DIFFERS, Deed, deed_of
from workbench.accesslog.events.api import api
from workbench.accesslog.events.authentication import authentication
from workbench.accesslog.events.datastore import datastore
from workbench.accesslog.events.event import Class, Event, Severity
from workbench.accesslog.events.finding import finding
from workbench.accesslog.events.head import severity
from workbench.accesslog.record import Record

_CLASSES: dict[Class, Callable[[Record, Deed, str], dict[str, Any]]] = {
    Class.DATASTORE: datastore,
    Class.AUTHENTICATION: authentication,
    Class.API: api,
    Class.FINDING: finding,
}

_JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Mapper:
    """Makes events; ``organisation`` is the agency's name as it is configured."""

    organisation: str

    def __call__(self, record: Record) -> Event:
        """The event of a record."""
        deed = _deed(record)
        told = _CLASSES[deed.of](record, deed, self.organisation)
        return Event(record.index, record.time, deed.of, severity(record, deed), _JSON(told).encode("ascii"))


def _deed(record: Record) -> Deed:
    """A reconciliation that found a difference is a finding; one that found none is an act like others."""
    deed = deed_of(record.action, record.kind)
    if record.action == DIFFERS and record.body.get("differs") is True:
        return replace(deed, of=Class.FINDING, activity=1, grave=Severity.HIGH)
    return deed
