"""What the Hub writes down for the operator (464.10): as the services do, and nothing that a caller typed.

The Hub's own code, and the framework's, put addresses with their queries, headers, and names that were typed, which may
be passwords, into messages. Of what is said while a request is handled, words that were filled in are left out.
"""

from __future__ import annotations

import logging
from typing import Any

from jupyterhub.metrics import prometheus_log_method
from tornado.log import access_log
from tornado.web import RequestHandler

from workbench.logs import OneLine

_HANDLING = (
    "/tornado/",
    "/jupyterhub/handlers/",
    "/jupyterhub/apihandlers/",
    "/jupyterhub/auth.py",
    "/jupyterhub/oauth/",
    "/oauthlib/",
)
_LEFT_OUT = "…"
_SLOW = 1.0
"""Seconds after which an answer is told in any case."""


class HubLine(OneLine):
    """A line of the Hub's."""

    service = "hub"

    def said(self, record: logging.LogRecord) -> str:
        """The message; of one made while a request is handled the template, with numbers alone filled in."""
        if not self.handling(record):
            return super().said(record)
        where = f"{'/'.join(record.pathname.split('/')[-2:])}:{record.lineno}"
        if not record.args:
            return f"({where})"
        given = record.args if isinstance(record.args, tuple) else (record.args,)
        kept = tuple(each if isinstance(each, int | float) else _LEFT_OUT for each in given)
        try:
            words = str(record.msg) % kept
        except (TypeError, ValueError):
            words = ""
        return f"{words} ({where})".partition("\n")[0].strip()

    def handling(self, record: logging.LogRecord) -> bool:
        """Whether it was made while a request is handled."""
        return any(part in record.pathname for part in _HANDLING)


class ServerLine(HubLine):
    """A line of a person's server: whatever it says may hold what was typed."""

    service = "server"

    def handling(self, record: logging.LogRecord) -> bool:  # noqa: ARG002 - every one
        """Always."""
        return True


def log_request(handler: RequestHandler) -> None:
    """Status, the handler's name, who, and milliseconds; neither path nor query, which are the caller's words."""
    status, seconds = handler.get_status(), handler.request.request_time()
    prometheus_log_method(handler)
    level = logging.DEBUG if status < 400 and seconds < _SLOW else logging.INFO if status < 500 else logging.ERROR
    method = handler.request.method if handler.request.method in handler.SUPPORTED_METHODS else "other"
    who = _who(handler)
    LOG.log(level, "%d %s %s %s %.0f ms", status, method, type(handler).__name__, who, 1000 * seconds)


LOG = logging.getLogger(f"{access_log.name}.requests")


def _who(handler: RequestHandler) -> str:
    user: Any = getattr(handler, "_jupyterhub_user", None)
    return str(getattr(user, "name", "") or "nobody")
