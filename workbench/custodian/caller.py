"""From a request to the person behind it (464.5.1): token, peer, standing; never the body."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from workbench.accesslog.record import digest
from workbench.custodian.peer import UNIX
from workbench.custodian.services import Services
from workbench.custodian.stepups import Question
from workbench.errors import Refused, SignInRequired, StepUpRequired
from workbench.policy.caller import Caller
from workbench.wire.base import Message

STEP_UP = "X-ALPR-Step-Up"
"""The header that names a confirmation by password."""


def services(request: Request) -> Services:
    """What the composition root put together."""
    found = request.app.state.services
    if not isinstance(found, Services):
        raise TypeError("the custodian was started without its services")
    return found


Rooms = Annotated[Services, Depends(services)]


def peer(request: Request) -> int | None:
    """The uid at the other end of the Unix socket; None over a network."""
    if request.client is not None and request.client.host == UNIX:
        return request.client.port
    return None


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() in ("token", "bearer") else ""


def establish(request: Request, rooms: Services, *, fresh: bool) -> Caller:
    """The caller; raises ``SignInRequired``, ``Refused`` (464.5.2) or ``HubUnavailable``.

    A mismatch of token and operating-system user is recorded: it is an attempt to use another's login.
    """
    user = rooms.identity.identify(_token(request), fresh=fresh)
    uid = peer(request)
    address = f"uid {uid}" if uid is not None else (request.client.host if request.client else "")
    if uid is None and not rooms.over_network:
        raise SignInRequired("The call did not come over the custodian's socket.", section="464.10(a)")
    if uid is not None and not (user.may_assent and uid == rooms.edge_uid):
        try:
            rooms.peer_check(uid, user.username)
        except Refused as error:
            rooms.gate.event(
                "signin.mismatch",
                user.username,
                rooms.settings.agency.organisation,
                {"outcome": "refused", "section": error.section, "client": {"address": address}},
            )
            raise
    return Caller(
        username=user.username,
        organisation=rooms.settings.agency.organisation,
        roles=user.roles,
        operations=user.operations,
        standing=rooms.registers.training.standing(user.username),
        sources=rooms.registers.sources.granted(user.username),
        address=address,
        may_assent=user.may_assent and (uid is None or uid == rooms.edge_uid),
    )


def from_edge(request: Request, rooms: Services, caller: Caller | None = None) -> None:
    """Return when the edge is at the other end, and its page the caller's; else raise ``Refused`` (464.10(a)).

    The process alone does not tell: without isolation a kernel runs under the edge's own user. With a caller the
    refusal is recorded first: somebody's kernel tried what only a signed-in page may.
    """
    at_edge = peer(request) is not None and peer(request) == rooms.edge_uid
    if at_edge and (caller is None or caller.may_assent):
        return
    error = Refused(
        "This can only be done on a signed-in page, not from a kernel.",
        how="Open the page in your browser.",
        section="464.10(a)",
    )
    if caller is not None:
        rooms.gate.event(
            "page.refused",
            caller.username,
            caller.organisation,
            {
                "outcome": "refused",
                "section": error.section,
                "asked": request.url.path,
                "client": {"address": caller.address},
            },
        )
    raise error


def stepped_up(request: Request, rooms: Services, caller: Caller, said: Message | None, question: Question) -> int:
    """The record of the confirmation of exactly this request; ``StepUpRequired`` where there is none yet."""
    now = rooms.gate.now()
    bound = digest(
        {
            "user": caller.username,
            "path": request.url.path,
            "said": said.model_dump(mode="json") if said else {},
            "title": question.title,
            "details": dict(question.details),
        }
    )
    record = rooms.step_ups.take(request.headers.get(STEP_UP, ""), caller.username, bound, now)
    if record is not None:
        return record
    step_up = rooms.step_ups.ask(caller.username, bound, question, now)
    raise StepUpRequired(
        "Your password is needed for this.",
        assent=step_up,
        page=f"/hub/step-up?step_up={step_up}",
        how="Type it on the sign-in service's own page.",
        section="464.5.1",
    )


def person(request: Request, rooms: Rooms) -> Caller:
    """The caller, as the Hub knew him or her within the last ten seconds."""
    return establish(request, rooms, fresh=False)


def person_now(request: Request, rooms: Rooms) -> Caller:
    """The caller, as the Hub knows him or her at this moment."""
    return establish(request, rooms, fresh=True)


Person = Annotated[Caller, Depends(person)]
PersonNow = Annotated[Caller, Depends(person_now)]
