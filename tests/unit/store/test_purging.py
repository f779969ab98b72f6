"""Hits go with the reads that made them, in one act; after it the read is in no byte of store or registers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.policy.conftest import station
from tests.policy.people import NOW, Station, analyst, ask_for, purpose
from tests.unit.collection.desk import SETTINGS, Desk
from tests.unit.collection.ground import OWN_HEADER
from tests.unit.collection.hotlists.lists import install
from tests.unit.collection.reviews.ground import Reviewing
from tests.unit.store.bytes_search import encodings
from tests.unit.store.bytes_search import seen as bytes_seen
from tests.unit.store.photograph_ground import OFFER, new, plate, seen
from tests.unit.store.reads_ground import SEALING, read, table
from workbench.collection.hotlists.look import page_of_hits, verify_hit
from workbench.errors import StoreUnavailable
from workbench.plates.pattern import parse
from workbench.policy.hits import Status
from workbench.policy.reviews import Outcome
from workbench.policy.roles import Operation
from workbench.store.images import ImageStore
from workbench.store.purging import purge
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.registers.hits import Hits
from workbench.store.upkeep.purge import Which
from workbench.wire.hits import Hit, HitQuery, VerifyHit
from workbench.wire.photographs import ImageKind, Photograph

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
    for text, age in ((OLD, timedelta(days=40)), (KEPT, timedelta(hours=1))):
        line = f"{(NOW - age).isoformat()},{text},CA,0.9,32.792,-115.5631,EC-04,,,,,,,,\n"
        desk.take(f"{OWN_HEADER}{line}".encode())
    for hit in hits(station):
        said = VerifyHit(hit=hit.hit, result=Status.CONFIRMED, reference="CLETS 118")
        verify_hit(station.gate, station.registers, analyst(), purpose(), said)
    return desk


@pytest.fixture
def images(tmp_path: Path) -> Iterator[ImageStore]:
    """Images of the agency's photographs."""
    opened = ImageStore.open(tmp_path / "images", SEALING)
    yield opened
    opened.close()


@pytest.fixture
def receipt(station: Station) -> Receipt:
    return station.gate.admit(analyst(), None, ask_for(Operation.INGEST))


def old(desk: Desk, receipt: Receipt) -> Which:
    return Which(read_ids=desk.store.find(PlateQuery(parse(OLD)), receipt).reads["read_id"].to_list())


def hits(station: Station) -> list[Hit]:
    return page_of_hits(station.gate, station.registers, analyst(), purpose(), HitQuery(), SETTINGS).hits


def test_hits_of_purged_reads_are_gone_and_the_others_stand(
    desk: Desk, station: Station, images: ImageStore, receipt: Receipt, tmp_path: Path
) -> None:
    assert {hit.plate for hit in hits(station)} == {OLD, KEPT}
    before = {name for names in seen_forms(tmp_path).values() for name in names}
    assert {Path(name).suffix.partition("-")[0] for name in before} == {".reads", ".sqlite"}

    done = purge(desk.store, station.registers, images, old(desk, receipt), receipt)

    assert seen_forms(tmp_path) == {}
    assert (done.reads.purged, done.reads.left, done.hits) == (1, 1, 1)
    assert [(hit.plate, len(hit.verifications)) for hit in hits(station)] == [(KEPT, 1)]


def test_the_hit_of_a_held_read_stays(desk: Desk, station: Station, images: ImageStore, receipt: Receipt) -> None:
    held = old(desk, receipt).read_ids
    done = purge(desk.store, station.registers, images, Which(before=NOW + timedelta(days=1), held=held), receipt)
    assert (done.reads.purged, done.reads.held, done.hits) == (1, 1, 1)
    assert [hit.plate for hit in hits(station)] == [OLD]


def test_an_act_that_stopped_between_reads_and_hits_is_ended_by_the_next(
    desk: Desk,
    station: Station,
    images: ImageStore,
    receipt: Receipt,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def stopped(*_: object) -> int:
        raise StoreUnavailable("The registers can't be written.")

    which = old(desk, receipt)
    with monkeypatch.context() as until:
        until.setattr(Hits, "purge", stopped)
        with pytest.raises(StoreUnavailable):
            purge(desk.store, station.registers, images, which, receipt)
    assert {hit.plate for hit in hits(station)} == {OLD, KEPT}
    assert purge(desk.store, station.registers, images, which, receipt).hits == 1
    assert seen_forms(tmp_path) == {}


def test_a_store_that_can_not_be_read_costs_no_hit(
    desk: Desk, station: Station, images: ImageStore, receipt: Receipt
) -> None:
    which = old(desk, receipt)
    for path in desk.store._folder.files.glob("*.reads"):
        path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(StoreUnavailable):
        purge(desk.store, station.registers, images, which, receipt)
    assert len(hits(station)) == 2


@pytest.mark.section("464.7(g)")
def test_what_was_said_of_a_read_goes_with_it_in_every_byte(
    desk: Desk, station: Station, images: ImageStore, receipt: Receipt, tmp_path: Path
) -> None:
    room = Reviewing(desk)
    for waits in room.queue(below=1.0).reads:
        room.say(waits, Outcome.ACCEPTED, note=f"It is {waits.plate} without a doubt.")
        room.undo(room.say(waits, Outcome.CORRECTED, resolved="7ABC123").read.reviews[-1].review)
    assert any(OLD.encode() in path.read_bytes() for path in tmp_path.glob("registers.sqlite*"))
    done = purge(desk.store, station.registers, images, old(desk, receipt), receipt)
    assert done.reviewed == 1
    assert seen_forms(tmp_path) == {}
    assert [read.plate for read in room.queue(reviewed=True).reads] == [KEPT]


def photographed(
    desk: Desk, station: Station, images: ImageStore, receipt: Receipt, *plates: str, named: str = ""
) -> Photograph:
    """A photograph of these plates, each of which is a read in the store."""
    name = named or f"{'-'.join(plates)}.jpg"
    content = f"a photograph of {name}".encode()
    with images.keeping():
        sha256 = images.put(ImageKind.ORIGINAL, content, receipt)
        thumbnail = images.put(ImageKind.THUMBNAIL, content, receipt)
        shown = [{**plate(one), "crop": images.put(ImageKind.CROP, one.encode(), receipt)} for one in plates]
        station.registers.photograph_batches.begin("b-1", OFFER, "ana", NOW - timedelta(days=40), receipt)
        kept = station.registers.photographs.add(
            "b-1", new(name, sha256=sha256, octets=len(content)), NOW - timedelta(days=40), receipt
        )
        what = replace(seen(dhash=sha256[:16], thumbnail=thumbnail), plates=shown)
        station.registers.photographs.keep(kept.photograph, what, receipt)
    found = station.registers.photographs.get(kept.photograph, receipt)
    if plates:
        reads = [read(one.read_id, one.plate, NOW - timedelta(days=40), format="photograph") for one in found.plates]
        desk.store.append(table(reads), receipt)
    station.registers.photographs.read([kept.photograph], receipt)
    return station.registers.photographs.get(kept.photograph, receipt)


def test_a_photograph_goes_with_its_last_read_in_every_byte(
    desk: Desk, station: Station, images: ImageStore, receipt: Receipt, tmp_path: Path
) -> None:
    gone = photographed(desk, station, images, receipt, OLD)
    stays = photographed(desk, station, images, receipt, "8XYZ987", "9DEF456")
    assert any(OLD.encode() in path.read_bytes() for path in tmp_path.glob("registers.sqlite*"))
    which = Which(read_ids=(*old(desk, receipt).read_ids, stays.plates[1].read_id))

    done = purge(desk.store, station.registers, images, which, receipt)

    assert (done.photographs, done.images) == (1, 4)
    assert seen_forms(tmp_path) == {}
    assert [one.name for one in station.registers.photographs.of_batch("b-1", (), 0, 9, receipt)] == [stays.name]
    left = station.registers.photographs.get(stays.photograph, receipt)
    assert [one.plate for one in left.plates] == ["8XYZ987"]
    assert images.has(ImageKind.ORIGINAL, stays.sha256, receipt)
    assert not images.has(ImageKind.ORIGINAL, gone.sha256, receipt)
    assert not images.has(ImageKind.CROP, stays.plates[1].crop, receipt)


def test_the_photograph_of_a_held_read_stays_and_one_without_a_read_goes_by_its_age(
    desk: Desk, station: Station, images: ImageStore, receipt: Receipt
) -> None:
    held = photographed(desk, station, images, receipt, OLD)
    empty = photographed(desk, station, images, receipt, named="an empty road.jpg")
    which = Which(before=NOW - timedelta(days=50))
    assert purge(desk.store, station.registers, images, which, receipt).photographs == 0
    which = Which(before=NOW - timedelta(days=30), held=(held.plates[0].read_id,))
    done = purge(desk.store, station.registers, images, which, receipt)
    assert done.photographs == 1
    assert images.has(ImageKind.ORIGINAL, held.sha256, receipt)
    assert not images.has(ImageKind.ORIGINAL, empty.sha256, receipt)


def seen_forms(folder: Path) -> dict[str, set[str]]:
    """Where the purged plate is found."""
    return bytes_seen(folder, SEALING, FORMS)
