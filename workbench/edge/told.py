"""What went wrong, told as a page to people and as a problem (RFC 9457) to devices (464.9)."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from workbench.edge.edge import Edge
from workbench.edge.link import ToldError
from workbench.errors import AssentRequired, BadInput, NotFound, WorkbenchError
from workbench.wire.base import Problem
from workbench.wire.problems import to_problem

_log = logging.getLogger(__name__)


def told_in_words(app: FastAPI, edge: Edge) -> None:
    """Tell our own errors, calls that lack something, and what is not here."""
    door = f"{edge.hub.prefix}ingest"

    def tell(request: Request, error: WorkbenchError, status: int | None = None) -> Response:
        problem = error.problem if isinstance(error, ToldError) else to_problem(error)
        if error.diagnostic:
            _log.warning("%s: %s", error.kind, error.diagnostic)
        if request.url.path == door:
            return _to_device(problem, status or problem.status)
        waits = problem.kind == AssentRequired.kind
        shown = {"message": error.message, "how": error.how, "section": error.section, "waits": waits}
        return edge.page("error.html", status or problem.status, **shown)

    @app.exception_handler(WorkbenchError)
    async def told(request: Request, error: WorkbenchError) -> Response:
        """An error of ours, or the custodian's."""
        return tell(request, error)

    @app.exception_handler(RequestValidationError)
    async def incomplete(request: Request, error: RequestValidationError) -> Response:
        """A form or a device's call that lacks something; what was given is not repeated."""
        if request.url.path != door:
            return tell(request, BadInput("Something is missing from this form.", how="Open the page again."))
        lacking = ", ".join(str(fault["loc"][-1]).title().replace("Alpr", "ALPR") for fault in error.errors())
        how = "X-ALPR-Device is the device's credential, X-ALPR-Offer the terms of the batch (docs/formats.md)."
        return tell(request, BadInput(f"The call lacks {lacking}.", where=lacking, how=how, section="464.9"))

    @app.exception_handler(HTTPException)
    async def not_here(request: Request, error: HTTPException) -> Response:
        """No such page, or no such way to ask for it."""
        how = "Batches are posted here." if request.url.path == door else "Choose a page from the list above."
        return tell(request, NotFound("There is no such page here.", how=how), error.status_code)


def _to_device(problem: Problem, status: int) -> JSONResponse:
    shown = problem.model_copy(update={"status": status}).model_dump(mode="json")
    return JSONResponse(shown, status_code=status, media_type="application/problem+json")
