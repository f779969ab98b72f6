"""Every error as an answer (RFC 9457), in the words that it was raised with (464.5: a refusal names its section)."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from workbench.custodian.methods import methods_at
from workbench.custodian.unusable import on_record
from workbench.errors import BadInput, NotFound, WorkbenchError
from workbench.wire.problems import to_problem

_log = logging.getLogger(__name__)
_HOW = "Send a JSON message of less than a megabyte."


def told_as_problems(app: FastAPI) -> None:
    """Tell our own errors, and requests that can't be read, as problems; the latter are attempts on record."""
    app.add_exception_handler(WorkbenchError, _workbench_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _not_http)


def answer(error: WorkbenchError, status: int | None = None) -> JSONResponse:
    """The error as it travels; ``status`` where HTTP has a better one than the error's own."""
    told = to_problem(error)
    told = told.model_copy(update={"status": status or told.status})
    return JSONResponse(told.model_dump(mode="json"), status_code=told.status, media_type="application/problem+json")


def too_large() -> BadInput:
    """What is said of a body above the bound of its route."""
    return BadInput("The request is too large.", how=_HOW)


async def _workbench_error(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, WorkbenchError):
        raise error
    return _told(error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    # What was given is not repeated: it may be a plate, and this answer may end up in a log.
    faults = [(".".join(str(part) for part in fault["loc"][1:]), fault["msg"]) for fault in error.errors()]
    where = ", ".join(name for name, _ in faults)
    told = "; ".join(f"{name or 'the request'}: {message}" for name, message in faults)
    bad = BadInput(f"{told}.", where=where, how="Correct the named fields and send it again.")
    return _told(await on_record(request, bad, error.body))


async def _not_http(request: Request, error: Exception) -> JSONResponse:
    """What the framework itself refuses: no such route or method, a body that is too large or can't be read."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code in (404, 405):
        told = answer(NotFound("There is nothing of that name here.", how="See /openapi.json."), error.status_code)
        if error.status_code == 405:
            told.headers["Allow"] = ", ".join(methods_at(request))
        return told
    bad = too_large() if error.status_code == 413 else BadInput("The request can't be read.", how=_HOW)
    refused = await on_record(request, bad, {"bytes": request.headers.get("Content-Length", "not told")})
    return _told(refused, error.status_code if refused is bad else None)


def _told(error: WorkbenchError, status: int | None = None) -> JSONResponse:
    if error.diagnostic:
        _log.warning("%s: %s", error.kind, error.diagnostic)
    return answer(error, status)
