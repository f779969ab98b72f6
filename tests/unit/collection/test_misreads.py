"""The agency's own reads measure the matrix of confusions, each once, and generated ones never do (464.7(d))."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.people import Station
from tests.unit.collection.desk import Desk
from tests.unit.collection.ground import OWN_HEADER
from tests.unit.plates.strategies import plates
from workbench.accesslog.record import Record, canonical
from workbench.collection.misreads import counts_of
from workbench.errors import StoreUnavailable
from workbench.plates.confusion import Confusion
from workbench.plates.confusion_counts import of_read, together
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.store.registers.confusion import Confusions, Origin
from workbench.wire.reads import READ_SCHEMA

pytestmark = pytest.mark.section("464.7(d)")

GENERATED = Settings.model_validate({"demo": {"generated": True}})
EIGHTS = {("B", "8"): 0.25, ("8", "8"): 0.75}

_sure = st.none() | st.sampled_from([0.0, 0.25, 0.5, 1.0])
_near = st.sampled_from(["7AB8", "7ABB", "7A88", "70BB", "1AAA", "7AB", "7AB88"]) | plates
_reads = st.tuples(_near, _sure, st.lists(st.tuples(_near, _sure), max_size=4))


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as station:
        yield station


@pytest.fixture
def desk(tmp_path: Path, station: Station) -> Desk:
    return Desk(tmp_path, station)


def batch(count: int, first: int = 0, others: str = "7SYN4B2:0.2") -> bytes:
    """Reads of 7SYN482 with a confidence of 0.6; every one has 7SYN4B2 as another reading unless told otherwise."""
    lines = (
        f"2026-01-02T00:00:00Z,7SYN482,CA,0.6,32.792,-115.5631,EC-04,,,,,,,{others},EX-{number}\n"
        for number in range(first, first + count)
    )
    return (OWN_HEADER + "".join(lines)).encode()


def counted(station: Station) -> dict[tuple[str, str], float]:
    return dict(station.registers.confusion.counts()[Origin.CANDIDATES])


def versions(station: Station) -> list[Record]:
    return [record for record in station.records() if record.action == "confusion.version"]


@settings(deadline=None)
@given(st.lists(_reads, max_size=6).filter(lambda reads: any(others for *_, others in reads)))
def test_columns_count_as_read_by_read(reads: list[tuple[str, float | None, list[tuple[str, float | None]]]]) -> None:
    rows = [
        {"plate": plate, "confidence": sure, "candidates": [{"plate": p, "confidence": c} for p, c in others]}
        for plate, sure, others in reads
    ]
    frame = pl.DataFrame(rows, schema={name: READ_SCHEMA[name] for name in ("plate", "confidence", "candidates")})
    assert counts_of(frame) == pytest.approx(together(of_read(*read) for read in reads))


def test_the_cameras_other_readings_are_counted_by_how_sure_they_are(desk: Desk) -> None:
    desk.take(batch(2))
    found = counted(desk.station)
    assert {pair: found[pair] for pair in EIGHTS} == pytest.approx({pair: 2 * share for pair, share in EIGHTS.items()})
    assert sum(found.values()) == pytest.approx(14)


def test_a_batch_and_a_read_count_once(desk: Desk) -> None:
    desk.take(batch(2))
    before = counted(desk.station)
    desk.take(batch(2))
    desk.take(batch(2), provenance="court_order", court_order="ECU 002417")
    desk.take(batch(3))
    assert counted(desk.station) == before, "a batch that is partly known is not counted at all"
    desk.take(batch(2, first=10))
    assert sum(counted(desk.station).values()) == pytest.approx(28)


def test_cameras_that_never_say_another_reading_teach_nothing(desk: Desk) -> None:
    desk.take(batch(200, others=""))
    assert counted(desk.station) == {}


def test_generated_reads_and_the_training_store_teach_nothing(tmp_path: Path, station: Station) -> None:
    for desk, terms in ((Desk(tmp_path, station, Realm.TRAINING), Settings()), (Desk(tmp_path, station), GENERATED)):
        assert desk.take(batch(200), settings=terms).accepted == 200
    assert counted(station) == {}
    assert station.registers.confusion.in_force() is Confusion.prior()


def test_enough_reads_make_a_version_that_is_on_record_without_a_plate(desk: Desk) -> None:
    desk.take(batch(142))
    assert versions(desk.station) == []
    desk.take(batch(1, first=142))
    (told,) = versions(desk.station)
    assert (told.user, told.body["version"], told.body["characters"]) == ("custodian", "measured-1", 1001)
    assert told.body["counted"] == {"candidates": 1001, "review": 0}
    assert b"SYN" not in canonical(told.body)
    matrix = desk.station.registers.confusion.in_force()
    assert (matrix.version, matrix.pairs) == ("measured-1", 1001)
    desk.take(batch(142, first=143))
    assert len(versions(desk.station)) == 1
    desk.take(batch(1, first=300))
    assert [record.body["version"] for record in versions(desk.station)] == ["measured-1", "measured-2"]


def test_reads_stand_when_their_misreads_can_not_be_counted_and_the_receipt_comes_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as away:
        away.setattr(Confusions, "add_candidates", full)
        with pytest.raises(StoreUnavailable, match="misreads could not be counted"):
            desk.take(batch(2))
    assert desk.station.records()[-1].body["reason"].endswith("the reads were taken, their misreads not counted")
    assert desk.take(batch(2)).duplicate == desk.rows() == 2
    assert counted(desk.station) == {}
