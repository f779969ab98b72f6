"""What people correct teaches how cameras misread, and no longer once it is taken back (464.7(d))."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.conftest import station
from tests.policy.people import Station
from tests.unit.collection.desk import Desk
from tests.unit.collection.hotlists.test_hits import reads
from tests.unit.collection.reviews.ground import TWO, Reviewing
from workbench.plates.confusion import Counts
from workbench.plates.explain import explain
from workbench.plates.pattern import parse
from workbench.policy.reviews import Outcome
from workbench.settings import Settings
from workbench.store.registers import confusion
from workbench.store.registers.confusion import Origin

__all__ = ["station"]
pytestmark = pytest.mark.section("464.7(d)")

GENERATED = Settings.from_mapping({"demo": {"generated": True}})


@pytest.fixture
def desk(tmp_path: Path, station: Station) -> Desk:
    desk = Desk(tmp_path, station)
    desk.take(reads(("7A8C", "CA", 0.5), ("7A8D", "CA", 0.6)))
    return desk


def taught(room: Reviewing) -> Counts:
    return room.station.registers.confusion.counts()[Origin.REVIEW]


def test_a_correction_counts_each_character_and_an_undo_takes_them_away(desk: Desk) -> None:
    room = Reviewing(desk)
    read = room.queue().reads[0]
    said = room.say(read, Outcome.CORRECTED, resolved="7ABC").read.reviews[0].review
    assert taught(room) == {("7", "7"): 1, ("A", "A"): 1, ("B", "8"): 1, ("C", "C"): 1}
    room.undo(said)
    assert taught(room) == {}


def test_of_each_read_the_word_that_counts_teaches_once(desk: Desk) -> None:
    room = Reviewing(desk)
    read = room.queue().reads[0]
    for _ in range(2):
        room.say(read, Outcome.CORRECTED, resolved="7ABC")
    assert taught(room)["B", "8"] == 1
    room.say(read, Outcome.ACCEPTED)
    assert taught(room) == {("7", "7"): 1, ("A", "A"): 1, ("8", "8"): 1, ("C", "C"): 1}
    room.say(read, Outcome.REJECTED)
    assert taught(room) == {}


def test_a_correction_that_waits_for_a_second_person_teaches_nothing_yet(desk: Desk) -> None:
    room = Reviewing(desk, TWO)
    read = room.queue().reads[0]
    room.say(read, Outcome.CORRECTED, resolved="7ABC")
    assert taught(room) == {}
    room.say(read, Outcome.CORRECTED, "ben", resolved="7ABC")
    assert taught(room)["B", "8"] == 1


def test_a_demonstration_teaches_nothing(desk: Desk) -> None:
    room = Reviewing(desk, GENERATED)
    room.say(room.queue().reads[0], Outcome.CORRECTED, resolved="7ABC")
    assert taught(room) == {}


def test_a_version_tells_what_people_said_and_the_next_one_what_they_took_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confusion, "GROWN_LEAST", 4)
    room = Reviewing(desk)
    matrix = room.station.registers.confusion
    said = room.say(room.queue().reads[0], Outcome.CORRECTED, resolved="7ABC").read.reviews[0].review
    told = explain(parse("7AB?", lookalikes=True), "7A8C", matrix.in_force())
    assert told is not None
    assert "8 read for B at position 3, seen in 1 of 1 B's, 1 of them said in reviews" in told.words
    (version,) = [record for record in room.station.records() if record.action == "confusion.version"]
    assert version.body["counted"] == {"candidates": 0, "review": 4}
    room.undo(said)
    assert (matrix.in_force().version, matrix.in_force().told("B", "8")) == ("measured-2", "")
