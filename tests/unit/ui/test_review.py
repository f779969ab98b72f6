"""Reviewing by keys (464.7(g)): one word a read, the next read at once, an undo, and nothing said by mistake."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from typing import Any

import pytest

from tests.unit.ui.fakes import NOW
from tests.unit.ui.reviewing import FakeReviewer, waiting
from workbench.errors import BadInput, NotFound, Refused, StoreUnavailable
from workbench.policy.reviews import Outcome
from workbench.ui.review.card import ReviewCard
from workbench.ui.review.model import ReviewModel
from workbench.ui.review.view import ReviewPanel, app
from workbench.ui.review.words import level, reading
from workbench.wire.photographs import PlateCandidate

pytestmark = pytest.mark.section("464.7(g)")


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> Any:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client() -> FakeReviewer:
    return FakeReviewer()


@pytest.fixture
def model(client: FakeReviewer, clock: Clock) -> ReviewModel:
    return ReviewModel(client, client.me(), clock)


@pytest.fixture
async def loaded(model: ReviewModel) -> ReviewModel:
    await model.load()
    return model


async def test_the_first_waiting_read_is_shown_with_its_photograph_and_all_crops_in_one_look(
    client: FakeReviewer, loaded: ReviewModel
) -> None:
    assert loaded.read is not None
    assert (loaded.read.plate, loaded.at) == ("7ABC1Z3", 0)
    assert client.reviews.looks == [("crop", "r-0", "r-1", "r-2", "r-3"), ("original", "r-0")]
    assert loaded.picture[1].startswith(b"\xff\xd8")
    assert "4 reads wait" in loaded.status
    assert "On record as 40" in loaded.status


async def test_the_filters_are_asked_with(client: FakeReviewer, model: ReviewModel) -> None:
    model.order, model.camera, model.batch, model.source = "oldest", " EC-04 ", "", "department"
    await model.load()
    assert client.reviews.asked == [{"order": "oldest", "camera": "EC-04", "batch_id": None, "source": "department"}]


async def test_each_word_goes_to_the_read_that_is_shown_and_then_to_the_next(
    client: FakeReviewer, loaded: ReviewModel
) -> None:
    await loaded.accept()
    await loaded.reject()
    await loaded.give_up()
    assert client.reviews.said == [
        ("r-0", Outcome.ACCEPTED, ""),
        ("r-1", Outcome.REJECTED, ""),
        ("r-2", Outcome.UNREADABLE, ""),
    ]
    assert loaded.at == 3
    assert "6KLM550 is marked as unreadable. On record as 50." in loaded.status


async def test_accepting_another_reading_corrects_to_it(client: FakeReviewer, loaded: ReviewModel) -> None:
    assert [one.plate for one in loaded.readings()] == ["7ABC1Z3", "7A8C1Z3"]
    loaded.choose(7)
    assert loaded.chosen == 0
    loaded.choose(1)
    await loaded.accept()
    assert client.reviews.said == [("r-0", Outcome.CORRECTED, "7A8C1Z3")]
    assert "corrected to 7A8C1Z3. 1 hit by it" in loaded.status
    assert loaded.chosen == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Type the plate"), ("7abc 1z3", "accept it instead"), ("7AB?123", "'?'"), ("12345678901", "at most 10")],
)
async def test_what_is_no_other_plate_is_told_beside_the_field_and_never_sent(
    client: FakeReviewer, loaded: ReviewModel, typed: str, words: str
) -> None:
    loaded.correct()
    assert loaded.typed == "7ABC1Z3"
    loaded.typed = typed
    assert words in loaded.problem()
    await loaded.send()
    assert client.reviews.said == []
    loaded.leave()
    assert (loaded.problem(), loaded.typed, loaded.correcting) == ("", "", False)


async def test_what_is_typed_is_sent_in_its_one_spelling(client: FakeReviewer, loaded: ReviewModel) -> None:
    loaded.correct()
    loaded.typed = "7abc-123"
    await loaded.send()
    assert client.reviews.said == [("r-0", Outcome.CORRECTED, "7ABC123")]
    assert not loaded.correcting


async def test_undo_takes_back_the_last_word_and_shows_that_read_again(
    client: FakeReviewer, loaded: ReviewModel
) -> None:
    await loaded.undo()
    assert loaded.status == "There is nothing to take back."
    await loaded.accept()
    await loaded.reject()
    await loaded.undo()
    assert (client.reviews.undone, loaded.at, list(loaded.said)) == ([2], 1, ["r-0"])
    await loaded.undo()
    assert (client.reviews.undone, loaded.at, loaded.said) == ([2, 1], 0, {})


async def test_a_read_is_not_reviewed_twice_in_a_row_by_mistake(client: FakeReviewer, loaded: ReviewModel) -> None:
    await loaded.accept()
    await loaded.step(-1)
    await loaded.reject()
    assert client.reviews.said == [("r-0", Outcome.ACCEPTED, "")]
    assert "already" in loaded.status


async def test_nothing_is_said_of_a_read_before_its_photograph_is_there(
    client: FakeReviewer, loaded: ReviewModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, asked, look = threading.Event(), threading.Event(), client.reviews.images

    def slowly(*given: Any) -> Any:
        asked.set()
        held.wait(30)
        return look(*given)

    monkeypatch.setattr(client.reviews, "images", slowly)
    going = asyncio.create_task(loaded.go(1))
    await asyncio.to_thread(asked.wait, 30)
    await loaded.accept()
    assert (client.reviews.said, loaded.at) == ([], 1)
    assert "is on its way: nothing is said" in loaded.status
    held.set()
    await going
    await loaded.accept()
    assert len(client.reviews.said) == 1


async def test_after_the_last_read_of_a_page_the_next_page_is_asked_for(
    client: FakeReviewer, model: ReviewModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.review.model.PAGE", 2)
    await model.load()
    for _ in range(2):
        await model.accept()
    assert model.shown is not None
    assert [read.read_id for read in model.shown.page.reads] == ["r-2", "r-3"]
    for _ in range(2):
        await model.accept()
    assert model.status.endswith("Nothing else waits.")
    assert len(client.reviews.said) == 4


async def test_how_many_wait_are_done_and_how_fast_is_told(loaded: ReviewModel, clock: Clock) -> None:
    assert loaded.tally() == "4 reads wait; 0 reviewed; 0 by you just now."
    await loaded.accept()
    clock.now += timedelta(minutes=2)
    await loaded.accept()
    await loaded.accept()
    assert loaded.tally() == "1 read waits; 3 reviewed; 3 by you just now, 1.5 a minute."


async def test_a_word_that_is_refused_leaves_the_read_where_it_was(client: FakeReviewer, loaded: ReviewModel) -> None:
    client.reviews.fails = [Refused("Not so.", section="464.7(g)")]
    await loaded.accept()
    assert (loaded.at, loaded.said, loaded.status) == (0, {}, "Nothing was kept.")
    assert loaded.trouble is not None
    assert loaded.trouble.section == "464.7(g)"
    await loaded.accept()
    assert (loaded.at, loaded.trouble) == (1, None)


async def test_a_photograph_that_can_not_be_had_is_told_and_the_review_goes_on(
    client: FakeReviewer, model: ReviewModel
) -> None:
    client.reviews.reads[1] = waiting("8XYZ987", 1, pictured=False)
    await model.load()
    await model.step(1)
    assert (model.picture[1], model.unseen) == (b"", "The camera handed over no image with this read.")
    client.reviews.fails = [StoreUnavailable("The image is damaged.")]
    await model.step(1)
    assert "The image is damaged." in model.unseen
    client.reviews.fails = [NotFound("gone")]
    await model.load()
    assert model.shown is not None
    assert model.shown.crops == {}


def test_each_character_tells_how_sure_it_is_in_words_and_numbers() -> None:
    observed = PlateCandidate(plate="7A8", confidence=0.4, characters=[0.99, 0.8, 0.3])
    told = reading(observed, observed)
    assert [(one["char"], one["percent"], one["level"]) for one in told["chars"]] == [
        ("7", "99", "sure"),
        ("A", "80", "doubtful"),
        ("8", "30", "poor"),
    ]
    assert told["label"] == "7 A 8, 40%; not sure of A 80 %, 8 30 %"
    other = reading(PlateCandidate(plate="7AB", confidence=0.3, characters=[]), observed)
    assert [one["differs"] for one in other["chars"]] == [False, False, True]
    assert (level(0.95), level(0.75), level(0.7)) == ("sure", "doubtful", "poor")


HOSTILE = "<img src=x onerror=alert(1)>\u202e🚗" + "x" * 10_000


async def test_hostile_text_in_every_field_is_text(client: FakeReviewer) -> None:
    read = waiting("7ABC1Z3", camera=HOSTILE, source=HOSTILE, direction=HOSTILE, batch_id=HOSTILE)
    assert read.image is not None
    client.reviews.reads = [read.model_copy(update={"image": read.image.model_copy(update={"name": HOSTILE})})]
    panel = app(client)
    assert isinstance(panel, ReviewPanel)
    await panel.model.load()
    sent = [words for _, words in panel.card.item["facts"]] + [panel.card.item["name"]]
    assert sum("<img" in words for words in sent) >= 4
    assert not any("\u202e" in words or len(words) > 400 for words in sent)
    assert "<img" not in panel.record.value


async def test_hostile_words_in_the_filters_stay_text(client: FakeReviewer) -> None:
    panel = app(client)
    assert isinstance(panel, ReviewPanel)
    panel.model.camera = panel.model.batch = HOSTILE
    client.reviews.fails = [BadInput(f"There is no batch {HOSTILE}.", where="batch")]
    await panel.model.load()
    marked = [panel.record.value, *(child.value for child in panel.notices.children if hasattr(child, "value"))]
    assert not any("<img" in text for text in marked)
    assert client.reviews.asked[-1]["batch_id"] == HOSTILE.strip()


async def test_the_card_follows_the_model_and_says_only_what_it_may(client: FakeReviewer) -> None:
    panel = app(client)
    assert isinstance(panel, ReviewPanel)
    await panel.model.load()
    assert panel.card.item["size"] == [960, 540]
    assert [one["plate"] for one in panel.card.strip] == ["7ABC1Z3", "8XYZ987", "6KLM550", "5TRW318"]
    await panel.model.accept()
    assert [one["said"] for one in panel.card.strip] == ["accepted", "", "", ""]
    assert panel.card.at == 1
    heard: list[tuple[str, int]] = []
    card = ReviewCard(lambda deed, place: heard.append((deed, place)))
    for said in ({"do": "accept"}, {"do": "__class__"}, {"do": "go", "place": "1"}, {"do": "go", "place": 2}, "x", {}):
        card._heard(card, said, [])
    assert heard == [("accept", 0), ("go", 2)]
    assert "7ABC1Z3" not in repr(panel) + repr(card)


def test_enter_on_a_correction_sends_the_whole_of_what_was_typed_whatever_came_before() -> None:
    heard: list[tuple[str, str]] = []
    card = ReviewCard(lambda deed, _place: heard.append((deed, card.typed)))
    card.typed = "8XYZ"
    card._heard(None, {"do": "send", "place": 0, "typed": "8XYZ999"}, None)
    card._heard(None, {"do": "accept", "place": 0, "typed": "x" * 100}, None)
    card._heard(None, {"do": "send", "place": 0, "typed": 7}, None)
    assert heard == [("send", "8XYZ999"), ("accept", "8XYZ999"), ("send", "8XYZ999")]
