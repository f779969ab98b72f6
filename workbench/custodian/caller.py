"""From a request to the person behind it (464.5.1): token, peer, standing; never the body.

Whoever is turned away here leaves a record: under his or her name where a token vouches for it, else as an
attempt under the operating-system account, or the address, that it came from.
"""

from __future__ import annotations

import hmac
import os
from typing import Annotated, Any

from fastapi import Depends, Request

from workbench.accesslog.record import digest
from workbench.custodian.accounts import account_of, person_behind
from workbench.custodian.attempts import Attempt
from workbench.custodian.peer import UNIX
from workbench.custodian.services import Services
from workbench.custodian.stepups import Question
from workbench.errors import Refused, SignInRequired, StepUpRequired, WorkbenchError
from workbench.policy.caller import Caller
from workbench.policy.roles import GRANTS, Role
from workbench.wire.base import Message

PREFIX = "/v1"
"""Every route's path begins with it; a route itself knows only the rest."""
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


def address(request: Request) -> str:
    """Where a request came from, in words."""
    uid = peer(request)
    return f"uid {uid}" if uid is not None else (request.client.host if request.client else "")


def client(request: Request) -> dict[str, Any]:
    """Where a request came from, as a record keeps it: the operating system's word for it, not the caller's."""
    uid = peer(request)
    known = {"uid": uid, "account": account_of(uid)} if uid is not None else {}
    return {"address": address(request), **known}


def asked(request: Request) -> str:
    """The route, without what the caller filled in."""
    return PREFIX + str(getattr(request.scope.get("route"), "path_format", ""))


def turned_away(request: Request, rooms: Services, action: str, error: WorkbenchError, user: str = "") -> None:
    """Put an attempt that nobody vouches for on record, or count it."""
    uid = peer(request)
    known = user or (person_behind(uid, rooms.settings) if uid is not None else "") or "unknown"
    rooms.attempts.refused(Attempt(action, known, asked(request), address(request)), error, client(request))


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() in ("token", "bearer") else ""


def establish(request: Request, rooms: Services, *, fresh: bool) -> Caller:
    """The caller; raises ``SignInRequired``, ``Refused`` (464.5.2) or ``HubUnavailable``.

    A mismatch of token and operating-system user is recorded each time: it is an attempt to use another's login.
    """
    uid = peer(request)
    try:
        if uid is None and not rooms.over_network:
            raise SignInRequired("The call did not come over the custodian's socket.", section="464.10(a)")
        user = rooms.identity.identify(_token(request), fresh=fresh)
    except SignInRequired as error:
        turned_away(request, rooms, "signin.refused", error)
        raise
    if uid is not None and not (user.may_assent and uid == rooms.edge_uid):
        try:
            rooms.peer_check(uid, user.username)
        except Refused as error:
            rooms.gate.event(
                "signin.mismatch",
                user.username,
                rooms.settings.agency.organisation,
                {"outcome": "refused", "section": error.section, "asked": asked(request), "client": client(request)},
            )
            raise
    demand_not_suspended(request, rooms, user.username)
    return Caller(
        username=user.username,
        organisation=rooms.settings.agency.organisation,
        roles=user.roles,
        operations=user.operations | rooms.registers.delegations.held(user.username, rooms.gate.now()),
        standing=rooms.registers.training.standing(user.username),
        sources=rooms.registers.sources.granted(user.username),
        address=address(request),
        may_assent=user.may_assent and (uid is None or uid == rooms.edge_uid),
    )


def demand_not_suspended(request: Request, rooms: Services, username: str) -> None:
    """Turn away whoever is suspended, on record (464.3.1)."""
    if rooms.registers.people.suspended(username):
        error = Refused(
            "Your access was suspended by the ALPR administrator.", how="Ask the administrator.", section="464.3.1"
        )
        turned_away(request, rooms, "person.turned-away", error, username)
        raise error


def from_edge(request: Request, rooms: Services, caller: Caller | None = None) -> None:
    """Return when the edge is at the other end, and its page the caller's; else raise ``Refused`` (464.10(a)).

    The process alone does not tell: without isolation a kernel runs under the edge's own user. The
    refusal is on record first: somebody's kernel tried what only a signed-in page or a device may.
    """
    at_edge = peer(request) is not None and peer(request) == rooms.edge_uid
    if at_edge and (caller is None or caller.may_assent):
        return
    error = Refused(
        "This can only be done on a signed-in page, not from a kernel.",
        how="Open the page in your browser.",
        section="464.10(a)",
    )
    if caller is None:
        turned_away(request, rooms, "page.refused", error)
        raise error
    rooms.gate.event(
        "page.refused",
        caller.username,
        caller.organisation,
        {"outcome": "refused", "section": error.section, "asked": asked(request), "client": client(request)},
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


def from_hub(request: Request, rooms: Services) -> None:
    """Return when it is the Hub that reports, by its secret and its account; raise ``Refused`` otherwise."""
    uid, secret = peer(request), request.headers.get("X-ALPR-Hub-Secret", "")
    told = hmac.compare_digest(secret.encode(), rooms.hub_secret.encode())
    if told and uid in (None, rooms.hub_uid):
        return
    error = Refused("Only the Hub may report sign-ins.", how="Nothing is to be done here by hand.", section="464.5.1")
    turned_away(request, rooms, "hub.forged", error)
    raise error


def from_operator(request: Request, rooms: Services) -> None:
    """Return when the custodian's own OS user or root is at the other end of the socket; else raise ``Refused``."""
    if peer(request) in (0, os.geteuid()):
        return
    error = Refused(
        "Only the operator may do this, as the custodian's OS user.",
        how="Use the workbench command on the custodian's machine, with sudo.",
        section="464.10(a)",
    )
    turned_away(request, rooms, "operator.refused", error)
    raise error


def from_monitoring(request: Request, rooms: Services) -> None:
    """Return when the monitoring shows its own credential, which opens nothing else; else raise ``SignInRequired``."""
    shown, kept = _token(request), rooms.metrics_token
    if kept and hmac.compare_digest(shown.encode(), kept.encode()):
        return
    error = SignInRequired(
        "Figures are for the monitoring alone.", how="Show its credential, see docs/operating.md.", section="464.10(a)"
    )
    turned_away(request, rooms, "metrics.refused", error)
    raise error


def device(request: Request, rooms: Services) -> Caller:
    """The device behind ``name:secret``; raises ``SignInRequired`` (464.9) for any that isn't known."""
    from_edge(request, rooms)
    name, _, secret = request.headers.get("X-ALPR-Device", "").partition(":")
    known = rooms.registers.devices.check(name, secret)
    if known is None:
        error = SignInRequired(
            "This device is not known here.", how="Ask the ALPR administrator for a credential.", section="464.9"
        )
        # What stands in the name's place may be a secret: only the names of devices are recorded.
        named = f"device:{name}" if rooms.registers.devices.enrolled(name) else ""
        turned_away(request, rooms, "device.refused", error, named)
        raise error
    return Caller(
        username=f"device:{known.name}",
        organisation=rooms.settings.agency.organisation,
        roles=frozenset({Role.DEVICE}),
        operations=GRANTS[Role.DEVICE],
        sources=frozenset({known.source}),
        address="edge",
    )
