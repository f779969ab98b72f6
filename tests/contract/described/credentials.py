"""Who calls which operation: by the operation's own door, as whoever may do most there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fastapi.routing import iter_route_contexts

from workbench.custodian import doors
from workbench.custodian.app import build

NOBODY: Any = None
"""The routes are looked at, not called."""
ADMINISTRATORS = re.compile(
    r"/v1/(administration|assents|audits|breaches|decisions|holds|hotlists|log|publications|purges|sharing|ingest)"
)
TRAINERS = re.compile(r"/v1/training/(trainees|sessions|sandbox|register|sign-off)")
STORES = re.compile(r"/v1/(search|exports)")
"""Where a purpose of the training store finds reads here."""
PAGES = (doors.page, doors.page_now)


def person_of(path: str) -> str:
    """``ANALYST``, ``ADMINISTRATOR`` or ``TRAINER``."""
    return "ADMINISTRATOR" if ADMINISTRATORS.match(path) else "TRAINER" if TRAINERS.match(path) else "ANALYST"


def configured() -> Iterator[str]:
    """Lines of schemathesis' configuration for each operation that a person calls or the monitoring does."""
    for route in iter_route_contexts(build(NOBODY).routes):
        (door,) = doors.doors_of(route) or (None,)
        path = str(getattr(route, "path", ""))
        who = person_of(path) + ("_ON_PAGE" if door in PAGES else "")
        if door in (doors.person, doors.person_now, *PAGES):
            token, purpose = f"token ${{ALPR_{who}}}", "LEARNING" if STORES.match(path) else person_of(path)
        elif door is doors.monitoring:
            token, purpose = "Bearer ${ALPR_MONITORING}", "ANALYST"
        else:
            continue
        for method in getattr(route, "methods", None) or ():
            yield f"""
[[operations]]
include-name = "{method} {path}"
headers = {{ Authorization = "{token}" }}
parameters = {{ "body.purpose_id" = "${{ALPR_PURPOSE_{purpose}}}" }}
"""
