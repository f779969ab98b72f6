"""What ``/openapi.json`` tells besides the routes: every error is a problem (RFC 9457), and who is let in by what.

A route's door (464.10(a)) says which credential it asks for; health and schema ask for none.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from workbench.custodian import doors
from workbench.wire.base import Problem

PROBLEM = "application/problem+json"
ERRORS = {
    400: "The request can't be read.",
    401: "Nobody is known by this credential.",
    403: "The policy refuses it; the refusal is on record.",
    404: "There is no such thing, or none that the caller may know of.",
    409: "It was called off.",
    413: "The request is too large.",
    422: "What was given can't be used.",
    503: "Something that the answer depends on can't be reached; nothing was released.",
}
"""What each status of an error says."""
_HEADERS = {
    "person": "Authorization",
    "monitoring": "Authorization",
    "hub": "X-ALPR-Hub-Secret",
    "device": "X-ALPR-Device",
}
_BY_DOOR: dict[doors.Door, str] = {
    doors.person: "person",
    doors.person_now: "person",
    doors.page: "person",
    doors.page_now: "person",
    doors.hub: "hub",
    doors.device: "device",
    doors.monitoring: "monitoring",
}
"""Edge and operator are told by the socket that they come over, which no header says."""


def described(app: FastAPI) -> None:
    """Let the schema of this application tell errors and credentials as they are."""

    def schema() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _schema(app)
        return app.openapi_schema

    app.openapi = schema  # type: ignore[method-assign]


def _schema(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, routes=app.routes)
    parts = made.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema()
    parts["securitySchemes"] = {
        name: {"type": "apiKey", "in": "header", "name": header} for name, header in _HEADERS.items()
    }
    credentials = _credentials(app)
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            asked = credentials.get((path, method), [])
            if asked:
                operation["security"] = [{name: []} for name in asked]
            _errors(operation["responses"])
    return made


def _errors(responses: dict[str, Any]) -> None:
    responses.pop("422", None)
    for status, said in ERRORS.items():
        problem = {"description": said, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        responses.setdefault(str(status), problem)


def _credentials(app: FastAPI) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for route in iter_route_contexts(app.routes):
        names = sorted({_BY_DOOR[door] for door in doors.doors_of(route) if door in _BY_DOOR})
        for method in getattr(route, "methods", None) or ():
            found[str(getattr(route, "path", "")), method.lower()] = names
    return found
