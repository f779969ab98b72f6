"""The edge's pages and its one door for devices (464.8, 464.9, 464.10(b), 464.12)."""

from __future__ import annotations

import logging
from typing import Annotated, Any

from fastapi import FastAPI, Form, Header, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from workbench.edge.link import Link, ToldError
from workbench.edge.sessions import Session, Sessions
from workbench.edge.signin import HubClient
from workbench.errors import BadInput, SignInRequired, WorkbenchError
from workbench.settings import Settings

COOKIE = "alpr-edge"
NONCE = "alpr-edge-signin"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_log = logging.getLogger(__name__)


class Edge:
    """The handlers, with what they need: the custodian's line, the Hub's client, the sessions."""

    def __init__(self, settings: Settings, hub: HubClient, link: Link) -> None:
        self.settings = settings
        self.hub = hub
        self.link = link
        self.sessions = Sessions()
        self.pages = Environment(
            loader=PackageLoader("workbench.edge"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
        )

    def page(self, name: str, status: int = 200, **shown: Any) -> HTMLResponse:
        """A page from its template; everything in it is escaped."""
        text = self.pages.get_template(name).render(
            prefix=self.hub.prefix,
            hub=self.hub.hub_prefix,
            agency=self.settings.agency.name,
            isolated=self.settings.isolation.enforced,
            **shown,
        )
        return HTMLResponse(text, status_code=status, headers=_HEADERS)

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
        """The session behind a form; raises ``SignInRequired`` or ``BadInput`` for one from another page."""
        session = self.session(request)
        if session is None:
            raise SignInRequired("Your page has expired.", how="Open it again and repeat.", section="464.5.1")
        if not session.form_ok(form_key):
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

    def _cookie(self, answer: Response, name: str, value: str) -> None:
        answer.set_cookie(name, value, path=self.hub.prefix, httponly=True, samesite="lax", max_age=900)


def build(settings: Settings, hub: HubClient, link: Link) -> FastAPI:
    """The edge's application; no schema and no documentation pages are served."""
    edge = Edge(settings, hub, link)
    app = FastAPI(title="ALPR edge", openapi_url=None, docs_url=None, redoc_url=None)
    _public(app, edge)
    _questions(app, edge)
    _sign_off(app, edge)
    _administration(app, edge)

    @app.exception_handler(WorkbenchError)
    async def told(request: Request, error: WorkbenchError) -> Response:
        """An error as a page for people, as a problem for devices."""
        problem = error.problem if isinstance(error, ToldError) else None
        status = problem.status if problem else error.status
        if request.url.path.endswith("/ingest"):
            shown = (
                problem.model_dump(mode="json")
                if problem
                else {"kind": error.kind, "title": error.message, "status": status, "how": error.how}
            )
            return JSONResponse(shown, status_code=status, media_type="application/problem+json")
        if error.diagnostic:
            _log.warning("%s: %s", error.kind, error.diagnostic)
        return edge.page("error.html", status, message=error.message, how=error.how, section=error.section)

    return app


def _public(app: FastAPI, edge: Edge) -> None:
    prefix = edge.hub.prefix

    @app.get(f"{prefix}public")
    async def public() -> HTMLResponse:
        """The agency's policy, for anybody (464.8)."""
        return edge.page("public.html", policy=await edge.link.get("/public"))

    @app.get(f"{prefix}health")
    async def health() -> dict[str, str]:
        """Whether the edge stands."""
        return {"status": "ok"}

    @app.post(f"{prefix}ingest")
    async def ingest(
        request: Request, x_alpr_offer: Annotated[str, Header()], x_alpr_device: Annotated[str, Header()]
    ) -> JSONResponse:
        """A device's batch, streamed through; the receipt is all that comes back (464.9)."""
        receipt = await edge.link.hand_over(x_alpr_offer, x_alpr_device, request.stream())
        return JSONResponse(receipt, status_code=201)

    @app.get(edge.hub.callback)
    async def callback(request: Request, code: str = "", state: str = "") -> Response:
        """The browser comes back from the Hub."""
        return await edge.finish_sign_in(request, code, state)


def _questions(app: FastAPI, edge: Edge) -> None:
    prefix = edge.hub.prefix

    @app.get(prefix)
    @app.get(f"{prefix}assents")
    async def questions(request: Request) -> Response:
        """Everything that waits for this person's word."""
        return await show(request, "")

    @app.get(prefix + "assents/{assent}")
    async def question(request: Request, assent: str) -> Response:
        """One question."""
        return await show(request, assent)

    async def show(request: Request, assent: str) -> Response:
        session = edge.session(request)
        if session is None:
            return edge.to_sign_in(request)
        rows = await edge.link.get("/assents", session.token)
        if assent:
            rows = [row for row in rows if row["assent"] == assent]
        return edge.page("assents.html", rows=rows, session=session, one=bool(assent))

    @app.post(f"{prefix}assents")
    async def answer(
        request: Request,
        assent: Annotated[str, Form()],
        granted: Annotated[str, Form()],
        form_key: Annotated[str, Form()],
        note: Annotated[str, Form()] = "",
    ) -> Response:
        """Yes or no; the custodian records it before it counts."""
        session = edge.signed_form(request, form_key)
        said = {"assent": assent, "granted": granted == "yes", "note": note}
        await edge.link.post("/assents/answer", session.token, said)
        return edge.page("done.html", granted=granted == "yes", session=session, what="search")


def _administration(app: FastAPI, edge: Edge) -> None:
    path = edge.hub.prefix + "administration"

    async def show(session: Session, told: str = "", credential: str = "") -> Response:
        shown = await edge.link.get("/administration", session.token)
        return edge.page("administration.html", shown=shown, session=session, told=told, credential=credential)

    @app.get(path)
    async def overview(request: Request) -> Response:
        """What an administrator grants here."""
        session = edge.session(request)
        return edge.to_sign_in(request) if session is None else await show(session)

    @app.post(f"{path}/sources")
    async def sources(
        request: Request,
        username: Annotated[str, Form()],
        source: Annotated[str, Form()],
        granted: Annotated[str, Form()],
        form_key: Annotated[str, Form()],
    ) -> Response:
        """Grant a source of data, or take it back (464.7(f))."""
        session = edge.signed_form(request, form_key)
        said = {"username": username, "source": source, "granted": granted == "yes"}
        await edge.link.post("/administration/sources", session.token, said)
        return await show(session, f"{source} {'granted to' if said['granted'] else 'taken back from'} {username}.")

    @app.post(f"{path}/devices")
    async def devices(
        request: Request,
        name: Annotated[str, Form()],
        source: Annotated[str, Form()],
        form_key: Annotated[str, Form()],
        camera: Annotated[str, Form()] = "",
    ) -> Response:
        """Enrol a camera or vehicle; its credential is shown once (464.9)."""
        session = edge.signed_form(request, form_key)
        said = {"name": name, "source": source, "camera": camera}
        added = await edge.link.post("/administration/devices", session.token, said)
        return await show(session, f"{name} is enrolled for {source}.", added["credential"])


def _sign_off(app: FastAPI, edge: Edge) -> None:
    path = edge.hub.prefix + "sign-off/{username}"

    @app.get(path)
    async def ask(request: Request, username: str) -> Response:
        """What the trainee has done, and the question."""
        session = edge.session(request)
        if session is None:
            return edge.to_sign_in(request)
        trainees = await edge.link.get("/training/trainees", session.token)
        row = next((row for row in trainees if row["username"] == username), None)
        if row is None:
            raise BadInput(f"Nobody called {username} is in training.", how="Look at the list of trainees.")
        return edge.page("sign_off.html", row=row, session=session)

    @app.post(path)
    async def sign_off(request: Request, username: str, form_key: Annotated[str, Form()]) -> Response:
        """Sign the trainee off under the trainer's own name (464.12)."""
        session = edge.signed_form(request, form_key)
        await edge.link.post(f"/training/sign-off/{username}", session.token)
        return edge.page("done.html", granted=True, session=session, what="sign-off")
