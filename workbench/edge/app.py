"""The edge's pages and its one door for devices (464.8, 464.9, 464.10(b), 464.12)."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import FastAPI, Form, Header, Request, Response
from fastapi.responses import JSONResponse

from workbench.edge.administration import administration
from workbench.edge.decisions import decisions
from workbench.edge.edge import Edge
from workbench.edge.link import Link
from workbench.edge.public import public_pages
from workbench.edge.signin import HubClient
from workbench.edge.told import told_in_words
from workbench.errors import BadInput
from workbench.settings import Settings


def build(settings: Settings, hub: HubClient, link: Link) -> FastAPI:
    """The edge's application; no schema and no documentation pages are served."""
    edge = Edge(settings, hub, link)
    app = FastAPI(title="ALPR edge", openapi_url=None, docs_url=None, redoc_url=None)
    public_pages(app, edge)
    _machines(app, edge)
    _questions(app, edge)
    _sign_off(app, edge)
    decisions(app, edge)
    administration(app, edge)
    told_in_words(app, edge)
    return app


def _machines(app: FastAPI, edge: Edge) -> None:
    prefix = edge.hub.prefix

    @app.get(f"{prefix}health")
    async def health() -> dict[str, str]:
        """Whether the edge stands."""
        return {"status": "ok"}

    @app.post(f"{prefix}ingest")
    async def ingest(
        request: Request, x_alpr_offer: Annotated[str, Header()], x_alpr_device: Annotated[str, Header()]
    ) -> JSONResponse:
        """A device's batch, streamed through; the receipt is all that comes back (464.9)."""
        length = request.headers.get("Content-Length", "")
        receipt = await edge.link.hand_over(x_alpr_offer, x_alpr_device, length, request.stream())
        return JSONResponse(receipt, status_code=201)

    @app.get(edge.hub.callback)
    async def callback(request: Request, code: str = "", state: str = "") -> Response:
        """The browser comes back from the Hub."""
        return await edge.finish_sign_in(request, code, state)

    @app.get(prefix + "confirmed/{step_up}")
    async def confirmed(request: Request, step_up: str) -> Response:
        """The browser comes back from the Hub's page, where the password was typed."""
        return await edge.confirmed(request, step_up)


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

        async def done(_: None) -> Response:
            return edge.page("done.html", granted=said["granted"], what="question")

        return await edge.send(session, "/assents/answer", said, done)

    @app.post(f"{prefix}assents/break")
    async def break_glass(
        request: Request, assent: Annotated[str, Form()], why: Annotated[str, Form()], form_key: Annotated[str, Form()]
    ) -> Response:
        """The asker goes on without the second person."""
        session = edge.signed_form(request, form_key)

        async def done(_: None) -> Response:
            return edge.page("done.html", granted=True, what="glass")

        return await edge.send(session, "/assents/break", {"assent": assent, "why": why}, done)


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

        async def done(_: None) -> Response:
            return edge.page("done.html", granted=True, what="sign-off")

        return await edge.send(session, f"/training/sign-off/{quote(username, safe='')}", {}, done)
