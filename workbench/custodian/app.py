"""The custodian's HTTP: routes put together, and every error told as a problem (RFC 9457)."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from workbench import __version__
from workbench.custodian.routes import (
    administration,
    assents,
    edge,
    health,
    hub,
    ingest,
    log,
    me,
    purposes,
    search,
    standing_purposes,
    training,
)
from workbench.custodian.services import Services
from workbench.errors import BadInput, StoreUnavailable, WorkbenchError
from workbench.wire.base import Problem
from workbench.wire.problems import to_problem

_log = logging.getLogger(__name__)


def build(services: Services) -> FastAPI:
    """The application over these services; OpenAPI schema at ``/openapi.json``, no pages that call outside."""
    app = FastAPI(title="ALPR custodian", version=__version__, docs_url=None, redoc_url=None)
    app.state.services = services
    for module in (
        health,
        me,
        purposes,
        standing_purposes,
        search,
        log,
        ingest,
        training,
        assents,
        administration,
        hub,
        edge,
    ):
        app.include_router(module.router, prefix="/v1")
    app.add_exception_handler(WorkbenchError, _workbench_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unexpected)
    return app


def _answer(told: Problem) -> JSONResponse:
    return JSONResponse(told.model_dump(mode="json"), status_code=told.status, media_type="application/problem+json")


async def _workbench_error(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, WorkbenchError):
        raise error
    if error.diagnostic:
        _log.warning("%s: %s", error.kind, error.diagnostic)
    return _answer(to_problem(error))


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    # What was given is not repeated: it may be a plate, and this answer may end up in a log.
    faults = [(".".join(str(part) for part in fault["loc"][1:]), fault["msg"]) for fault in error.errors()]
    where = ", ".join(name for name, _ in faults)
    told = "; ".join(f"{name or 'the request'}: {message}" for name, message in faults)
    return _answer(to_problem(BadInput(told, where=where, how="Correct the named fields and send it again.")))


async def _unexpected(_request: Request, error: Exception) -> JSONResponse:
    # Type and place only: the text of an unexpected error may hold a plate.
    _log.error("unexpected %s", type(error).__name__, exc_info=_bare(error))
    return _answer(
        to_problem(
            StoreUnavailable(
                "Something went wrong in the data service; nothing was released.",
                how="Try again; if it lasts, tell the operator the time of this message.",
            )
        )
    )


def _bare(error: Exception) -> Exception:
    bare = RuntimeError(type(error).__name__)
    return bare.with_traceback(error.__traceback__)
