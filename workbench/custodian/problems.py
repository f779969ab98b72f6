"""Every error as an answer (RFC 9457), in the words that it was raised with (464.5: a refusal names its section)."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from workbench.errors import BadInput, WorkbenchError
from workbench.wire.problems import to_problem

_log = logging.getLogger(__name__)


def told_as_problems(app: FastAPI) -> None:
    """Tell our own errors, and requests that can't be read, as problems."""
    app.add_exception_handler(WorkbenchError, _workbench_error)
    app.add_exception_handler(RequestValidationError, _invalid)


def answer(error: WorkbenchError) -> JSONResponse:
    """The error as it travels."""
    told = to_problem(error)
    return JSONResponse(told.model_dump(mode="json"), status_code=told.status, media_type="application/problem+json")


async def _workbench_error(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, WorkbenchError):
        raise error
    if error.diagnostic:
        _log.warning("%s: %s", error.kind, error.diagnostic)
    return answer(error)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    # What was given is not repeated: it may be a plate, and this answer may end up in a log.
    faults = [(".".join(str(part) for part in fault["loc"][1:]), fault["msg"]) for fault in error.errors()]
    where = ", ".join(name for name, _ in faults)
    told = "; ".join(f"{name or 'the request'}: {message}" for name, message in faults)
    return answer(BadInput(told, where=where, how="Correct the named fields and send it again."))
