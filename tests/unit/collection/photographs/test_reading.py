"""From photographs to reads: each plate of a complete photograph once, with provenance, and a hit where it is sure."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from tests.policy.people import analyst, purpose
from tests.unit.collection.hotlists.lists import install
from tests.unit.collection.photographs.ground import PhotographBench, car
from tests.unit.reader.ground import reading
from workbench.accesslog.record import Kind
from workbench.collection.hotlists.look import page_of_hits
from workbench.collection.photographs import handin
from workbench.collection.photographs.rounds import READ
from workbench.errors import Unavailable
from workbench.wire.hits import HitQuery
from workbench.wire.photographs import BatchState, Origin, PhotographState

pytestmark = pytest.mark.section("464.9")


@pytest.mark.section("464.7.1(a)", "464.7(f)")
def test_each_plate_of_a_photograph_becomes_a_read_that_says_where_it_comes_from(bench: PhotographBench) -> None:
    batch = bench.hand_in({"one.jpg": car("7ABC123"), "two.jpg": car("5XYZ789", shade=40)})
    bench.read()
    found = bench.reads("7ABC123").row(0, named=True)
    assert (found["plate"], found["source"], found["camera"]) == ("7ABC123", "department", "EC-04")
    assert (found["provenance"], found["format"], found["batch_id"]) == ("public_road", "photograph", batch)
    assert found["time"] == datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
    assert 0 < found["confidence"] <= 1
    assert all(other["plate"] != "7ABC123" for other in found["candidates"])
    one, _ = bench.photographs(batch)
    assert (one.state, one.time_from, one.offset_assumed) == (PhotographState.READ, Origin.EXIF, True)
    assert (one.camera_from, one.place_from, one.profile) == (Origin.OFFER, Origin.OFFER, "fast")
    assert one.engine == "rapidocr"
    assert one.models
    assert one.plates[0].read_id == found["read_id"]
    progress = bench.progress(batch)
    assert (progress.state, progress.read, progress.waiting) == (BatchState.DONE, 2, 0)


@pytest.mark.section("464.5")
def test_nothing_is_read_without_a_record_before_and_after(bench: PhotographBench) -> None:
    bench.hand_in({"one.jpg": car("7ABC123")})
    before = len(bench.station.records())
    bench.read()
    mine = [record for record in bench.station.records()[before:] if record.action == READ]
    assert [record.kind for record in mine] == [Kind.INTENT, Kind.RESULT]
    assert mine[1].body["count"] >= 1
    bench.read()
    assert len([record for record in bench.station.records() if record.action == READ]) == 2  # nothing was due


@pytest.mark.section("464.7(g)")
def test_only_a_sure_reading_is_matched_with_hotlists(bench: PhotographBench) -> None:
    install(bench.station, "7ABC123,,,,,,\n5XYZ789,,,,,,\n")
    batch = bench.hand_in({"sharp.jpg": car("7ABC123"), "small.jpg": car("5XYZ789", size=0.3, blur=5, shade=40)})
    bench.read()
    sharp, small = (one.plates[0] for one in bench.photographs(batch))
    sure = bench.desk.settings.ocr.sure
    assert sharp.confidence >= sure
    assert small.confidence < sure
    found = page_of_hits(
        bench.station.gate, bench.station.registers, analyst(), purpose(), HitQuery(), bench.desk.settings
    ).hits
    assert [hit.read_id for hit in found] == [sharp.read_id]
    assert bench.store.lacking({sharp.read_id, small.read_id}, bench.receipt()) == frozenset()


def test_what_a_stop_left_half_done_is_done_once(bench: PhotographBench) -> None:
    """The reads stand, their photograph does not say so yet: the next round makes none of them twice."""
    batch = bench.hand_in({"one.jpg": car("7ABC123")})
    bench.read()
    rows = bench.rows()
    with bench.station.registers._database.writing() as session:
        session.execute(text("UPDATE photographs SET state = 'looked'"))
        session.execute(text("UPDATE photograph_batches SET state = 'reading'"))
    bench.read()
    assert bench.rows() == rows
    assert bench.progress(batch).state is BatchState.DONE


def test_a_hand_in_that_broke_off_is_read_once_when_it_is_handed_in_again(bench: PhotographBench) -> None:
    """Whoever's machine stopped over it does not close the first batch; its photographs come in the second."""
    one, two = car("7ABC123"), car("5XYZ789", shade=40)
    broken = bench.begin()
    bench.send(broken, "one.jpg", one)
    again = bench.hand_in({"one.jpg": one, "two.jpg": two})
    bench.read()
    assert bench.progress(again).read == 2
    rows = bench.rows()
    assert len(bench.reads("7ABC123")) == len(bench.reads("5XYZ789")) == 1
    handin.close(bench.desk, bench.ana, broken)
    bench.read()
    assert (bench.progress(broken).state, bench.progress(broken).duplicate) == (BatchState.DONE, 1)
    assert bench.rows() == rows


def test_without_a_reader_photographs_wait_and_nothing_is_on_record(
    bench: PhotographBench, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with reading(tmp_path_factory.mktemp("rd")) as other:
        batch = bench.hand_in({"one.jpg": car("7ABC123")})
        other.kill()
        assert bench.rounds is not None
        before = len(bench.station.records())
        gone = type(bench.rounds)(bench.desk, other.client, bench.looks)
        with pytest.raises(Unavailable):
            gone.one()
        assert len(bench.station.records()) == before
    bench.read()
    assert bench.progress(batch).read == 1


def test_a_batch_that_is_called_off_keeps_what_was_read_and_no_image_of_the_rest(bench: PhotographBench) -> None:
    batch = bench.begin()
    for number in range(3):
        bench.send(batch, f"{number}.jpg", car("7ABC123", shade=20 * number))
    progress = handin.cancel(bench.desk, bench.ana, batch)
    assert (progress.state, progress.cancelled) == (BatchState.CANCELLED, 3)
    bench.read()
    assert bench.rows() == 0
    assert list((bench.folder / "images" / "original").glob("*/*")) == []
