"""Whether the custodian stands (464.10); says nothing about reads and asks for no sign-in."""

from __future__ import annotations

from fastapi import APIRouter

from workbench import __version__
from workbench.custodian.caller import Rooms

router = APIRouter()


@router.get("/health")
def health(rooms: Rooms) -> dict[str, str | int]:
    """Version and the size of the access log; no plate, no name."""
    return {"status": "ok", "version": __version__, "records": rooms.gate.records()}
