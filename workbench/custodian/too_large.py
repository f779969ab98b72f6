"""A request that is too large is told so like every other error (464.5): as a problem, not in the framework's words.

The framework bounds a body below our handlers and, where the length was announced, puts an answer of its own in the
place of whatever was said. The attempt is on record before that (``unusable``).
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbench.custodian.problems import answer, too_large

PROBLEM = "application/problem+json"


class TooLarge:
    """Replaces what the framework says of a body that is too large; lets everything else pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        replaced = False

        async def told(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _of_the_framework(message):
                replaced = True
                await answer(too_large(), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)(scope, receive, send)
            elif not replaced:
                await send(message)

        await self._app(scope, receive, told)


def _of_the_framework(start: Message) -> bool:
    kind = Headers(raw=start.get("headers", [])).get("Content-Type", "")
    return start["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and not kind.startswith(PROBLEM)
