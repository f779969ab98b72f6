"""What the edge's pages are made with: templates, sessions, and what waits for a password (464.5.1, 464.10(b))."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from workbench.edge.link import Link, ToldError
from workbench.edge.sessions import Held, Session, Sessions
from workbench.edge.signin import HubClient
from workbench.errors import BadInput, SignInRequired, StepUpRequired
from workbench.settings import Settings
from workbench.wire.page import PAGE_HEADERS, by_hand, content_policy

COOKIE = "alpr-edge"
NONCE = "alpr-edge-signin"


class Edge:
    """What the handlers need: the custodian's line, the Hub's client, the sessions."""

    def __init__(self, settings: Settings, hub: HubClient, link: Link) -> None:
        self.settings = settings
        self.hub = hub
        self.link = link
        self.sessions = Sessions()
        self.headers = PAGE_HEADERS | {"Content-Security-Policy": content_policy(hub.hub_origin)}
        self.pages = Environment(
            loader=PackageLoader("workbench.edge"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
        )

    def page(self, name: str, status: int = 200, **shown: Any) -> HTMLResponse:
        """A page from its template; everything in it is escaped."""
        text = self.pages.get_template(name).render(
            prefix=self.hub.prefix,
            hub=self.hub.hub_origin + self.hub.hub_prefix,
            agency=self.settings.agency.name,
            isolated=self.settings.isolation.enforced,
            **shown,
        )
        return HTMLResponse(text, status_code=status, headers=self.headers)

    def session(self, request: Request) -> Session | None:
        """The browser's session, if it has one."""
        return self.sessions.get(request.cookies.get(COOKIE, ""))

    def to_sign_in(self, request: Request) -> Response:
        """Send the browser to the Hub, and afterwards back to this page."""
        state, began = self.sessions.start(request.url.path)
        answer = RedirectResponse(self.hub.authorize_url(state, began.challenge()), status_code=303)
        self._cookie(answer, NONCE, began.nonce)
        return answer

    def signed_form(self, request: Request, form_key: str) -> Session:
        """The session behind a form; raises ``SignInRequired``, or ``BadInput`` for one that nobody sent by hand."""
        session = self.session(request)
        if session is None:
            raise SignInRequired("Your page has expired.", how="Open it again and repeat.", section="464.5.1")
        if not (session.form_ok(form_key) and by_hand(request.headers)):
            raise BadInput("This form did not come from your own page.", how="Open the page again.")
        return session

    async def finish_sign_in(self, request: Request, code: str, state: str) -> Response:
        """Take the Hub's code, open a session, go on to the page that was asked for."""
        began = self.sessions.finish(state, request.cookies.get(NONCE, ""))
        if began is None:
            raise SignInRequired("The sign-in was not started here.", how="Open the page again.", section="464.5.1")
        username, token = await self.hub.token(code, began.verifier)
        answer = RedirectResponse(began.next_path, status_code=303)
        self._cookie(answer, COOKIE, self.sessions.open(username, token))
        return answer

    async def send(
        self,
        session: Session,
        path: str,
        body: Mapping[str, Any],
        done: Callable[[Any], Awaitable[Response]],
    ) -> Response:
        """Have the custodian do it; where it wants the password first, lead to the Hub's page and hold this."""
        try:
            answer = await self.link.post(path, session.token, body)
        except ToldError as told:
            if told.problem.kind != StepUpRequired.kind:
                raise
            session.hold(told.problem.assent, Held(path, body, done))
            return RedirectResponse(self.hub.step_up_url(told.problem.assent), status_code=303)
        return await done(answer)

    async def confirmed(self, request: Request, step_up: str) -> Response:
        """The browser is back from the Hub's page: do what was held for it, once."""
        session = self.session(request)
        held = session.held.pop(step_up, None) if session else None
        if session is None or held is None:
            raise BadInput("Nothing waits for this confirmation.", how="Open the page again and repeat.")
        return await held.done(await self.link.post(held.path, session.token, held.body, step_up=step_up))

    def _cookie(self, answer: Response, name: str, value: str) -> None:
        answer.set_cookie(name, value, path=self.hub.prefix, httponly=True, samesite="lax", max_age=900)
