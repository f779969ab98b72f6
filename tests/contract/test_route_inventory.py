"""Every route of the custodian, and what it owes the access log (464.5): one that gives reads gives a receipt too."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, cast

import pytest

import workbench.custodian.routes as rooms
from tests.custodian import PURPOSE, Custodian
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.proof import Receipt
from workbench.accesslog.record import Kind
from workbench.accesslog.tlog_policy import Party, Policy
from workbench.client import Client, scene
from workbench.custodian.app import build
from workbench.custodian.services import Services
from workbench.store.registers import Registers
from workbench.synthetic.stories import STORIES

pytestmark = pytest.mark.section("464.5", "464.10(a)")

HOMICIDE = next(story for story in STORIES if story.key == "homicide")


class Gives(StrEnum):
    """What goes out."""

    READS = "reads, plates, or what is made of them: two records before, and a receipt"
    LOG = "records of the log: two records before, and a receipt"
    ACT = "no read; an act that is on record before it counts"
    STATE = "no read, and nothing that is on record"


INVENTORY: dict[str, Gives] = {
    "get /health": Gives.STATE,
    "get /me": Gives.STATE,
    "get /purposes": Gives.STATE,
    "post /purposes": Gives.ACT,
    "get /purposes/{purpose_id}": Gives.STATE,
    "delete /purposes/{purpose_id}": Gives.ACT,
    "post /purposes/{purpose_id}/continue": Gives.ACT,
    "post /search/plates": Gives.READS,
    "post /search/canvass": Gives.READS,
    "post /search/vehicle": Gives.READS,
    "post /search/convoy": Gives.READS,
    "post /search/places": Gives.READS,
    "post /search/base-rates": Gives.READS,
    "get /queries/{query_id}": Gives.STATE,
    "delete /queries/{query_id}": Gives.STATE,
    "post /hits/page": Gives.READS,
    "post /hits/verify": Gives.READS,
    "post /hotlists/list": Gives.ACT,
    "post /hotlists/retire": Gives.ACT,
    "post /hotlists/install": Gives.ACT,
    "post /log/entries": Gives.LOG,
    "post /log/shred": Gives.ACT,
    "get /holds": Gives.ACT,
    "post /holds": Gives.ACT,
    "post /holds/lift": Gives.ACT,
    "get /training/progress": Gives.STATE,
    "post /training/modules": Gives.ACT,
    "post /training/quiz": Gives.ACT,
    "post /training/exercise": Gives.ACT,
    "post /training/acknowledge": Gives.ACT,
    "get /training/trainees": Gives.ACT,
    "post /training/sign-off/{username}": Gives.ACT,
    "get /assents": Gives.ACT,
    "post /assents/answer": Gives.ACT,
    "get /administration": Gives.ACT,
    "post /administration/sources": Gives.ACT,
    "post /administration/devices": Gives.ACT,
    "post /administration/devices/revoke": Gives.ACT,
    "post /hub/events": Gives.ACT,
    "get /hub/step-ups/{step_up}": Gives.STATE,
    "post /hub/step-ups/{step_up}": Gives.ACT,
    "post /ingest/batches": Gives.ACT,
    "post /photographs/batches": Gives.ACT,
    "get /photographs/batches": Gives.STATE,
    "get /photographs/batches/{batch_id}": Gives.STATE,
    "post /photographs/batches/{batch_id}/files": Gives.ACT,
    "post /photographs/batches/{batch_id}/close": Gives.ACT,
    "post /photographs/batches/{batch_id}/cancel": Gives.ACT,
    "post /photographs/batches/{batch_id}/list": Gives.ACT,
    "post /photographs/batches/{batch_id}/complete": Gives.ACT,
    "post /edge/ingest": Gives.ACT,
    "get /public": Gives.STATE,
}

Call = Callable[[Client], Any]
(PLATE,) = HOMICIDE.answer
_UNTIL = datetime.now(UTC)
_SINCE = _UNTIL - timedelta(days=20)
CALLS: dict[str, tuple[str, str, Call]] = {
    "post /search/plates": (
        "ana",
        "search.plates",
        lambda client: client.search(PLATE, limit=5),
    ),
    "post /search/canvass": (
        "ana",
        "search.canvass",
        lambda client: client.canvass(scene(_SINCE, _UNTIL, circle=HOMICIDE.scene), limit=5),
    ),
    "post /search/vehicle": ("ana", "search.vehicle", lambda client: client.vehicle(PLATE)),
    "post /search/convoy": ("ana", "search.convoy", lambda client: client.convoy(PLATE)),
    "post /search/places": ("ana", "search.places", lambda client: client.places(PLATE)),
    "post /search/base-rates": ("ana", "search.base-rates", lambda client: client.base_rates(circle=HOMICIDE.scene)),
    "post /hits/page": ("ben", "hits.page", lambda client: client.hits()),
    "post /log/entries": ("adam", "log.read", lambda client: client.log(limit=3)),
}
"""Who calls it, under which action it is on record, and how."""


def routes() -> set[str]:
    """All there are, as the application itself tells them."""
    paths = build(cast("Services", object())).openapi()["paths"]
    return {f"{method} {path.removeprefix('/v1')}" for path, methods in paths.items() for method in methods}


def test_every_route_is_in_the_inventory() -> None:
    assert routes() == INVENTORY.keys()


def test_no_other_handler_reaches_for_reads() -> None:
    reaching: set[str] = set()
    for found in pkgutil.iter_modules(rooms.__path__):
        module = importlib.import_module(f"{rooms.__name__}.{found.name}")
        for route in module.router.routes:
            source = inspect.getsource(route.endpoint)
            if any(word in source for word in (".stores", ".hits", "read_ids", "ReadStore")):
                reaching |= {f"{method.lower()} {route.path}" for method in route.methods}
    takes_only = {"post /ingest/batches", "post /edge/ingest"}
    giving = {name for name, gives in INVENTORY.items() if gives is Gives.READS}
    assert reaching - giving - takes_only == set()
    assert reaching & giving


def test_whatever_gives_reads_is_called_here() -> None:
    giving = {name for name, gives in INVENTORY.items() if gives in (Gives.READS, Gives.LOG)}
    assert giving - CALLS.keys() == {
        "post /hits/verify"
    }  # its receipt is looked at in test_hotlists, where there are hits


@pytest.mark.parametrize("route", CALLS)
def test_an_answer_comes_after_two_records_and_with_a_receipt(custodian: Custodian, route: str) -> None:
    who, action, call = CALLS[route]
    registers = f"sqlite:///{custodian.folder / 'custodian' / 'registers.sqlite'}"
    with closing(Registers.open(registers)) as granting:
        granting.sources.grant(who, "department", "adam", 0)
    with custodian.trained(who) if who != "ana" else nullcontext(), custodian.client(who) as client:
        client.declare(PURPOSE)
        answer = call(client)
        client.end()
    head = getattr(answer, "head", answer)
    intent = next(record for record in custodian.records(user=who, action=action) if record.kind is Kind.INTENT)
    result = next(record for record in custodian.records(user=who, action=action) if record.kind is Kind.RESULT)
    assert head.record == intent.index == result.body["intent"]
    key = Keyring(custodian.folder / "custodian" / "log-keys").signing.public()
    receipt = Receipt.parse(head.receipt.encode())
    assert receipt.extra
    receipt.check(receipt.extra, Policy((Party(key),), {}))
    assert receipt.index in (intent.index, result.index)
