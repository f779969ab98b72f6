"""Requests that can't be used are attempts too (464.5): who sent them, and what, cut short, is on record."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from workbench.accesslog.given import cut
from workbench.custodian.caller import asked, services
from workbench.custodian.doors import doors_of
from workbench.errors import BadInput, WorkbenchError
from workbench.gate import Request as Asked
from workbench.policy.roles import Operation


async def on_record(request: Request, error: BadInput, sent: object) -> WorkbenchError:
    """The error to tell, after its record: this one, or that of a door that lets nobody in."""
    try:
        return await run_in_threadpool(_recorded, request, error, sent)
    except WorkbenchError as instead:
        return instead


def _recorded(request: Request, error: BadInput, sent: object) -> BadInput:
    rooms = services(request)
    for door in doors_of(request.scope.get("route")):
        # A body that is no JSON is found out before the door was asked.
        if (caller := door(request, rooms)) is not None:
            elements = cut(sent)
            elements = elements if isinstance(elements, Mapping) else {"sent": elements}
            return rooms.gate.unusable(caller, None, Asked(_action(request), Operation.DECLARE, elements), error)
    return error


def _action(request: Request) -> str:
    """As the room names it, where the route is named after it: ``/v1/search/plates`` is ``search.plates``."""
    parts = asked(request).split("/")[2:]
    return ".".join(part for part in parts if part and not part.startswith("{"))
