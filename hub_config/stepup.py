"""The page that asks for the password again (464.5.1, 464.10(b)): for one thing, which stands beside the field.

Signed in is not enough here: a script in the person's own pages is signed in too. It knows no password.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from jupyterhub.handlers.base import BaseHandler
from tornado import web

from hub_config import whence
from hub_config.authenticator import WorkbenchAuthenticator
from hub_config.oidc_pages import ProviderPage, anew
from hub_config.signin import Verdict
from workbench.errors import LogUnavailable
from workbench.wire.page import EDGE, PAGE_HEADERS, by_hand, content_policy
from workbench.wire.stepup import StepUp

NOT_CONFIRMED = (
    "Not confirmed. Check the password and, if you have enrolled one, the one-time code: a code counts once. "
    "Five failures within fifteen minutes close this page and sign-in for fifteen minutes."
)
NOT_ANEW = "Not confirmed: you have to sign in anew for exactly this, and confirm it within two minutes. Do that now."
GONE = "Nothing waits for your password here: it was confirmed already, or is older than five minutes. Do it again."


class StepUpHandler(ProviderPage):
    """Shows what is to be confirmed; the right password is recorded, and then that counts once.

    Whose account the identity provider opens signs in there anew instead, and confirms what stands here after that.
    """

    page = "step-up"
    nothing = ""
    """The Hub's page for whoever does nothing; empty for the edge's."""

    @property
    def edge_url(self) -> str:
        """Where browsers reach the edge."""
        return f"{self.judge.edge_origin}{EDGE}"

    def _page_headers(self) -> None:
        headers = PAGE_HEADERS | {"Content-Security-Policy": content_policy(self.judge.edge_origin)}
        for name, value in headers.items():
            self.set_header(name, value)

    @web.authenticated
    async def get(self) -> None:
        """The question, and the field for the password."""
        await self._form(await self._question(), "")

    @web.authenticated
    async def post(self) -> None:
        """Judge the password; then on to the edge, which does what was confirmed."""
        if not by_hand(self.request.headers):
            raise web.HTTPError(403, "This form has to be sent from its page, by hand.")
        question = await self._question()
        if await self._provided() and not self.get_body_argument("proof", ""):
            await self.lead_there(anew(question.user, question.step_up, f"{self.hub.base_url}{self.page}"))
            return
        try:
            await self._confirm(question)
        except web.HTTPError as error:
            self.set_status(error.status_code)
            refused = NOT_ANEW if await self._provided() else NOT_CONFIRMED
            await self._form(question, refused if error.status_code == 403 else error.log_message or "")
            return
        await self._confirmed(question)

    async def _confirmed(self, question: StepUp, /) -> None:
        """What follows once it was confirmed."""
        self.redirect(f"{self.edge_url}confirmed/{quote(question.step_up, safe='')}", status=303)

    async def _question(self) -> StepUp:
        """What waits for this person; 404 for anybody else's as for none."""
        try:
            found = await self.judge.events.step_up(self.get_argument("step_up", ""))
        except LogUnavailable as error:
            raise web.HTTPError(503, str(error)) from error
        if found is None or found.user != self.current_user.name:
            raise web.HTTPError(404, GONE)
        return found

    async def _provided(self) -> bool:
        return await self.judge.register(self.judge.provided.is_there, self.current_user.name)

    async def _confirm(self, question: StepUp) -> None:
        await self._judged(question)
        try:
            counted = await self.judge.events.typed(question.step_up, question.user, whence.address(self.request))
        except LogUnavailable as error:
            raise web.HTTPError(503, str(error)) from error
        if not counted:
            raise web.HTTPError(404, GONE)

    async def _judged(self, question: StepUp) -> None:
        """Return when it is the person, for exactly this; 403 on record otherwise."""
        if await self._provided():
            proof = self.get_body_argument("proof", "")
            if not self.judge.flows.spend(proof, question.user, question.step_up, datetime.now(UTC)):
                await self.judge.refuse(self, question.user, "not signed in anew for this", "step-up")
            return
        password = self.get_body_argument("password", "", strip=False)
        code = self.get_body_argument("otp", "")
        detail = {"title": question.title}
        attempt = await self.judge.judge(self, question.user, password, code, act="step-up", detail=detail)
        if attempt.verdict is not Verdict.ADMITTED:
            raise web.HTTPError(403)

    async def _form(self, question: StepUp, problem: str) -> None:
        account = await asyncio.to_thread(self.judge.sign_in.accounts.get, question.user)
        shown: dict[str, Any] = {
            "question": question,
            "problem": problem,
            "code": account is not None and account.totp_secret is not None,
            "page": self.page,
            "provided": await self._provided(),
            "proof": "" if problem else self.get_argument("proof", ""),
            "nothing": f"{self.hub.base_url}{self.nothing}" if self.nothing else f"{self.edge_url}assents",
            "xsrf": self.xsrf_token.decode("ascii"),
        }
        page = await self.render_template("step-up.html", **shown)
        self._page_headers()
        self.finish(page)


class ToEdgeHandler(BaseHandler):  # type: ignore[misc]
    """A path of the edge's on a person's own origin leads to the edge's: links need not know of the domain."""

    async def get(self, path: str) -> None:
        """Go there, if the edge has an origin of its own."""
        authenticator: WorkbenchAuthenticator = self.authenticator
        if not authenticator.edge_origin:
            raise web.HTTPError(404)
        self.redirect(f"{authenticator.edge_origin}{EDGE}{quote(path)}")
