"""Whether the custodian stands, and whether it can do its work (464.10); neither says anything of reads or people."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from workbench import __version__
from workbench.custodian.caller import Rooms
from workbench.custodian.standing import low

router = APIRouter()


@router.get("/health")
def health(rooms: Rooms) -> dict[str, str | int]:
    """Version and the size of the access log; no plate, no name."""
    return {"status": "ok", "version": __version__, "records": rooms.gate.records()}


@router.get("/ready", responses={503: {"description": "Something can't do its work."}})
def ready(rooms: Rooms) -> JSONResponse:
    """Which parts can't do their work (503 when any can't), and which should be seen to; names of a closed list."""
    wanting = sorted(rooms.readiness.wanting())
    told = {"status": "not ready" if wanting else "ready", "wanting": wanting, "low": sorted(low(rooms))}
    return JSONResponse(told, status_code=503 if wanting else 200)
