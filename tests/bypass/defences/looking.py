"""What is asked before anybody looks: purpose, training, role, source, pattern, approval."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.bypass.obeying import Patch
from workbench.custodian import identity
from workbench.custodian.routes import me
from workbench.custodian.routes import purposes as routes_of_purposes
from workbench.gate import Request as Asked
from workbench.plates import pattern
from workbench.plates.characters import _TWINS
from workbench.policy import access, search_rules
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import allow
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.store.registers.delegations import Delegations
from workbench.store.registers.purposes import Purposes
from workbench.store.registers.training import TrainingRegister


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


def _delegable() -> list[Patch]:
    """Everything can be delegated."""

    def everything(register: Delegations, username: str, now: datetime) -> frozenset[Operation]:
        own = (each for each in register.all() if each.username == username and each.open_at(now))
        return frozenset(Operation) if any(own) else frozenset()

    return [(Delegations, "held", everything)]


def _sources() -> list[Patch]:
    """Whether a source was granted is not asked."""
    return [(search_rules, "decide_sources", lambda *_: None)]


def _realm() -> list[Patch]:
    """A purpose opens the agency's reads, whatever it was declared for."""
    get = Purposes.get

    def live(purposes: Purposes, purpose_id: str) -> Purpose | None:
        found = get(purposes, purpose_id)
        return dataclasses.replace(found, realm=Realm.LIVE) if found else None

    return [(Purposes, "get", live)]


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


def _exact_approval() -> list[Patch]:
    """An approval is of the person, not of the exact search."""
    return [(Asked, "digest", lambda _, who, __: f"anything of {who.username}")]


def _approved_case() -> list[Patch]:
    """An approval is of the search, whatever it is for."""
    exact = Asked.digest
    return [(Asked, "digest", lambda asked, who, _: exact(asked, who, None))]


def _reasons() -> list[Patch]:
    """Anything will do as a reason."""
    return [(routes_of_purposes, "problems", lambda *_: {})]


DEFENCES: dict[str, Callable[[], list[Patch]]] = {
    "purpose": _purpose,
    "own purpose": _own_purpose,
    "open purpose": _open_purpose,
    "training": _training,
    "training each time": _training_each_time,
    "operations": _operations,
    "delegable": _delegable,
    "sources": _sources,
    "realm": _realm,
    "wildcards": _wildcards,
    "alphabet": _alphabet,
    "twins": _twins,
    "exact approval": _exact_approval,
    "approved case": _approved_case,
    "reasons": _reasons,
}
