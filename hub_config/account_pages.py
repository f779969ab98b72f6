"""The page of one's own account (464.5.1, 464.5.2): sign-ins, password, codes, and a way out when others know them."""

from __future__ import annotations

import asyncio
from typing import Any
from zoneinfo import ZoneInfo

from jupyterhub.handlers.base import BaseHandler
from tornado import web

from hub_config import passwords, whence
from hub_config.authenticator import WorkbenchAuthenticator
from hub_config.sessions import end_sessions
from workbench.wire.page import PAGE_HEADERS, by_hand, content_policy


class OwnPage(BaseHandler):  # type: ignore[misc]
    """A page without scripts, which no other page may frame or keep."""

    @property
    def judge(self) -> WorkbenchAuthenticator:
        """Who judges passwords here."""
        found: WorkbenchAuthenticator = self.authenticator
        return found

    async def show(self, template: str, **shown: Any) -> None:
        """Answer with the template."""
        page = await self.render_template(template, xsrf=self.xsrf_token.decode("ascii"), **shown)
        headers = PAGE_HEADERS | {"Content-Security-Policy": content_policy()}
        for name, value in headers.items():
            self.set_header(name, value)
        self.finish(page)

    def demand_by_hand(self) -> None:
        """403 where the browser says that a script sent the form."""
        if not by_hand(self.request.headers):
            raise web.HTTPError(403, "This form has to be sent from its page, by hand.")


class AccountHandler(OwnPage):
    """What the account is, and where it was signed in."""

    @web.authenticated
    async def get(self) -> None:
        """Roles, codes, the latest sign-ins."""
        name = self.current_user.name
        account = await self.judge.register(self.judge.sign_in.accounts.get, name)
        if account is None:
            raise web.HTTPError(403)
        await self.show(
            "account.html",
            account=account,
            roles=sorted(account.roles),
            provided=await self.judge.register(self.judge.provided.is_there, name),
            left=await self.judge.register(self.judge.sign_in.second.left, name),
            sign_ins=await self.judge.register(self.judge.sign_ins.of, name),
            zone=ZoneInfo(self.settings["template_vars"]["time_zone"]),
            here=whence.address(self.request),
        )


class CompromisedHandler(OwnPage):
    """Somebody else may know the password: nothing that it opened stays open, and it opens nothing more (464.5.2)."""

    @web.authenticated
    async def get(self) -> None:
        """What is going to happen, and the button."""
        await self.show("compromised.html", done=False)

    @web.authenticated
    async def post(self) -> None:
        """Replace the password by one that nobody knows, then end every session; the administrator is told by it."""
        self.demand_by_hand()
        user = self.current_user
        await self.judge.on_record(self, "password-compromised", user.name)
        unknown = await asyncio.to_thread(passwords.generated)
        await self.judge.register(self.judge.sign_in.close, user.name, unknown)
        await end_sessions(self, user, self.judge.events)
        self.clear_login_cookie()
        await self.show("compromised.html", done=True)
