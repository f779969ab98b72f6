"""One record of the access log as it goes out, and the version of the schema that it follows (464.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

SCHEMA_VERSION = "1.8.0"
"""Of the Open Cybersecurity Schema Framework (OCSF), https://schema.ocsf.io."""


class Class(IntEnum):
    """The classes of OCSF that are used."""

    FINDING = 2004
    AUTHENTICATION = 3002
    API = 6003
    DATASTORE = 6005


class Severity(IntEnum):
    """``severity_id`` of OCSF."""

    INFORMATIONAL = 1
    LOW = 2
    MEDIUM = 3
    HIGH = 4
    CRITICAL = 5


@dataclass(frozen=True, slots=True)
class Event:
    """``index`` and ``time`` (UTC) are the record's; ``text`` is one line of JSON in ASCII, without its end."""

    index: int
    time: datetime
    of: Class
    severity: Severity
    text: bytes
