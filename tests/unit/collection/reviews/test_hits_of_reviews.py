"""A reviewed read has the hits of the plate that stands in the image, and a hit says what a review says against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.conftest import station
from tests.policy.people import Station, analyst, purpose
from tests.unit.collection.desk import Desk
from tests.unit.collection.hotlists.lists import install
from tests.unit.collection.hotlists.test_hits import reads
from tests.unit.collection.reviews.ground import TWO, Reviewing
from workbench.collection.hotlists.look import verify_hit
from workbench.policy.hits import Matched, Status
from workbench.policy.reviews import Outcome
from workbench.wire.hits import VerifyHit
from workbench.wire.reviews import ReadUnderReview

__all__ = ["station"]
pytestmark = pytest.mark.section("464.7(g)")


@pytest.fixture
def room(tmp_path: Path, station: Station) -> Reviewing:
    """7ABC123 is listed after the reads came: none has a hit yet."""
    desk = Desk(tmp_path, station)
    desk.take(reads(("7ABC123", "CA", 0.4), ("7ABX123", "CA", 0.5)))
    install(station, "7ABC123,CA,,,,,\n")
    return Reviewing(desk)


@pytest.fixture
def right(room: Reviewing) -> ReadUnderReview:
    return room.queue().reads[0]


@pytest.fixture
def misread(room: Reviewing) -> ReadUnderReview:
    return room.queue().reads[1]


def test_accepting_a_doubtful_read_makes_its_hit_as_exact_as_the_person_is_sure(
    room: Reviewing, right: ReadUnderReview
) -> None:
    done = room.say(right, Outcome.ACCEPTED)
    (hit,) = room.hits()
    assert (done.hits, hit.read_id, hit.matched, hit.status) == (1, right.read_id, Matched.EXACT, Status.UNVERIFIED)
    assert (hit.plate, hit.resolved_plate, hit.batch_record) == ("7ABC123", None, done.record)
    assert hit.confidence == pytest.approx(0.4)
    assert hit.mark.startswith("UNVERIFIED")


def test_a_correction_makes_the_hit_of_the_corrected_plate_and_keeps_the_observed_one(
    room: Reviewing, misread: ReadUnderReview
) -> None:
    done = room.say(misread, Outcome.CORRECTED, resolved="7ABC123")
    (hit,) = room.hits()
    assert (done.hits, hit.plate, hit.resolved_plate, hit.listed_plate) == (1, "7ABX123", "7ABC123", "7ABC123")
    assert hit.mark.startswith("UNVERIFIED")
    result = next(record for record in room.station.records() if record.index == done.result_record)
    assert result.body["hits"]["read_ids"] == [misread.read_id]


def test_a_correction_to_another_state_meets_no_entry_of_this_one(room: Reviewing, misread: ReadUnderReview) -> None:
    assert room.say(misread, Outcome.CORRECTED, resolved="7ABC123", state="AZ").hits == 0
    assert room.hits() == []


def test_neither_rejecting_nor_giving_up_makes_a_hit(room: Reviewing, right: ReadUnderReview) -> None:
    for outcome in (Outcome.REJECTED, Outcome.UNREADABLE):
        assert room.say(right, outcome).hits == 0
    assert room.hits() == []


def test_the_same_word_twice_makes_one_hit(room: Reviewing, right: ReadUnderReview) -> None:
    for _ in range(2):
        room.say(right, Outcome.ACCEPTED)
    assert len(room.hits()) == 1


def test_with_two_persons_the_hit_comes_with_the_second(room: Reviewing, misread: ReadUnderReview) -> None:
    two = Reviewing(room.desk, TWO)
    assert two.say(misread, Outcome.CORRECTED, resolved="7ABC123").hits == 0
    assert two.say(misread, Outcome.CORRECTED, "ben", resolved="7ABC123").hits == 1


@pytest.mark.parametrize(
    ("outcome", "resolved", "words"),
    [
        (Outcome.REJECTED, "", "no plate in the image"),
        (Outcome.UNREADABLE, "", "can't be read"),
        (Outcome.CORRECTED, "7ABX128", "reads 7ABX128 in the image"),
    ],
)
def test_a_hit_whose_read_was_reviewed_away_says_so_until_that_is_taken_back(
    room: Reviewing, right: ReadUnderReview, outcome: Outcome, resolved: str, words: str
) -> None:
    room.say(right, Outcome.ACCEPTED)
    (before,) = room.hits()
    said = room.say(right, outcome, resolved=resolved).read.reviews[-1].review
    (hit,) = room.hits()
    assert "REVIEWED" in hit.mark
    assert words in hit.mark
    assert "UNVERIFIED" in hit.mark
    room.undo(said)
    assert room.hits() == [before]


def test_a_hit_that_a_look_up_confirmed_is_marked_too_when_the_image_shows_another_plate(
    room: Reviewing, right: ReadUnderReview
) -> None:
    room.say(right, Outcome.ACCEPTED)
    (hit,) = room.hits()
    found = VerifyHit(hit=hit.hit, result=Status.CONFIRMED, reference="CLETS 118")
    assert not verify_hit(room.station.gate, room.station.registers, analyst(), purpose(), found).hit.mark
    room.say(right, Outcome.CORRECTED, resolved="7ABX123")
    assert "REVIEWED" in room.hits()[0].mark


def test_a_hit_whose_correction_was_taken_back_says_so(room: Reviewing, misread: ReadUnderReview) -> None:
    said = room.say(misread, Outcome.CORRECTED, resolved="7ABC123").read.reviews[0].review
    room.undo(said)
    assert "correction that made this hit" in room.hits()[0].mark
    room.say(misread, Outcome.CORRECTED, resolved="7ABC123")
    assert "REVIEWED" not in room.hits()[0].mark


def test_a_correction_to_a_look_alike_of_the_listed_plate_is_not_said_against_the_hit(
    room: Reviewing, right: ReadUnderReview
) -> None:
    room.say(right, Outcome.ACCEPTED)
    room.say(right, Outcome.CORRECTED, resolved="7A8C123")
    assert "REVIEWED" not in room.hits()[0].mark
