"""Ending what somebody is signed in to, at once (464.5.2): cookies, tokens, server and kernels.

The register of accounts is changed first; then this; then the custodian is told, so that it can't look anybody
up in between and remember what no longer holds.
"""

from __future__ import annotations

import asyncio
import hmac

from jupyterhub import orm
from jupyterhub.handlers.base import BaseHandler
from jupyterhub.user import User
from tornado import web
from tornado.log import app_log

from hub_config.events import ENDED, HEADER, HubEvents
from workbench.errors import LogUnavailable

PATIENCE = 60.0
"""Seconds that a server may take to start before it is left alone: without its token it can ask for nothing."""


async def end_sessions(handler: BaseHandler, user: User, events: HubEvents) -> None:
    """End everything that this person is signed in to; the custodian is told when it is in force."""
    await end_sign_ins(user, events, "")
    await asyncio.gather(*(_stop(handler, user, name) for name in list(user.spawners)))


async def end_sign_ins(user: User, events: HubEvents, reason: str) -> None:
    """End cookies and tokens, and tell the custodian; a server that runs can ask for nothing more."""
    user.orm_user.cookie_id = orm.new_token()
    for granted in (*user.orm_user.api_tokens, *user.orm_user.oauth_codes):
        user.db.delete(granted)
    user.db.commit()
    try:
        await events.record(ENDED, user.name, "", {"reason": reason} if reason else None)
    except LogUnavailable as error:
        # A custodian that does not answer remembers nobody when it comes back.
        app_log.error("the custodian was not told that %s's sessions ended: %s", user.name, error.diagnostic)


async def _stop(handler: BaseHandler, user: User, server: str) -> None:
    """Stop a server, also one that is only starting."""
    spawner = user.spawners[server]
    starting = spawner._spawn_future  # noqa: SLF001 - the Hub has no other handle on it
    if spawner.pending == "spawn" and starting is not None:
        await asyncio.wait([starting], timeout=PATIENCE)
    if spawner.active and not spawner.pending:
        await handler.stop_single_user(user, server)


class EndSessionsHandler(BaseHandler):  # type: ignore[misc]
    """For ``workbench-account``, which knows the Hub's secret; no browser and no token can ask for it."""

    _accept_cookie_auth = False

    def check_xsrf_cookie(self) -> None:
        """No cookie counts here."""

    async def post(self) -> None:
        """End the sessions of ``username``; nothing is to be done for somebody who never signed in."""
        events: HubEvents = self.authenticator.events
        given = self.request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), events.secret().encode()):
            raise web.HTTPError(403)
        user = self.find_user(self.get_body_argument("username"))
        if user is not None:
            await end_sessions(self, user, events)
        self.set_status(204)
