"""Which methods there are where somebody asked for another (RFC 9110, 15.5.6): those of every route of that name.

The framework tells those of the first route alone.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import iter_route_contexts


def methods_at(request: Request) -> list[str]:
    """Methods by which something answers at this path, sorted."""
    there = [route for route in iter_route_contexts(request.app.routes) if route.methods]
    answering = [route for route in there if route.path_regex.match(request.scope["path"])]
    return sorted({method for route in answering for method in route.methods or ()})
