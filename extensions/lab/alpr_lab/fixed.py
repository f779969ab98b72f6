"""Extensions and their parts are the operator's (464.10(a)): no person's server adds one or switches one off.

JupyterLab's own handlers answer a change that its read-only manager refuses as an error of the server. This
extension's routes come first, as servers load extensions by name.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web
from tornado.httputil import HTTPServerRequest
from tornado.routing import PathMatches

FIXED = ("lab/api/extensions", "lab/api/plugins")
"""Where JupyterLab takes changes; what is asked with GET stays its own."""


class Posted(PathMatches):
    """A path, for what is posted to it alone."""

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """The path's parts, or None for another path or method."""
        return super().match(request) if request.method == "POST" else None


class FixedHandler(APIHandler):
    """Refuses a change to what the operator installed."""

    @web.authenticated
    def post(self) -> None:
        """403 for everybody."""
        raise web.HTTPError(403, "Extensions of the workbench are installed by its operator; ask him or her.")
