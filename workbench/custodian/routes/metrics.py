"""What is measured, for the monitoring (464.6, 464.10(a)): numbers in Prometheus' text format."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Response

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Monitoring
from workbench.custodian.measures import CONTENT_TYPE
from workbench.custodian.standing import standing

router = APIRouter(dependencies=[Monitoring])


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(rooms: Rooms) -> Response:
    """Counts, durations and how the parts stand; no plate, narrative, case or person."""
    return Response(rooms.measures.text(partial(standing, rooms)), media_type=CONTENT_TYPE)
