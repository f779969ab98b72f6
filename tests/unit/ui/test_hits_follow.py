"""New hits appear by themselves (464.5, 464.7(g)): one record to follow, a look for each news, nothing held up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.unit.ui.fakes import NOW
from tests.unit.ui.hit_desk import FakeHitDesk, hit
from tests.waiting import until
from workbench.errors import NotFound, PurposeRequired, Unavailable
from workbench.ui.hits.follow import APART, Follower, announced
from workbench.ui.hits.model import HitsModel
from workbench.wire.hits import HitNews

pytestmark = pytest.mark.section("464.7(g)")


class Case:
    """A follower at work; ``paused`` are the pauses that it took."""

    def __init__(self) -> None:
        self.desk = FakeHitDesk()
        self.model = HitsModel(self.desk, self.desk.me(), lambda: NOW)
        self.paused: list[float] = []
        self.follower = Follower(self.model, self._pause)

    async def _pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        await asyncio.sleep(0)

    async def until(self, true: Callable[[], bool]) -> None:
        await asyncio.to_thread(until, true)

    def looks(self) -> list[object]:
        return [asked["following"] for name, asked in self.desk.calls if name == "hits"]


@pytest.fixture
async def case() -> Case:
    made = Case()
    task = asyncio.create_task(made.follower.run())
    await made.until(lambda: bool(made.desk.calls) and made.desk.calls[-1][0] == "news")
    made.task = task  # type: ignore[attr-defined] # held, so that it is not collected
    return made


async def test_news_bring_a_look_under_the_record_of_the_following_and_are_spoken(case: Case) -> None:
    assert case.looks() == [402]
    case.desk.tell(hit(12, time=NOW))
    await case.until(lambda: case.follower.rung == 1)
    assert (case.looks(), case.model.hits[0].hit) == ([402, 402], 12)
    assert case.follower.told == "10:30:00: 1 new hit, not verified."
    await case.until(lambda: case.desk.calls[-1] == ("news", (12, 3)))
    assert case.paused == [APART]


async def test_what_was_announced_as_not_verified_is_said_no_longer_once_somebody_said_something_of_it(
    case: Case,
) -> None:
    case.desk.tell(hit(12, time=NOW))
    await case.until(lambda: case.follower.rung == 1)
    await case.model.press("3")
    assert case.follower.told == ""


async def test_without_news_nothing_is_looked_at(case: Case) -> None:
    for _ in range(3):
        case.desk.waiting.put(HitNews(hit=9, said=3))
    await case.until(lambda: len([name for name, _ in case.desk.calls if name == "news"]) == 4)
    assert (case.looks(), case.follower.told) == ([402], "")


async def test_words_of_others_are_shown_without_a_sound(case: Case) -> None:
    case.desk.tell(words=2)
    await case.until(lambda: bool(case.follower.told))
    assert (len(case.looks()), case.follower.rung) == (2, 0)


async def test_who_reads_an_older_page_is_told_and_stays_there(case: Case) -> None:
    case.model._trail.append(None)
    case.desk.tell(hit(12, time=NOW))
    await case.until(lambda: case.follower.rung == 1)
    assert len(case.looks()) == 1


async def test_a_custodian_that_started_anew_is_followed_anew(case: Case) -> None:
    case.desk.waiting.put(NotFound("Hits are not followed any more."))
    await case.until(lambda: len(case.looks()) == 2)
    assert [name for name, _ in case.desk.calls].count("follow") == 2
    assert case.paused == []


async def test_a_custodian_out_of_reach_is_asked_again_more_and_more_rarely(case: Case) -> None:
    case.desk.fails = [Unavailable("Away.") for _ in range(5)]
    case.desk.waiting.put(Unavailable("Away."))
    await case.until(lambda: len(case.looks()) == 2)
    assert case.paused == [1, 2, 5, 10, 10, 10]
    assert not case.follower.lost


async def test_an_ended_purpose_ends_it_and_says_why(case: Case) -> None:
    case.desk.waiting.put(PurposeRequired("This purpose has ended.", section="464.5"))
    await case.until(lambda: case.follower.trouble is not None)
    assert case.follower.trouble is not None
    assert (case.follower.on, case.follower.trouble.section) == (False, "464.5")


async def test_what_comes_after_the_stop_is_not_heard(case: Case) -> None:
    case.follower.stop()
    case.desk.tell(hit(12, time=NOW))
    await case.until(case.task.done)  # type: ignore[attr-defined]
    assert (case.looks(), case.follower.rung, case.follower.on) == ([402], 0, False)


def test_the_same_news_a_minute_later_is_another_sentence() -> None:
    news = HitNews(hit=9, said=3, hits=2, words=1)
    assert announced(news, NOW) == "18:30:00: 2 new hits, not verified and 1 word of others on hits."
