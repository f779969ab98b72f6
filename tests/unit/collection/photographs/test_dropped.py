"""Photographs, archives and videos in a drop folder are batches of their own, on the terms that lie beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.unit.collection.desk import Desk
from tests.unit.collection.ground import SAMPLES
from tests.unit.collection.photographs.ground import PhotographBench, car, zipped
from workbench.collection.drop import DropFolder
from workbench.collection.photographs import handin
from workbench.errors import StoreUnavailable
from workbench.wire.photographs import BatchState, Origin, PhotographOffer, Progress
from workbench.wire.stated import Stated

pytestmark = pytest.mark.section("464.9")
TERMS = 'provenance = "public_road"\ncamera = "EC-04"\nlatitude = 32.792\nlongitude = -115.5631\n'
CAR = car("7ABC123", taken=None)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "drop" / "department"
    folder.mkdir(parents=True)
    (folder / "offer.toml").write_text(TERMS)
    return folder


@pytest.fixture
def watcher(counter: PhotographBench, inbox: Path) -> DropFolder:
    desk = Desk(counter.folder / "reads", counter.station)
    return DropFolder(inbox.parent, desk.take_on, 0, taking(counter))


def taking(counter: PhotographBench) -> Callable[[PhotographOffer, Stated | None, Path], Progress]:
    return lambda offer, stated, file: handin.hand_in_whole(counter.desk, counter.ana, offer, stated, file)


def drop(inbox: Path, name: str, content: bytes, terms: str = "") -> None:
    if terms:
        (inbox / f"{name}.toml").write_text(terms)
    (inbox / name).write_bytes(content)
    (inbox / f"{name}.done").touch()


@pytest.mark.section("464.7.1(a)")
def test_a_photograph_is_handed_in_with_the_time_that_its_terms_state(
    watcher: DropFolder, inbox: Path, counter: PhotographBench
) -> None:
    drop(inbox, "car.jpg", CAR, f'{TERMS}region = "us"\ntime = 2026-03-01T17:30:00Z\n')
    (outcome,) = watcher.poll()
    assert outcome.photographs is not None
    assert (outcome.photographs.state, outcome.photographs.waiting) == (BatchState.READING, 1)
    (one,) = counter.photographs(outcome.photographs.batch_id)
    assert (one.time, one.time_from) == (datetime(2026, 3, 1, 17, 30, tzinfo=UTC), Origin.SIDECAR)
    assert {path.name for path in (inbox / "done").iterdir()} == {"car.jpg", "car.jpg.toml", "car.jpg.receipt.json"}
    batch = counter.station.registers.photograph_batches.get(outcome.photographs.batch_id)
    assert (batch.offer.source, batch.offer.region) == ("department", "us")


def test_an_archive_and_a_file_of_reads_lie_side_by_side(
    watcher: DropFolder, inbox: Path, counter: PhotographBench
) -> None:
    drop(inbox, "a.zip", zipped({"one.jpg": CAR, "two.jpg": car("5XYZ789", taken=None, shade=40)}))
    drop(inbox, "b.csv", (SAMPLES / "own.csv").read_bytes())
    archive, reads = watcher.poll()
    assert archive.photographs is not None
    assert archive.photographs.total == 2
    assert reads.receipt is not None
    assert reads.receipt.accepted == 2


@pytest.mark.parametrize(
    ("terms", "words"),
    [("format = 'csv'", "not known: format"), ("region = 'mars'", "region"), ("time = 'yesterday'", "time")],
)
def test_terms_that_can_not_be_are_said_to_be_wrong(
    watcher: DropFolder, inbox: Path, terms: str, words: str, counter: PhotographBench
) -> None:
    drop(inbox, "car.jpg", CAR, TERMS + terms)
    (outcome,) = watcher.poll()
    failed = [] if outcome.photographs is None else counter.photographs(outcome.photographs.batch_id)
    assert words in outcome.rejected + " ".join(one.reason for one in failed)


def test_what_failed_altogether_is_tried_anew_when_it_is_dropped_again(
    watcher: DropFolder, inbox: Path, counter: PhotographBench
) -> None:
    batches = []
    for _ in range(3):
        drop(inbox, "car.jpg", CAR)
        (outcome,) = watcher.poll()
        assert outcome.photographs is not None
        batches.append(outcome.photographs)
        (one,) = counter.photographs(batches[-1].batch_id)
        if len(batches) == 1:
            counter.station.registers.photographs.fail(one.photograph, "Reading takes too long.", counter.receipt())
            counter.station.registers.photograph_batches.settle()
    assert batches[1].batch_id != batches[0].batch_id
    assert batches[1].waiting == 1
    assert batches[2].batch_id == batches[1].batch_id, "the same file was entered twice"


@pytest.mark.parametrize("after", ["begin", "take_file", "close"])
def test_a_stop_at_any_moment_heals_at_the_next_pass(
    counter: PhotographBench, inbox: Path, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Any = getattr(handin, after)

    def stopped(*args: Any) -> None:
        real(*args)
        raise StoreUnavailable("The machine stopped.")

    watcher = DropFolder(inbox.parent, lambda *_: pytest.fail("it is no file of reads"), 0, taking(counter))
    drop(inbox, "a.zip", zipped({"one.jpg": CAR, "two.jpg": car("5XYZ789", taken=None, shade=40)}))
    monkeypatch.setattr(handin, after, stopped)
    (waits,) = watcher.poll()
    assert waits.waits
    monkeypatch.undo()
    (done,) = [outcome for _ in range(4) for outcome in watcher.poll()]
    assert done.photographs is not None
    assert (done.photographs.total, done.photographs.waiting, done.photographs.duplicate) == (2, 2, 0)
