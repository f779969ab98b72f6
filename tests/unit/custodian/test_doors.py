"""Every route of the custodian has one door (464.10(a)): a new one is classed here, or this fails."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.routing import RouteContext, iter_route_contexts

from workbench.custodian.app import build
from workbench.custodian.doors import doors_of

pytestmark = pytest.mark.section("464.10(a)", "464.2")

NOBODY: Any = None
"""The routes are looked at, not called."""

DOORS = {
    "GET /openapi.json": "open",
    "GET /v1/health": "open",
    "GET /v1/ready": "open",
    "GET /v1/metrics": "monitoring",
    "GET /v1/me": "person",
    "POST /v1/purposes": "person_now",
    "GET /v1/purposes": "person",
    "POST /v1/purposes/{purpose_id}/continue": "person_now",
    "GET /v1/purposes/{purpose_id}": "person",
    "DELETE /v1/purposes/{purpose_id}": "person",
    "GET /v1/cameras": "person",
    "GET /v1/saved-searches": "person",
    "POST /v1/saved-searches": "person_now",
    "POST /v1/saved-searches/forget": "person_now",
    "GET /v1/audits": "person",
    "POST /v1/audits/announce": "person_now",
    "POST /v1/audits/announce-foreign": "person_now",
    "POST /v1/audits/draw": "person_now",
    "POST /v1/audits/rows": "person",
    "POST /v1/audits/review": "person_now",
    "POST /v1/audits/standing": "person",
    "POST /v1/audits/findings": "person_now",
    "POST /v1/audits/findings/decide": "person_now",
    "POST /v1/audits/queue": "person",
    "POST /v1/audits/report": "person_now",
    "POST /v1/search/plates": "person",
    "POST /v1/search/canvass": "person",
    "POST /v1/search/vehicle": "person",
    "POST /v1/search/convoy": "person",
    "POST /v1/search/places": "person",
    "POST /v1/search/gaps": "person",
    "POST /v1/search/base-rates": "person",
    "POST /v1/exports/reads": "person_now",
    "GET /v1/queries/{query_id}": "person",
    "DELETE /v1/queries/{query_id}": "person",
    "POST /v1/hits/page": "person",
    "POST /v1/hits/verify": "person_now",
    "POST /v1/images": "person",
    "POST /v1/reviews": "person_now",
    "POST /v1/reviews/queue": "person",
    "POST /v1/reviews/undo": "person_now",
    "POST /v1/hits/withdraw": "person_now",
    "POST /v1/hits/follow": "person",
    "POST /v1/hits/news": "person",
    "POST /v1/hotlists/list": "person",
    "POST /v1/hotlists/retire": "person_now",
    "POST /v1/hotlists/install": "person_now",
    "POST /v1/hotlists/preview": "person",
    "POST /v1/hotlists/entries": "person",
    "POST /v1/hotlists/enter": "person_now",
    "POST /v1/hotlists/withdraw": "person_now",
    "POST /v1/log/entries": "person",
    "GET /v1/log/receipts/{record}": "person",
    "POST /v1/log/export": "person_now",
    "POST /v1/ingest/batches": "person",
    "POST /v1/photographs/batches": "person",
    "GET /v1/photographs/batches": "person",
    "GET /v1/photographs/batches/{batch_id}": "person",
    "POST /v1/photographs/batches/{batch_id}/files": "person",
    "POST /v1/photographs/batches/{batch_id}/close": "person",
    "POST /v1/photographs/batches/{batch_id}/cancel": "person",
    "POST /v1/photographs/batches/{batch_id}/list": "person",
    "POST /v1/photographs/batches/{batch_id}/complete": "person",
    "GET /v1/training/progress": "person",
    "POST /v1/training/modules": "person",
    "POST /v1/training/quiz": "person",
    "POST /v1/training/exercise": "person",
    "POST /v1/training/misuse": "person",
    "POST /v1/training/acknowledge": "person",
    "GET /v1/training/trainees": "person",
    "GET /v1/training/news": "person",
    "GET /v1/training/sessions": "person",
    "POST /v1/training/sessions": "person_now",
    "POST /v1/training/sessions/roster": "person_now",
    "POST /v1/training/sessions/close": "person_now",
    "GET /v1/training/sandbox": "person",
    "GET /v1/training/certificates/{number}": "person",
    "POST /v1/training/register": "person_now",
    "POST /v1/training/sign-off/{username}": "page_now",
    "GET /v1/assents": "page",
    "POST /v1/assents/answer": "page_now",
    "POST /v1/assents/break": "page_now",
    "GET /v1/administration": "page_now",
    "GET /v1/administration/programme": "person",
    "GET /v1/administration/lists": "person",
    "POST /v1/administration/cameras": "person_now",
    "POST /v1/administration/watch": "person_now",
    "POST /v1/administration/watch/remove": "person_now",
    "POST /v1/administration/cases": "person_now",
    "POST /v1/administration/lexicons": "person_now",
    "GET /v1/administration/configuration": "person",
    "POST /v1/administration/people/suspend": "page_now",
    "POST /v1/administration/people/readmit": "page_now",
    "POST /v1/administration/delegations": "page_now",
    "POST /v1/administration/delegations/end": "page_now",
    "POST /v1/administration/sources": "page_now",
    "POST /v1/administration/devices": "page_now",
    "POST /v1/administration/devices/revoke": "page_now",
    "GET /v1/holds": "person_now",
    "POST /v1/holds": "person_now",
    "POST /v1/holds/review": "person_now",
    "POST /v1/holds/lift": "person_now",
    "POST /v1/log/shred/preview": "person_now",
    "POST /v1/log/shred": "person_now",
    "GET /v1/log/shred": "person_now",
    "POST /v1/purges/preview": "person_now",
    "POST /v1/purges": "person_now",
    "GET /v1/purges": "person_now",
    "GET /v1/sharing": "person_now",
    "POST /v1/sharing/releases": "person_now",
    "POST /v1/sharing/releases/close": "person_now",
    "POST /v1/sharing/agreements": "person_now",
    "POST /v1/sharing/agreements/end": "person_now",
    "GET /v1/breaches": "person_now",
    "POST /v1/breaches": "person_now",
    "POST /v1/breaches/scope": "person_now",
    "POST /v1/breaches/notices": "person_now",
    "POST /v1/breaches/finish": "person_now",
    "GET /v1/publications": "person_now",
    "POST /v1/publications/draft": "person_now",
    "POST /v1/publications": "person_now",
    "POST /v1/publications/policies": "person_now",
    "GET /v1/decisions": "page",
    "POST /v1/decisions": "page_now",
    "POST /v1/hub/events": "hub",
    "GET /v1/hub/step-ups/{step_up}": "hub",
    "POST /v1/hub/step-ups/{step_up}": "hub",
    "POST /v1/backups/taken": "operator",
    "POST /v1/backups/ended": "operator",
    "POST /v1/backups/drilled": "operator",
    "POST /v1/edge/ingest": "device",
    "GET /v1/public": "edge",
}


def _named(route: RouteContext) -> str:
    (method,) = set(route.methods or ()) - {"HEAD"}
    return f"{method} {route.path}"


def _door(route: RouteContext) -> str:
    found = doors_of(route.original_route)
    assert len(found) <= 1, f"{_named(route)} has several doors"
    return found[0].__name__ if found else "open"


def test_every_route_has_the_door_that_it_is_to_have() -> None:
    routes = list(iter_route_contexts(build(NOBODY).routes))
    assert {_named(route): _door(route) for route in routes} == DOORS
    assert len(routes) == len(DOORS)


def test_the_schema_names_no_route_that_is_not_classed() -> None:
    described = build(NOBODY).openapi()["paths"]
    named = {f"{method.upper()} {path}" for path, methods in described.items() for method in methods}
    assert named == DOORS.keys() - {"GET /openapi.json"}


def test_the_schema_tells_every_error_as_a_problem_and_who_is_let_in_by_what() -> None:
    schema = build(NOBODY).openapi()
    asked = {"person": "person", "person_now": "person", "page": "person", "page_now": "person", "device": "device"}
    asked |= {"hub": "hub", "monitoring": "monitoring"}
    assert "HTTPValidationError" not in schema["components"]["schemas"]
    for route, door in DOORS.items():
        method, path = route.split()
        if path not in schema["paths"]:
            continue
        operation = schema["paths"][path][method.lower()]
        assert operation.get("security", []) == ([{asked[door]: []}] if door in asked else []), route
        for status in ("401", "403", "404", "422"):
            problem = operation["responses"][status]["content"]["application/problem+json"]["schema"]
            assert problem == {"$ref": "#/components/schemas/Problem"}, route
