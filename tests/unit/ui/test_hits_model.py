"""The queue of hits without a screen (464.5, 464.7(g)): looked at on record, said by key, taken back."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.unit.ui.fakes import NOW
from tests.unit.ui.hit_desk import FakeHitDesk, Shown, hit, several
from workbench.errors import PurposeRequired, Refused, Unavailable
from workbench.policy.hits import Status
from workbench.ui.hits import model as room
from workbench.ui.hits.model import HitsModel, counted
from workbench.ui.hits.words import RESULTS, age, compared, difference, is_stale

pytestmark = pytest.mark.section("464.7(g)")


@pytest.fixture
def desk() -> FakeHitDesk:
    return FakeHitDesk()


@pytest.fixture
async def model(desk: FakeHitDesk) -> HitsModel:
    made = HitsModel(desk, desk.me(), lambda: NOW)
    await made.look()
    return made


async def test_those_to_verify_come_first_and_the_first_of_them_is_chosen(model: HitsModel) -> None:
    assert [each.hit for each in model.hits] == [9, 6, 7, 8, 4, 5]
    assert (model.chosen, model.waiting) == ("9", 4)
    assert model.status == "6 hits; 4 to verify. On record as 402."


async def test_filters_travel_and_the_counts_of_the_other_states_stay(desk: FakeHitDesk, model: HitsModel) -> None:
    model.state, model.hotlist, model.days = "confirmed", "DOJ stolen vehicles", 7
    await model.look()
    _, asked = desk.calls[-1]
    assert (asked["status"], asked["open"], asked["first"], asked["hotlist"]) == (
        Status.CONFIRMED, False, "open", "DOJ stolen vehicles",
    )  # fmt: skip
    assert asked["window"].start == NOW - timedelta(days=7)
    assert counted(model.counts) == [
        ("", "All", 4), ("open", "To verify", 2), ("confirmed", "Correct", 1), ("misread", "Misread", 1),
    ]  # fmt: skip
    model.state, model.days = "open", 0
    await model.look()
    _, asked = desk.calls[-1]
    assert (asked["status"], asked["open"], asked["window"]) == (None, True, None)


async def test_older_and_newer_pages_are_looks_of_their_own(
    desk: FakeHitDesk, model: HitsModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LIMIT", 4)
    await model.look()
    assert (len(model.hits), model.has_older, model.has_newer) == (4, True, False)
    await model.older()
    assert ([each.hit for each in model.hits], model.has_older, model.has_newer) == ([4, 5], False, True)
    await model.older()
    await model.newer()
    await model.newer()
    assert [each.hit for each in model.hits] == [9, 6, 7, 8]
    assert len([name for name, _ in desk.calls if name == "hits"]) == 4


@pytest.mark.parametrize("result", [each for each in RESULTS if not each.wants], ids=lambda each: each.label)
async def test_one_key_records_what_needs_no_look_up_and_goes_on_to_the_next(
    desk: FakeHitDesk, model: HitsModel, result: Any
) -> None:
    await model.press(result.key)
    assert desk.calls[-1] == ("verify", (9, result.status, "", "", None))
    assert (model.hits[0].status, model.chosen, model.waiting) == (result.status, "6", 3)
    assert "On record: records 404 and 405. 3 hits to verify." in model.status


@pytest.mark.parametrize("result", [each for each in RESULTS if each.wants], ids=lambda each: each.label)
async def test_a_key_whose_result_wants_more_asks_for_it_and_records_once_it_is_there(
    desk: FakeHitDesk, model: HitsModel, result: Any
) -> None:
    await model.press(result.key)
    assert (desk.calls[-1][0], model.result, model.wanted) == ("hits", result.status.value, (result.wants, 1))
    assert result.label.lower() in model.status
    await model.record()
    assert model.wanted == (result.wants, 2)
    setattr(model, result.wants, " The terminal has no line. ")
    model.looked_up = datetime(2026, 11, 24, 10, 5)  # noqa: DTZ001 - as it is typed
    await model.record()
    _, (number, status, reference, note, looked_up) = desk.calls[-1]
    assert (number, status, reference or note) == (9, result.status, "The terminal has no line.")
    assert (looked_up is not None) is (result.wants == "reference")
    assert looked_up is None or looked_up.isoformat() == "2026-11-24T18:05:00+00:00"
    assert (model.result, model.reference, model.note, model.looked_up) == ("", "", "", None)


async def test_z_takes_the_last_word_back_and_nothing_is_overwritten(desk: FakeHitDesk, model: HitsModel) -> None:
    await model.press("3")
    await model.press("2")
    assert (model.chosen, model.may_undo) == ("7", True)
    await model.press("z")
    assert (desk.calls[-1], model.chosen) == (("withdraw", 6), "6")
    await model.press("z")
    first = next(each for each in model.hits if each.hit == 9)
    assert [said.result for said in first.verifications] == [Status.MISREAD, Status.WITHDRAWN]
    assert (first.status, model.may_undo, model.waiting) == (Status.UNVERIFIED, False, 4)
    await model.press("z")
    assert model.status == "You said nothing here that could be taken back."


async def test_a_word_that_can_no_longer_be_taken_back_is_told_and_not_tried_again(
    desk: FakeHitDesk, model: HitsModel
) -> None:
    await model.press("3")
    desk.fails = [Refused("This was said more than 10 minutes ago.", section="464.7(g)")]
    await model.press("z")
    assert model.trouble is not None
    assert (model.trouble.section, model.may_undo) == ("464.7(g)", False)


async def test_what_was_refused_stays_in_the_form(desk: FakeHitDesk, model: HitsModel) -> None:
    desk.fails = [Refused("The look-up in CLETS has a reference.", section="464.7(g)")]
    model.result, model.reference = "confirmed", "---"
    await model.record()
    assert (model.reference, model.status, model.chosen) == ("---", "Nothing was recorded.", "9")
    assert not model.may_undo


async def test_nothing_is_said_of_no_hit(desk: FakeHitDesk, model: HitsModel) -> None:
    desk.kept = []
    await model.look()
    assert (model.chosen, model.status) == ("", "0 hits; none waits for a look-up. On record as 404.")
    await model.press("1")
    await model.record()
    assert desk.calls[-1][0] == "hits"
    assert model.trouble is not None


async def test_a_refused_look_takes_the_hits_off_the_screen(desk: FakeHitDesk, model: HitsModel) -> None:
    desk.fails = [PurposeRequired("This purpose has ended.", section="464.5")]
    await model.look()
    assert (model.hits, model.head, model.chosen, model.counts) == ([], None, "", {})
    assert model.trouble is not None
    assert model.trouble.section == "464.5"


async def test_a_new_look_keeps_the_hit_that_is_looked_at_and_what_is_typed(
    desk: FakeHitDesk, model: HitsModel
) -> None:
    model.chosen, model.note = "7", "half a sen"
    desk.kept.insert(0, hit(11, time=NOW))
    await model.look(following=12)
    assert (model.hits[0].hit, model.chosen, model.note, desk.calls[-1][1]["following"]) == (11, "7", "half a sen", 12)


async def test_what_was_typed_of_one_hit_is_never_recorded_of_another(desk: FakeHitDesk, model: HitsModel) -> None:
    await model.press("1")
    model.reference, model.looked_up, model.note = "CLETS 26-118", NOW.replace(tzinfo=None), "of hit 9"
    model.chosen = "6"
    assert (model.result, model.reference, model.looked_up, model.note) == ("", "", None, "")
    await model.press("1")
    assert ("verify" not in [name for name, _ in desk.calls], model.wanted[0]) == (True, "reference")


async def test_who_goes_on_while_a_word_is_kept_keeps_the_hit_and_the_form(
    desk: FakeHitDesk, model: HitsModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, asked, said = threading.Event(), threading.Event(), desk.verify_hit

    def slowly(*given: Any) -> Shown:
        asked.set()
        held.wait(30)
        return said(*given)

    monkeypatch.setattr(desk, "verify_hit", slowly)
    saying = asyncio.create_task(model.press("3"))
    await asyncio.to_thread(asked.wait, 30)
    model.chosen, model.reference = "7", "CLETS of 7"
    await model.press("3")
    held.set()
    await saying
    assert (model.chosen, model.reference) == ("7", "CLETS of 7")
    assert [given[0] for name, given in desk.calls if name == "verify"] == [9]


async def test_a_look_that_was_under_way_brings_no_state_from_before_the_word(
    desk: FakeHitDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = HitsModel(desk, desk.me(), lambda: NOW)
    await model.look()
    held, asked, look = threading.Event(), threading.Event(), desk.hits

    def slowly(**given: Any) -> Shown:
        found = look(**given)
        asked.set()
        held.wait(30)
        return found

    monkeypatch.setattr(desk, "hits", slowly)
    looking = asyncio.create_task(model.look(12))
    await asyncio.to_thread(asked.wait, 30)
    monkeypatch.setattr(desk, "hits", look)
    await model.press("3")
    held.set()
    await looking
    assert model.hits[[each.hit for each in model.hits].index(9)].status is Status.MISREAD
    assert desk.calls[-1][1]["following"] == 12


async def test_a_custodian_out_of_reach_is_told(desk: FakeHitDesk, model: HitsModel) -> None:
    desk.fails = [Unavailable("The data service can't be reached.")]
    await model.press("3")
    assert model.trouble is not None
    assert model.trouble.retry


def test_plates_are_told_apart_by_their_characters() -> None:
    assert compared("7ABC123", "7ABC123") == ([("7ABC123", "")], [("7ABC123", "")])
    assert compared("7A8C123", "7ABC123") == (
        [("7A", ""), ("8", "swapped"), ("C123", "")],
        [("7A", ""), ("B", "swapped"), ("C123", "")],
    )
    assert compared("7ABC12", "7ABC123") == ([("7ABC12", "")], [("7ABC12", ""), ("3", "swapped")])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "Characters and state are the same."),
        ({"plate": "7A8C123"}, "8 where the list has B"),
        ({"plate": "7AXC123"}, "The camera read 7AXC123, the list has 7ABC123."),
        ({"state": "AZ"}, "The camera says AZ, the list CA."),
        ({"state": None}, "The camera says no state, the list CA."),
        ({"listed_state": None}, "The characters are the same; the list names no state."),
    ],
)
def test_where_read_and_entry_differ_is_said_in_words(changes: dict[str, Any], told: str) -> None:
    assert told in difference(hit(1, **changes))


@pytest.mark.parametrize(
    ("hours", "words"), [(0, "0 min"), (1.5, "90 min"), (2, "2 h"), (47, "47 h"), (48, "2 days"), (-1, "0 min")]
)
def test_ages_are_told_in_the_unit_that_fits(hours: float, words: str) -> None:
    assert age(NOW - timedelta(hours=hours), NOW) == words
    assert age(None, NOW) == "of unknown age"


def test_a_list_is_stale_when_it_is_old_or_was_replaced() -> None:
    assert [is_stale(each, 24, NOW) for each in several()] == [False, False, True, False, False, True]
    assert is_stale(hit(1, version_installed=None), 24, NOW)
