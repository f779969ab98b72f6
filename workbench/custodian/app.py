"""The custodian's HTTP: routes put together, and every error told as a problem (RFC 9457)."""

from __future__ import annotations

import warnings

from fastapi import Depends, FastAPI
from pydantic.warnings import UnsupportedFieldAttributeWarning

from workbench import __version__
from workbench.collection.hotlists.install import LARGEST
from workbench.custodian.caller import PREFIX
from workbench.custodian.described import described
from workbench.custodian.measures import Measured, Measures
from workbench.custodian.nul import no_nul
from workbench.custodian.problems import told_as_problems
from workbench.custodian.routes import (
    administration,
    assents,
    audits,
    backups,
    breaches,
    cameras,
    decisions,
    edge,
    exports,
    health,
    hits,
    hotlists,
    hub,
    images,
    ingest,
    log,
    me,
    metrics,
    movements,
    photographs,
    programme,
    publication,
    purging,
    purposes,
    queries,
    retention,
    reviews,
    saved,
    search,
    sharing,
    standing_purposes,
    stepup,
    training,
)
from workbench.custodian.services import Services
from workbench.custodian.too_large import TooLarge
from workbench.custodian.unexpected import Unexpected

LARGEST_MESSAGE = 2**20
"""Bytes of a request that is no batch."""


def build(services: Services, measures: Measures | None = None) -> FastAPI:
    """The application over these services; OpenAPI schema at ``/openapi.json``, no pages that call outside.

    Requests are counted into ``measures``.
    """
    # FastAPI hides this where a message is built at once; ours are built when they are first used, by any thread.
    warnings.simplefilter("ignore", UnsupportedFieldAttributeWarning)
    app = FastAPI(
        title="ALPR custodian", version=__version__, docs_url=None, redoc_url=None, dependencies=[Depends(no_nul)]
    )
    app.state.services = services
    for module in (
        health,
        metrics,
        me,
        purposes,
        standing_purposes,
        search,
        saved,
        movements,
        exports,
        queries,
        hits,
        reviews,
        images,
        hotlists,
        photographs,
        log,
        training,
        assents,
        administration,
        programme,
        retention,
        cameras,
        audits,
        purging,
        sharing,
        publication,
        breaches,
        decisions,
        hub,
        stepup,
        backups,
    ):
        app.include_router(module.router, prefix=PREFIX, max_body_size=LARGEST_MESSAGE)
    for module in (ingest, edge):
        app.include_router(module.router, prefix=PREFIX)  # the spool bounds a batch, and says so in words
    app.include_router(photographs.files, prefix=PREFIX)
    app.include_router(hotlists.files, prefix=PREFIX, max_body_size=LARGEST)
    told_as_problems(app)
    described(app)
    app.add_middleware(Unexpected)
    app.add_middleware(TooLarge)
    app.add_middleware(Measured, measures=measures or Measures(), prefix=PREFIX)
    return app


def for_monitoring(services: Services) -> FastAPI:
    """What may be asked on the port of the monitoring: whether it stands, and figures for who has the credential."""
    app = FastAPI(title="ALPR figures", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.services = services
    for module in (health, metrics):
        app.include_router(module.router, prefix=PREFIX)
    told_as_problems(app)
    app.add_middleware(Unexpected)
    return app
