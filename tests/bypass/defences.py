"""What stands in an attacker's way, each with what it is when it does not stand: for controls, not in the product.

A weakness is a list of what to put in the place of what; whoever takes it puts the real thing back.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from signal import SIGKILL
from typing import Any

from fastapi import Request, Response
from starlette.background import BackgroundTask

from workbench.accesslog.record import Kind, Record
from workbench.custodian import accounts, caller, identity, searching
from workbench.custodian.attempts import Attempt, Attempts
from workbench.custodian.routes import administration, assents, me, training
from workbench.errors import LogUnavailable
from workbench.gate import Gate
from workbench.gate import Request as Asked
from workbench.plates import pattern
from workbench.plates.characters import _TWINS
from workbench.policy import access
from workbench.policy.caller import Caller
from workbench.policy.decision import allow
from workbench.policy.purpose import Purpose
from workbench.policy.roles import GRANTS, Operation, Role
from workbench.policy.sections import Section
from workbench.store.registers.devices import Device, Devices
from workbench.store.registers.hits import Hits
from workbench.store.registers.training import TrainingRegister

Patch = tuple[Any, str, Any]
UNRECORDED = -1
"""The index that a record would have which was never written."""


def _not_written(kind: Kind, user: str, action: str) -> Record:
    return Record(UNRECORDED, datetime.now(UTC), kind, user, action, {})


def _purpose() -> list[Patch]:
    """A search needs no purpose."""
    return [(access, "_purpose_missing", lambda *_: None)]


def _own_purpose() -> list[Patch]:
    """Whose purpose it is does not matter."""
    checked = access._purpose_missing

    def anybodys(who: Caller, purpose: Purpose | None, *rest: Any) -> Any:
        return checked(dataclasses.replace(who, username=purpose.username) if purpose else who, purpose, *rest)

    return [(access, "_purpose_missing", anybodys)]


def _open_purpose() -> list[Patch]:
    """A purpose never ends."""
    return [(Purpose, "open_at", lambda *_: True)]


def _peer() -> list[Patch]:
    """The operating system is not asked who is calling."""
    return [(accounts, "_same_person", lambda *_: None)]


def _training() -> list[Patch]:
    """Nobody's training is looked at."""

    def trained(*_: Any) -> Any:
        return allow(Section.TRAINED_ONLY)

    return [(access, "decide_standing", trained), (me, "decide_standing", trained)]


def _training_each_time() -> list[Patch]:
    """Training is looked at once a session, not at each query."""
    looked_up, seen = TrainingRegister.standing, {}

    def remembered(register: TrainingRegister, username: str) -> Any:
        return seen.setdefault(username, looked_up(register, username))

    return [(TrainingRegister, "standing", remembered)]


def _operations() -> list[Patch]:
    """Every role may do everything."""
    described = identity._user
    every = frozenset(Operation)
    return [(identity, "_user", lambda model: dataclasses.replace(described(model), operations=every))]


def _wildcards() -> list[Patch]:
    """A pattern may consist of wildcards."""
    return [(pattern, "_check", lambda *_: None)]


def _alphabet() -> list[Patch]:
    """What a pattern contains goes on to the search as SQL's LIKE would read it."""
    read = pattern._mark
    like = {"%": "*", "_": "?"}
    return [(pattern, "_mark", lambda char, place: like.get(char) or read(char, place))]


def _twins() -> list[Patch]:
    """Letters that only look like a plate's are taken for them, and invisible ones are skipped."""
    read = pattern.canonical

    def folded(char: str) -> str:
        found = _TWINS.get(char) or read(char)
        return found if found.isascii() else ""

    return [(pattern, "canonical", folded)]


def _refresh() -> list[Patch]:
    """The Hub is asked once about a token, and never again."""
    return [(identity, "CACHED_SECONDS", 1e9)]


def _identity() -> list[Patch]:
    """A header may say who is calling."""
    established = caller.establish

    def believed(request: Request, rooms: Any, *, fresh: bool) -> Caller:
        found = established(request, rooms, fresh=fresh)
        name = request.headers.get("X-Forwarded-User")
        if not name:
            return found
        role = Role.ADMINISTRATOR
        return dataclasses.replace(found, username=name, roles=frozenset({role}), operations=GRANTS[role])

    return [(caller, "establish", believed)]


def _page() -> list[Patch]:
    """A question may be answered from anywhere, with any token and without a password."""
    established = caller.establish

    def anywhere(request: Request, rooms: Any, *, fresh: bool) -> Caller:
        return dataclasses.replace(established(request, rooms, fresh=fresh), may_assent=True)

    return [(caller, "from_edge", lambda *_: None), *_step_up(), (caller, "establish", anywhere)]


def _step_up() -> list[Patch]:
    """Whoever is signed in need not type the password again."""
    return [(room, "stepped_up", lambda *_: UNRECORDED) for room in (assents, training, administration)]


def _hub() -> list[Patch]:
    """Whoever reports a sign-in is believed."""
    return [(caller, "from_hub", lambda *_: None)]


def _device() -> list[Patch]:
    """A device need not prove who it is."""
    return [(Devices, "check", lambda _, name, __: Device(name, "department", ""))]


def _told_once() -> list[Patch]:
    """Each attempt without a sign-in is a record of its own."""

    def each(attempts: Attempts, attempt: Attempt, error: Any, client: Any) -> None:
        told = {"outcome": "refused", "section": error.section, "asked": attempt.asked, "client": client}
        attempts._gate.event(attempt.action, attempt.user, attempts._organisation, told)

    return [(Attempts, "refused", each)]


def _unusable() -> list[Patch]:
    """What can't be used is answered and forgotten."""
    return [(Gate, "unusable", lambda *parts: parts[-1])]


def _revocation() -> list[Patch]:
    """Whoever proved once who it is is remembered."""
    check, known = Devices.check, {}  # type: ignore[var-annotated]

    def remembered(devices: Devices, name: str, secret: str) -> Device | None:
        found = check(devices, name, secret) or known.get((name, secret))
        return known.setdefault((name, secret), found) if found else None

    return [(Devices, "check", remembered)]


def _exact_approval() -> list[Patch]:
    """An approval is of the person, not of the exact search."""
    return [(Asked, "digest", lambda _, who, __: f"anything of {who.username}")]


def _log_first() -> list[Patch]:
    """A record that can't be written holds nothing up."""
    appended = Gate._append

    def hopeful(gate: Gate, kind: Kind, who: Caller, purpose: Any, asked: Asked, outcome: Any) -> Record:
        with suppress(LogUnavailable):
            return appended(gate, kind, who, purpose, asked, outcome)
        return _not_written(kind, who.username, asked.action)

    return [(Gate, "_append", hopeful)]


def _killed(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), SIGKILL)


def _kill_before_release() -> list[Patch]:
    """All defences stand; the custodian dies when the answer is found and its record not yet written."""
    return [(Gate, "release", _killed)]


def _kill_before_sending() -> list[Patch]:
    """All defences stand; the custodian dies when the record is written and the answer not yet sent."""
    return [(searching, "pack", _killed)]


def _kill_before_hits() -> list[Patch]:
    """All defences stand; the custodian dies when a batch's reads are stored and their hits not yet."""
    return [(Hits, "add", _killed)]


def _release_first() -> list[Patch]:
    """The answer goes out first, and the custodian dies before it writes the record."""

    def later(_gate: Gate, receipt: Any, *_: Any) -> Record:
        return _not_written(Kind.RESULT, receipt.caller.username, receipt.action)

    def then_killed(*parts: Any, **named: Any) -> Response:
        return Response(*parts, **named, background=BackgroundTask(_killed))

    return [(Gate, "release", later), (searching, "Response", then_killed)]


DEFENCES: dict[str, Callable[[], list[Patch]]] = {
    "purpose": _purpose,
    "own purpose": _own_purpose,
    "open purpose": _open_purpose,
    "peer": _peer,
    "training": _training,
    "training each time": _training_each_time,
    "operations": _operations,
    "wildcards": _wildcards,
    "alphabet": _alphabet,
    "twins": _twins,
    "refresh": _refresh,
    "identity": _identity,
    "page": _page,
    "step-up": _step_up,
    "hub": _hub,
    "device": _device,
    "revocation": _revocation,
    "told once": _told_once,
    "unusable": _unusable,
    "exact approval": _exact_approval,
    "log first": _log_first,
    "kill before release": _kill_before_release,
    "kill before sending": _kill_before_sending,
    "kill before hits": _kill_before_hits,
    "release first": _release_first,
}
