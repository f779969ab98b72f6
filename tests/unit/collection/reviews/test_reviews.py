"""Who looked at an image says what stands in it: every word is kept, the latest that counts is in force (464.7(g))."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.policy.conftest import station
from tests.policy.people import Station, analyst, person
from tests.unit.collection.desk import Desk
from tests.unit.collection.hotlists.test_hits import reads
from tests.unit.collection.reviews.ground import TWO, Reviewing
from workbench.accesslog.record import Kind
from workbench.collection.reviews.queue import queue_page
from workbench.errors import BadInput, NotFound, PurposeRequired, Refused, TrainingRequired
from workbench.policy.caller import Caller, Standing
from workbench.policy.reviews import Outcome
from workbench.policy.roles import Role
from workbench.wire.reviews import QueueQuery, Reviewed

__all__ = ["station"]
pytestmark = pytest.mark.section("464.7(g)")

DOUBTFUL = (("7A8C123", "CA", 0.5), ("6XYZ999", "CA", 0.3), ("5QRS777", "CA", 0.95))
WHY = "The colleague took the frame's screw for a digit in this image."


@pytest.fixture
def room(tmp_path: Path, station: Station) -> Reviewing:
    desk = Desk(tmp_path, station)
    desk.take(reads(*DOUBTFUL))
    return Reviewing(desk)


@pytest.fixture
def two(room: Reviewing) -> Reviewing:
    """The same, where a correction takes two persons."""
    return Reviewing(room.desk, TWO)


def stands(done: Reviewed) -> tuple[Outcome | None, str | None, bool]:
    return done.read.outcome, done.read.resolved_plate, done.read.waits


def test_reads_that_their_camera_doubts_wait_the_most_doubtful_first(room: Reviewing) -> None:
    page = room.queue()
    assert [read.plate for read in page.reads] == ["6XYZ999", "7A8C123"]
    assert (page.waiting, page.done, page.next, page.sources_searched) == (2, 0, None, ["department"])
    assert room.waiting(order="oldest") == ["7A8C123", "6XYZ999"]
    assert room.waiting(below=0.5) == ["6XYZ999"]
    assert room.waiting(below=1.0, camera="EC-04") == ["6XYZ999", "7A8C123", "5QRS777"]
    assert room.waiting(camera="EC-05") == room.waiting(batch_id="none") == room.waiting(source="state") == []
    assert room.waiting(batch_id=page.reads[0].batch_id) == ["6XYZ999", "7A8C123"]


@pytest.mark.parametrize("order", ["doubtful", "oldest"])
def test_page_after_page_every_waiting_read_comes_once(room: Reviewing, order: str) -> None:
    whole = room.waiting(below=1.0, order=order)
    place, seen = None, []
    while True:
        page = room.queue(below=1.0, order=order, limit=1, after=place)
        seen += [read.plate for read in page.reads]
        if (place := page.next) is None:
            break
    assert seen == whole
    assert len(whole) == 3


@pytest.mark.parametrize(
    ("outcome", "resolved"),
    [(Outcome.ACCEPTED, ""), (Outcome.CORRECTED, "7abc 123"), (Outcome.REJECTED, ""), (Outcome.UNREADABLE, "")],
)
def test_a_word_is_in_force_and_the_observed_plate_stays(room: Reviewing, outcome: Outcome, resolved: str) -> None:
    read = room.queue().reads[1]
    done = room.say(read, outcome, resolved=resolved, note="The bolt is no digit.")
    assert stands(done) == (outcome, "7ABC123" if resolved else None, False)
    assert (done.read.plate, done.read.confidence) == ("7A8C123", 0.5)
    (review,) = done.read.reviews
    assert (review.by, review.at, review.note, review.record) == (
        "ana",
        room.station.clock,
        "The bolt is no digit.",
        done.record,
    )
    assert room.waiting() == ["6XYZ999"]
    assert room.queue().done == 1


def test_the_history_stands_and_the_latest_word_counts_until_it_is_taken_back(room: Reviewing) -> None:
    read = room.queue().reads[1]
    first = room.say(read, Outcome.ACCEPTED)
    second = room.say(read, Outcome.CORRECTED, "ben", resolved="7ABC123", state="az")
    assert (second.read.outcome, second.read.resolved_state) == (Outcome.CORRECTED, "AZ")
    back = room.undo(second.read.reviews[1].review, "ben")
    assert stands(back) == (Outcome.ACCEPTED, None, False)
    assert [(one.outcome, one.by, one.undone_by) for one in back.read.reviews] == [
        (Outcome.ACCEPTED, "ana", None),
        (Outcome.CORRECTED, "ben", "ben"),
    ]
    gone = room.undo(first.read.reviews[0].review)
    assert stands(gone) == (None, None, False)
    assert room.waiting() == ["6XYZ999", "7A8C123"]
    again = room.say(read, Outcome.REJECTED)
    assert [one.outcome for one in again.read.reviews] == [Outcome.ACCEPTED, Outcome.CORRECTED, Outcome.REJECTED]


@pytest.mark.section("464.10")
def test_another_persons_word_is_taken_back_with_a_reason_alone(room: Reviewing) -> None:
    read = room.queue().reads[0]
    said = room.say(read, Outcome.ACCEPTED).read.reviews[0].review
    with pytest.raises(Refused, match="ana's word"):
        room.undo(said, "ben")
    with pytest.raises(Refused, match="ana's word"):
        room.undo(said, "ben", reason="wrong")
    assert room.undo(said, "ben", reason=WHY).read.reviews[0].undone_reason == WHY
    with pytest.raises(NotFound):
        room.undo(said)


def test_what_was_reviewed_is_looked_at_in_the_same_way(room: Reviewing) -> None:
    sure = room.queue(below=1.0).reads[2]
    room.say(sure, Outcome.CORRECTED, resolved="5QRS778")
    doubtful = room.queue().reads[0]
    back = room.say(room.queue().reads[1], Outcome.ACCEPTED).read.reviews[0].review
    room.say(doubtful, Outcome.REJECTED)
    assert room.waiting(reviewed=True) == ["6XYZ999", "7A8C123", "5QRS777"]
    assert room.waiting(reviewed=True, below=0.8) == ["6XYZ999", "7A8C123"]
    assert room.waiting(reviewed=True, camera="EC-05") == []
    room.undo(back)
    page = room.queue(reviewed=True, limit=1)
    assert [read.outcome for read in page.reads] == [Outcome.REJECTED]
    (other,) = room.queue(reviewed=True, after=page.next).reads
    assert (other.plate, other.resolved_plate) == ("5QRS777", "5QRS778")


def test_of_ones_own_words_the_last_goes_first(room: Reviewing) -> None:
    read = room.queue().reads[0]
    first = room.say(read, Outcome.ACCEPTED).read.reviews[0].review
    last = room.say(read, Outcome.UNREADABLE).read.reviews[1].review
    with pytest.raises(Refused, match="again after that"):
        room.undo(first)
    room.undo(last)
    assert stands(room.undo(first)) == (None, None, False)


def test_where_two_persons_are_asked_for_a_correction_counts_once_another_says_the_same(two: Reviewing) -> None:
    read = two.queue().reads[1]
    first = two.say(read, Outcome.CORRECTED, resolved="7ABC123")
    assert stands(first) == (None, None, True)
    assert two.waiting() == ["6XYZ999"]
    assert two.waiting("ben") == ["6XYZ999", "7A8C123"]
    assert stands(two.say(read, Outcome.CORRECTED, resolved="7ABC123")) == (None, None, True)
    assert stands(two.say(read, Outcome.CORRECTED, "ben", resolved="7ABC128")) == (None, None, True)
    seconded = two.say(read, Outcome.CORRECTED, "cleo", resolved="7ABC123")
    assert stands(seconded) == (Outcome.CORRECTED, "7ABC123", False)
    back = two.undo(seconded.read.reviews[-1].review, "cleo")
    assert stands(back) == (None, None, True)
    assert stands(two.say(read, Outcome.ACCEPTED, "cleo")) == (Outcome.ACCEPTED, None, False)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"outcome": Outcome.CORRECTED}, "says which plate"),
        ({"outcome": Outcome.CORRECTED, "resolved": "7a8c 123"}, "as you do"),
        ({"outcome": Outcome.ACCEPTED, "resolved": "7ABC123"}, "no other plate"),
        ({"outcome": Outcome.REJECTED, "resolved": "7ABC123"}, "no other plate"),
    ],
)
def test_a_word_that_says_nothing_is_refused(room: Reviewing, said: dict[str, Any], words: str) -> None:
    read = room.queue().reads[1]
    with pytest.raises(Refused, match=words):
        room.say(read, **said)
    assert room.station.kinds()[-1] is Kind.REFUSAL
    assert room.waiting() == ["6XYZ999", "7A8C123"]


@pytest.mark.parametrize("typed", ["7AB?123", "<b>1</b>", "7ABC1234567", "7ÄBC", "\u202e7ABC"])
def test_what_is_no_plate_corrects_nothing_and_is_on_record(room: Reviewing, typed: str) -> None:
    read = room.queue().reads[1]
    with pytest.raises(BadInput) as found:
        room.say(read, Outcome.CORRECTED, resolved=typed)
    assert found.value.where == "resolved"
    assert room.station.records()[-1].body["elements"]["resolved"] == typed


@pytest.mark.parametrize("changed", [{"read_id": "no-such"}, {"plate": "7ABC123"}, {"camera": "EC-05", "plate": "1A"}])
def test_a_read_that_is_none_or_was_shown_otherwise_is_not_reviewed(room: Reviewing, changed: dict[str, Any]) -> None:
    read = room.queue().reads[1].model_copy(update=changed)
    with pytest.raises(NotFound):
        room.say(read, Outcome.ACCEPTED)
    assert room.station.kinds()[-2:] == [Kind.INTENT, Kind.RESULT]
    assert room.station.records()[-1].body["outcome"] == "failed"


@pytest.mark.section("464.7(f)")
def test_reads_of_sources_that_were_not_granted_are_neither_shown_nor_reviewed(room: Reviewing) -> None:
    room.desk.take(reads(("8STA111", "CA", 0.2)), source="state")
    assert room.waiting() == ["6XYZ999", "7A8C123"]
    other = Caller(**{**_fields(analyst("ben")), "sources": frozenset({"state"})})
    (theirs,) = room.queue(other).reads
    assert theirs.plate == "8STA111"
    said = room.say(theirs, Outcome.ACCEPTED, other).read.reviews[0].review
    with pytest.raises(NotFound):
        room.say(theirs, Outcome.ACCEPTED)
    with pytest.raises(NotFound):
        room.undo(said, reason=WHY)
    with pytest.raises(Refused, match="No source"):
        room.queue(Caller(**{**_fields(analyst()), "sources": frozenset()}))


@pytest.mark.section("464.4", "464.4.1", "464.5(4)")
def test_whoever_may_not_review_is_refused_on_record(room: Reviewing) -> None:
    read = room.queue().reads[0]
    for who in (person(Role.DISPATCHER), person(Role.AUDITOR), person(Role.VENDOR)):
        with pytest.raises(Refused):
            room.say(read, Outcome.ACCEPTED, who)
    with pytest.raises(TrainingRequired):
        room.say(read, Outcome.ACCEPTED, analyst(standing=Standing()))
    with pytest.raises(TrainingRequired):
        room.queue(analyst(standing=Standing()))
    assert room.station.kinds()[-5:] == [Kind.REFUSAL] * 5
    gate, registers = room.station.gate, room.station.registers
    with pytest.raises(PurposeRequired):
        queue_page(gate, registers, room.desk.store, analyst(), None, QueueQuery(), room.settings)


@pytest.mark.section("464.5", "464.6")
def test_two_records_stand_for_each_look_and_each_word_and_name_what_was_seen(room: Reviewing) -> None:
    page = room.queue()
    done = room.say(page.reads[1], Outcome.CORRECTED, resolved="7ABC123")
    intent, result = room.station.records()[-2:]
    assert (intent.index, result.index) == (done.record, done.result_record)
    assert intent.body["elements"]["resolved"] == "7ABC123"
    assert result.body["read_ids"] == [page.reads[1].read_id]
    looked = next(one for one in room.station.records() if one.index == page.result_record)
    assert looked.body["read_ids"] == sorted(read.read_id for read in page.reads)


def _fields(caller: Caller) -> dict[str, Any]:
    return {name: getattr(caller, name) for name in Caller.__dataclass_fields__}
