"""Hits go with the reads that made them, in one act; after it the read is in no byte of store or registers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.policy.conftest import station
from tests.policy.people import NOW, Station, analyst, ask_for, purpose
from tests.unit.collection.desk import SETTINGS, Desk
from tests.unit.collection.ground import OWN_HEADER
from tests.unit.collection.hotlists.lists import install
from tests.unit.store.bytes_search import encodings, seen
from tests.unit.store.reads_ground import SEALING
from workbench.collection.hotlists.look import page_of_hits, verify_hit
from workbench.errors import StoreUnavailable
from workbench.plates.pattern import parse
from workbench.policy.hits import Status
from workbench.policy.roles import Operation
from workbench.store.purging import purge
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.registers.hits import Hits
from workbench.store.upkeep.purge import Which
from workbench.wire.hits import Hit, HitQuery, VerifyHit

__all__ = ["station"]
pytestmark = pytest.mark.section("464.9")

OLD, KEPT = "7A8C1Z3", "7ABCI23"
"""How the camera read the plate on the list, once long ago and once today."""
FORMS = encodings(OLD)


@pytest.fixture
def desk(tmp_path: Path, station: Station) -> Desk:
    """A store with an old and a new read of a listed plate, each looked up."""
    desk = Desk(tmp_path, station)
    install(station, "7ABC123,,,,,,\n")
    for plate, age in ((OLD, timedelta(days=40)), (KEPT, timedelta(hours=1))):
        line = f"{(NOW - age).isoformat()},{plate},CA,0.9,32.792,-115.5631,EC-04,,,,,,,,\n"
        desk.take(f"{OWN_HEADER}{line}".encode())
    for hit in hits(station):
        said = VerifyHit(hit=hit.hit, result=Status.CONFIRMED, reference="CLETS 118")
        verify_hit(station.gate, station.registers, analyst(), purpose(), said)
    return desk


@pytest.fixture
def receipt(station: Station) -> Receipt:
    return station.gate.admit(analyst(), None, ask_for(Operation.INGEST))


def old(desk: Desk, receipt: Receipt) -> Which:
    return Which(read_ids=desk.store.find(PlateQuery(parse(OLD)), receipt).reads["read_id"].to_list())


def hits(station: Station) -> list[Hit]:
    return page_of_hits(station.gate, station.registers, analyst(), purpose(), HitQuery(), SETTINGS).hits


def test_hits_of_purged_reads_are_gone_and_the_others_stand(
    desk: Desk, station: Station, receipt: Receipt, tmp_path: Path
) -> None:
    assert {hit.plate for hit in hits(station)} == {OLD, KEPT}
    before = {name for names in seen(tmp_path, SEALING, FORMS).values() for name in names}
    assert {Path(name).suffix.partition("-")[0] for name in before} == {".reads", ".sqlite"}

    done = purge(desk.store, station.registers.hits, old(desk, receipt), receipt)

    assert seen(tmp_path, SEALING, FORMS) == {}
    assert (done.reads.purged, done.reads.left, done.hits) == (1, 1, 1)
    assert [(hit.plate, len(hit.verifications)) for hit in hits(station)] == [(KEPT, 1)]


def test_the_hit_of_a_held_read_stays(desk: Desk, station: Station, receipt: Receipt) -> None:
    held = old(desk, receipt).read_ids
    done = purge(desk.store, station.registers.hits, Which(before=NOW + timedelta(days=1), held=held), receipt)
    assert (done.reads.purged, done.reads.held, done.hits) == (1, 1, 1)
    assert [hit.plate for hit in hits(station)] == [OLD]


def test_an_act_that_stopped_between_reads_and_hits_is_ended_by_the_next(
    desk: Desk, station: Station, receipt: Receipt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stopped(*_: object) -> int:
        raise StoreUnavailable("The registers can't be written.")

    which = old(desk, receipt)
    with monkeypatch.context() as until:
        until.setattr(Hits, "purge", stopped)
        with pytest.raises(StoreUnavailable):
            purge(desk.store, station.registers.hits, which, receipt)
    assert {hit.plate for hit in hits(station)} == {OLD, KEPT}
    assert purge(desk.store, station.registers.hits, which, receipt).hits == 1
    assert seen(tmp_path, SEALING, FORMS) == {}


def test_a_store_that_can_not_be_read_costs_no_hit(desk: Desk, station: Station, receipt: Receipt) -> None:
    which = old(desk, receipt)
    for path in desk.store._folder.files.glob("*.reads"):
        path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(StoreUnavailable):
        purge(desk.store, station.registers.hits, which, receipt)
    assert len(hits(station)) == 2
