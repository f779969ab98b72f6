"""What an alert says (464.7(g)): that a hit waits, and where to look; plate and place only where they are wanted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from workbench.prose.shown import one_line
from workbench.store.registers.alerts import Alert
from workbench.wire.hits import Hit

WAITS = "A hit waits. Open the workbench to look at it; verify it through CLETS before anybody acts on it (464.7(g))."


@dataclass(frozen=True, slots=True)
class Message:
    """One alert in both forms; ``key`` is the same at each attempt."""

    key: str
    subject: str
    text: str
    body: bytes
    """JSON in UTF-8."""


def message(agency: str, alert: Alert, record: int, at: datetime, hit: Hit | None, zone: str) -> Message:
    """The alert; ``hit`` only where an alert may name it. ``record`` is the one it goes out under."""
    said = {
        "kind": "alpr.hit",
        "alert": alert.key,
        "agency": agency,
        "recipient": alert.recipient,
        "hit": alert.hit,
        "record": record,
        "sent": at.isoformat(),
        "message": WAITS,
    }
    lines = [WAITS, "", f"Hit {alert.hit}, record {record} of the access log of {agency}."]
    if hit is not None:
        named = _named(hit, zone)
        said |= {"verified": False, **named}
        lines += ["", *(f"{name.replace('_', ' ')}: {one_line(value)}" for name, value in named.items())]
    body = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    return Message(alert.key, f"ALPR: hit {alert.hit} waits", "\n".join([*lines, ""]), body)


def _named(hit: Hit, zone: str) -> dict[str, str]:
    there = hit.time.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
    return {
        "plate": hit.plate,
        "state": hit.state or "",
        "listed_plate": hit.listed_plate,
        "listed_state": hit.listed_state or "",
        "reason": hit.reason,
        "list": hit.hotlist,
        "case_number": hit.case_number,
        "camera": hit.camera,
        "read_at": there,
        "mark": hit.mark,
    }
