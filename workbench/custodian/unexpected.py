"""What nobody foresaw, told without its words (464.10): the text of an unexpected error may hold a plate.

A layer of its own, below the framework's: that one answers and raises again, and the server then writes the whole
error into its log. From here nothing is raised on.
"""

from __future__ import annotations

import asyncio
import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbench.custodian.problems import answer
from workbench.errors import StoreUnavailable

_log = logging.getLogger(__name__)


def tell(error: BaseException, where: str) -> None:
    """Write kind and place into the operator's log; the place is of our code, never a value."""
    bare = RuntimeError(type(error).__name__).with_traceback(error.__traceback__)
    _log.error("unexpected %s in %s", type(error).__name__, where, exc_info=bare)


class Unexpected:
    """Answers 503 where nothing was sent yet; an answer that was begun is cut off, which the client notices."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        begun = False

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noticed)
        except (asyncio.CancelledError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - a panic of the columnar engine is no Exception
            tell(error, "a request")
            if not begun and scope["type"] == "http":
                await answer(_sorry())(scope, receive, send)


def _sorry() -> StoreUnavailable:
    return StoreUnavailable(
        "Something went wrong in the data service; nothing was released.",
        how="Try again; if it lasts, tell the operator the time of this message.",
    )
