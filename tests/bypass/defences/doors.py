"""Who is calling, and what a page or a device must show for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from fastapi import Request

from tests.bypass.defences.record import UNRECORDED
from tests.bypass.obeying import Patch
from workbench.custodian import accounts, caller, identity
from workbench.custodian.routes import administration, assents, training
from workbench.policy.caller import Caller
from workbench.policy.roles import GRANTS, Role
from workbench.store.registers.devices import Device, Devices


def _peer() -> list[Patch]:
    """The operating system is not asked who is calling."""
    return [(accounts, "_same_person", lambda *_: None)]


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
    return [(Devices, "check", lambda _, name, __: Device(name, "department", "", "adam", 0))]


def _revocation() -> list[Patch]:
    """Whoever proved once who it is is remembered."""
    check, known = Devices.check, {}  # type: ignore[var-annotated]

    def remembered(devices: Devices, name: str, secret: str) -> Device | None:
        found = check(devices, name, secret) or known.get((name, secret))
        return known.setdefault((name, secret), found) if found else None

    return [(Devices, "check", remembered)]


DEFENCES: dict[str, Callable[[], list[Patch]]] = {
    "peer": _peer,
    "refresh": _refresh,
    "identity": _identity,
    "page": _page,
    "step-up": _step_up,
    "hub": _hub,
    "device": _device,
    "revocation": _revocation,
}
