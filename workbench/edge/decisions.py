"""The page of decisions (464.8 to 464.11): what somebody entered, and another administrator approves or refuses."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Form, Request, Response

from workbench.edge.edge import Edge
from workbench.edge.link import ToldError
from workbench.edge.sessions import Session

_WORDS = {"glass": ("found justified", "found not justified")}
"""How an entry's yes and no are called, where it is not approved or refused."""


def decisions(app: FastAPI, edge: Edge) -> None:
    """The page, and the form for each entry on it."""
    path = edge.hub.prefix + "decisions"

    async def show(session: Session, told: str = "") -> Response:
        rows = await edge.link.get("/decisions", session.token)
        return edge.page("decisions.html", rows=rows, session=session, told=told, after="")

    @app.get(path)
    async def waiting(request: Request) -> Response:
        """Everything that waits for a decision."""
        session = edge.session(request)
        return edge.to_sign_in(request) if session is None else await show(session)

    @app.post(path)
    async def decide(
        request: Request,
        number: Annotated[int, Form()],
        approved: Annotated[str, Form()],
        form_key: Annotated[str, Form()],
        reason: Annotated[str, Form()] = "",
        kind: Annotated[str, Form()] = "",
    ) -> Response:
        """Yes or no; the custodian records it before it counts."""
        session = edge.signed_form(request, form_key)
        said = {"number": number, "approved": approved == "yes", "reason": reason}

        async def done(_: None) -> Response:
            yes, no = _WORDS.get(kind, ("approved", "refused"))
            words = f"Entry {number} is {yes if said['approved'] else no}."
            try:
                return await show(session, words)
            except ToldError as refused:  # whoever put a policy in force acknowledges it before the next look, too
                after = f"{refused.message} {refused.how}".strip()
                return edge.page("decisions.html", rows=[], session=session, told=words, after=after)

        return await edge.send(session, "/decisions", said, done)
