"""The doors of the custodian (464.10(a)): each route has one of these, and only health and schema have none.

A door says who is calling, or turns away. It looks at the connection and the headers alone, so that it can be
asked also about a request whose body can't be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant

from workbench.custodian import caller
from workbench.custodian.caller import Rooms
from workbench.policy.caller import Caller


def person(request: Request, rooms: Rooms) -> Caller:
    """A person, as the Hub knew him or her within the last ten seconds."""
    return caller.establish(request, rooms, fresh=False)


def person_now(request: Request, rooms: Rooms) -> Caller:
    """A person, as the Hub knows him or her at this moment."""
    return caller.establish(request, rooms, fresh=True)


def page(request: Request, rooms: Rooms) -> Caller:
    """A person on a signed-in page, not in a kernel."""
    found = person(request, rooms)
    caller.from_edge(request, rooms, found)
    return found


def page_now(request: Request, rooms: Rooms) -> Caller:
    """A person on a signed-in page, as the Hub knows him or her at this moment."""
    found = person_now(request, rooms)
    caller.from_edge(request, rooms, found)
    return found


def device(request: Request, rooms: Rooms) -> Caller:
    """A camera or vehicle with its own credential, handed through by the edge."""
    return caller.device(request, rooms)


def edge(request: Request, rooms: Rooms) -> None:
    """The edge itself, for what anybody may see."""
    caller.from_edge(request, rooms)


def hub(request: Request, rooms: Rooms) -> None:
    """The Hub itself."""
    caller.from_hub(request, rooms)


def operator(request: Request, rooms: Rooms) -> None:
    """Whoever keeps the machine, as the custodian's OS user or root."""
    caller.from_operator(request, rooms)


def monitoring(request: Request, rooms: Rooms) -> None:
    """What watches the machine, by a credential that opens this alone."""
    caller.from_monitoring(request, rooms)


Door = Callable[[Request, Rooms], Caller | None]
DOORS: tuple[Door, ...] = (person, person_now, page, page_now, device, edge, hub, operator, monitoring)

Person = Annotated[Caller, Depends(person)]
PersonNow = Annotated[Caller, Depends(person_now)]
Page = Annotated[Caller, Depends(page)]
PageNow = Annotated[Caller, Depends(page_now)]
Device = Annotated[Caller, Depends(device)]
Edge = Depends(edge)
Hub = Depends(hub)
Operator = Depends(operator)
Monitoring = Depends(monitoring)


def doors_of(route: object) -> list[Door]:
    """The doors that a route's request passes; there should be one."""
    dependant = getattr(route, "dependant", None)
    calls = list(_calls(dependant)) if isinstance(dependant, Dependant) else []
    return [door for door in DOORS if door in calls]


def _calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)
