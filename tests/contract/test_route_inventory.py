"""Every route of the custodian, and what it owes the access log (464.5): one that gives reads gives a receipt too."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing, nullcontext
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

import pytest

import workbench.custodian.routes as rooms
from tests.custodian import PURPOSE, Custodian
from tests.photographs import BATCH, photographed
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.proof import Receipt
from workbench.accesslog.record import Kind
from workbench.accesslog.tlog_policy import Party, Policy
from workbench.client import Client, scene
from workbench.client.reviews import Images
from workbench.custodian.app import build
from workbench.custodian.services import Services
from workbench.store.registers import Registers
from workbench.synthetic.stories import STORIES
from workbench.wire.reviews import Reviewed

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
    "get /cameras": Gives.ACT,
    "get /saved-searches": Gives.ACT,
    "post /saved-searches": Gives.ACT,
    "post /saved-searches/forget": Gives.ACT,
    "get /audits": Gives.ACT,
    "post /audits/announce": Gives.ACT,
    "post /audits/announce-foreign": Gives.ACT,
    "post /audits/draw": Gives.ACT,
    "post /audits/rows": Gives.LOG,
    "post /audits/review": Gives.ACT,
    "post /audits/standing": Gives.ACT,
    "post /audits/findings": Gives.ACT,
    "post /audits/findings/decide": Gives.ACT,
    "post /audits/queue": Gives.LOG,
    "post /audits/report": Gives.LOG,
    "post /search/plates": Gives.READS,
    "post /search/canvass": Gives.READS,
    "post /search/vehicle": Gives.READS,
    "post /search/convoy": Gives.READS,
    "post /search/places": Gives.READS,
    "post /search/gaps": Gives.READS,
    "post /search/base-rates": Gives.READS,
    "post /exports/reads": Gives.READS,
    "get /queries/{query_id}": Gives.STATE,
    "delete /queries/{query_id}": Gives.STATE,
    "post /hits/page": Gives.READS,
    "post /hits/verify": Gives.READS,
    "post /images": Gives.READS,
    "post /reviews": Gives.READS,
    "post /reviews/queue": Gives.READS,
    "post /reviews/undo": Gives.READS,
    "post /hits/withdraw": Gives.READS,
    "post /hits/follow": Gives.ACT,
    "post /hits/news": Gives.STATE,
    "post /hotlists/list": Gives.ACT,
    "post /hotlists/retire": Gives.ACT,
    "post /hotlists/install": Gives.ACT,
    "post /hotlists/preview": Gives.READS,
    "post /hotlists/entries": Gives.READS,
    "post /hotlists/enter": Gives.ACT,
    "post /hotlists/withdraw": Gives.ACT,
    "post /log/entries": Gives.LOG,
    "post /log/export": Gives.LOG,
    "get /log/receipts/{record}": Gives.STATE,
    "post /log/shred": Gives.ACT,
    "post /log/shred/preview": Gives.ACT,
    "get /log/shred": Gives.ACT,
    "post /purges/preview": Gives.ACT,
    "post /purges": Gives.ACT,
    "post /backups/taken": Gives.ACT,
    "post /backups/ended": Gives.ACT,
    "post /backups/drilled": Gives.ACT,
    "get /purges": Gives.ACT,
    "get /sharing": Gives.ACT,
    "post /sharing/releases": Gives.ACT,
    "post /sharing/releases/close": Gives.ACT,
    "post /sharing/agreements": Gives.ACT,
    "post /sharing/agreements/end": Gives.ACT,
    "get /breaches": Gives.ACT,
    "post /breaches": Gives.ACT,
    "post /breaches/scope": Gives.ACT,
    "post /breaches/notices": Gives.ACT,
    "post /breaches/finish": Gives.ACT,
    "get /publications": Gives.ACT,
    "post /publications/draft": Gives.ACT,
    "post /publications": Gives.ACT,
    "post /publications/policies": Gives.ACT,
    "get /decisions": Gives.ACT,
    "post /decisions": Gives.ACT,
    "get /holds": Gives.ACT,
    "post /holds": Gives.ACT,
    "post /holds/review": Gives.ACT,
    "post /holds/lift": Gives.ACT,
    "get /training/progress": Gives.STATE,
    "post /training/modules": Gives.ACT,
    "post /training/quiz": Gives.ACT,
    "post /training/exercise": Gives.ACT,
    "post /training/misuse": Gives.ACT,
    "post /training/acknowledge": Gives.ACT,
    "get /training/trainees": Gives.ACT,
    "get /training/news": Gives.STATE,
    "get /training/sessions": Gives.ACT,
    "post /training/sessions": Gives.ACT,
    "post /training/sessions/roster": Gives.ACT,
    "post /training/sessions/close": Gives.ACT,
    "get /training/sandbox": Gives.ACT,
    "get /training/certificates/{number}": Gives.ACT,
    "post /training/register": Gives.ACT,
    "post /training/sign-off/{username}": Gives.ACT,
    "get /assents": Gives.ACT,
    "post /assents/answer": Gives.ACT,
    "post /assents/break": Gives.ACT,
    "get /administration": Gives.ACT,
    "get /administration/programme": Gives.ACT,
    "get /administration/lists": Gives.ACT,
    "post /administration/cameras": Gives.ACT,
    "post /administration/watch": Gives.ACT,
    "post /administration/watch/remove": Gives.ACT,
    "post /administration/cases": Gives.ACT,
    "post /administration/lexicons": Gives.ACT,
    "get /administration/configuration": Gives.ACT,
    "post /administration/people/suspend": Gives.ACT,
    "post /administration/people/readmit": Gives.ACT,
    "post /administration/delegations": Gives.ACT,
    "post /administration/delegations/end": Gives.ACT,
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
    "get /ready": Gives.STATE,
    "get /metrics": Gives.STATE,
    "get /public": Gives.STATE,
}


def _accepted(client: Client) -> Reviewed:
    """What is said of the first read that waits."""
    read = client.reviews.queue(limit=1).reads[0]
    return client.reviews.say(read.read_id, read.plate, read.time, "accepted")


def _pictured(client: Client) -> Images:
    """The crop of a photograph's read."""
    read = client.reviews.queue(batch_id=BATCH).reads[0]
    return client.reviews.images([read.read_id])


@pytest.fixture(scope="module")
def photographs(custodian: Custodian) -> None:
    """Photographs that wait for a review."""
    read = {plate: (plate, 0.5) for plate in ("8INV123", "8INV456", "8INV789", "8INV012")}
    photographed(Path(sys.executable), custodian.folder / "config.toml", read)


Call = Callable[[Client], Any]
(PLATE,) = HOMICIDE.answer
_UNTIL = datetime.now(UTC)
_SINCE = _UNTIL - timedelta(days=20)


def list_looked_through(client: Client) -> Any:
    """What a file would be as a list."""
    offer = {"name": "other", "source": "department", "reason": "stolen vehicle", "case_number": "26-118"}
    dates = {"entry_date": date.today(), "expiry": date.today() + timedelta(days=9)}  # noqa: DTZ011 - some days
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        file.write_text("plate\n7ABC123\n")
        return client.hotlists.preview(file, offer | dates)


def entries_of_our_own(client: Client) -> Any:
    """What stands in our own list once something does."""
    until = date.today() + timedelta(days=30)  # noqa: DTZ011 - some day ahead
    client.hotlists.enter("7ABC123", reason="stolen vehicle", case_number="26-118", expiry=until)
    return client.hotlists.entries()


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
    "post /search/gaps": ("ana", "search.gaps", lambda client: client.gaps(PLATE)),
    "post /search/base-rates": ("ana", "search.base-rates", lambda client: client.base_rates(circle=HOMICIDE.scene)),
    "post /hits/page": ("ben", "hits.page", lambda client: client.hits()),
    "post /reviews/queue": ("ben", "reviews.queue", lambda client: client.reviews.queue(limit=3)),
    "post /reviews": ("ben", "reviews.say", _accepted),
    "post /reviews/undo": (
        "ben",
        "reviews.undo",
        lambda client: client.reviews.undo(_accepted(client).read.reviews[-1].review),
    ),
    "post /images": ("ben", "images.look", _pictured),
    "post /hotlists/preview": (
        "adam",
        "hotlists.preview",
        list_looked_through,
    ),
    "post /hotlists/entries": ("adam", "hotlists.entries", entries_of_our_own),
    "post /audits/queue": ("adam", "audit.queue", lambda client: client.audits.queue(_SINCE, _UNTIL)),
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
            if any(word in source for word in (".stores", ".hits", "read_ids", "ReadStore", "taken_out")):
                reaching |= {f"{method.lower()} {route.path}" for method in route.methods}
    takes_only = {"post /ingest/batches", "post /edge/ingest"}
    giving = {name for name, gives in INVENTORY.items() if gives is Gives.READS}
    assert reaching - giving - takes_only == set()
    assert reaching & giving


def test_whatever_gives_reads_is_called_here() -> None:
    giving = {name for name, gives in INVENTORY.items() if gives in (Gives.READS, Gives.LOG)}
    elsewhere = {
        "post /hits/verify": "test_hotlists, where there are hits",
        "post /hits/withdraw": "test_hotlists, where there are hits",
        "post /audits/rows": "the browser's audit, where a sample is drawn",
        "post /audits/report": "the browser's audit, where a report is sealed",
        "post /log/export": "test_log_going_out, where somebody confirms it",
        "post /exports/reads": "test_exports, where somebody confirms it",
    }
    assert giving - CALLS.keys() == elsewhere.keys()


@pytest.mark.usefixtures("photographs")
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
