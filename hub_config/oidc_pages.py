"""To the agency's identity provider and back (464.5.1): signing in there, and signing in there anew for one thing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NoReturn
from urllib.parse import quote

from tornado import web
from tornado.httputil import url_concat

from hub_config.account_pages import OwnPage
from hub_config.authenticator import NOBODY
from hub_config.flows import LASTS, Flow
from hub_config.oidc import Person, Provider
from workbench.errors import Refused, Unavailable

COOKIE = "alpr-provider"
LOST = "a sign-in that was not begun in this browser, was finished already, or is older than ten minutes"
NOT_BEGUN = f"Not signed in: this was {LOST}. Begin again at the sign-in page."


class ProviderPage(OwnPage):
    """A page that leads to the provider, or that the provider leads to."""

    @property
    def provider(self) -> Provider:
        """The provider; 404 where none is configured."""
        if self.judge.provider is None:
            raise web.HTTPError(404)
        return self.judge.provider

    async def lead_there(self, flow: Flow) -> None:
        """Send the browser to the provider with a word in a cookie of its own, which comes back with it."""
        try:
            address = await self.provider.address(flow)
        except Unavailable as error:
            self.log.error("the identity provider: %s", error.diagnostic)
            raise web.HTTPError(503, str(error)) from error
        self.judge.flows.begin(flow)
        self.set_cookie(
            COOKIE,
            flow.browser,
            path=f"{self.hub.base_url}provider",
            httponly=True,
            secure=self.request.protocol == "https",
            samesite="Lax",  # comes along when the provider sends the browser back, unlike the Hub's own
            max_age=int(LASTS.total_seconds()),
        )
        await self.lead_on(address, self.judge.oidc.name)

    async def lead_on(self, address: str, where: str) -> None:
        """Go on from a page of this origin: the Hub's cookies come along only then, and no policy on forms stops it."""
        await self.show("lead-on.html", address=address, where=where)


class ToProviderHandler(ProviderPage):
    """From the sign-in page to the provider."""

    async def post(self) -> None:
        """Begin a sign-in."""
        self.demand_by_hand()
        self.judge.demand_acknowledged(self.get_body_argument("acknowledged", ""))
        await self.lead_there(Flow(datetime.now(UTC), back=self.get_query_argument("next", "")))


class BackHandler(ProviderPage):
    """Where the provider sends people back to, and nowhere else."""

    async def get(self) -> None:
        """Check all that it says, then sign in, or go on to what the person was asked anew for."""
        try:
            await self._back()
        except web.HTTPError as error:
            self.set_status(error.status_code)
            await self.show("not-signed-in.html", problem=error.log_message or "")

    async def _back(self) -> None:
        provider, flow = self.provider, await self._flow()
        act = "step-up" if flow.person else "signin"
        person = await self._person(provider, flow, act)
        if flow.person:
            await self._asked_anew(flow, person)
            return
        await self.login_user(person)
        self.request.arguments["next"] = [flow.back.encode()]
        await self.lead_on(self.get_next_url(self.find_user(person.name)), "your workbench")

    def append_query_parameters(self, url: str, exclude: list[str] | None = None) -> str:  # noqa: ARG002 - the Hub's
        """Nothing of what the provider sent along goes further."""
        return url

    async def _flow(self) -> Flow:
        cookie = self.get_cookie(COOKIE, "") or ""
        flow = self.judge.flows.take(self.get_argument("state", ""), cookie, datetime.now(UTC))
        self.clear_cookie(COOKIE, path=f"{self.hub.base_url}provider")
        if flow is None:
            await self._refuse(NOBODY, LOST, "signin", NOT_BEGUN)
        return flow

    async def _person(self, provider: Provider, flow: Flow, act: str) -> Person:
        whose = flow.person or NOBODY
        if self.get_argument("iss", provider.settings.issuer) != provider.settings.issuer:  # RFC 9207
            await self._refuse(whose, "the answer is another issuer's (iss)", act, NOT_BEGUN)
        if (code := self.get_argument("code", "")) == "":
            said = "Not signed in: the identity provider sent you back without signing you in."
            await self._refuse(whose, "the provider sent back without a code", act, said)
        try:
            return await provider.person(flow, code, datetime.now(UTC))
        except Refused as error:
            self.log.warning("the identity provider's word was refused: %s", error.diagnostic or error)
            await self._refuse(whose, str(error), act, str(error))
        except Unavailable as error:
            self.log.error("the identity provider: %s", error.diagnostic)
            raise web.HTTPError(503, str(error)) from error

    async def _asked_anew(self, flow: Flow, person: Person) -> None:
        if person.name != flow.person:
            await self.judge.refuse(self, flow.person, "somebody else signed in anew", "step-up")
        await self.judge.known_there(self, person, "step-up")
        proof = self.judge.flows.prove(flow, datetime.now(UTC))
        await self.lead_on(url_concat(flow.back, {"proof": proof}), "what you are about to do")

    async def _refuse(self, name: str, reason: str, act: str, said: str) -> NoReturn:
        """Record it, then say what was wrong: nothing of it helps whoever tries."""
        try:
            await self.judge.refuse(self, name, reason, act)
        except web.HTTPError as error:
            raise web.HTTPError(error.status_code, said if error.status_code == 403 else error.log_message) from error


def anew(person: str, purpose: str, page: str) -> Flow:
    """A flow that asks a person anew for one thing, and comes back to a page of the Hub's."""
    back = f"{page}?step_up={quote(purpose, safe='')}"
    return Flow(datetime.now(UTC), back=back, person=person, purpose=purpose)
