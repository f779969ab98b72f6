"""Each detector names its rows and its reason, and stays silent about what is usual (464.6, 464.7.1(b)-(c))."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.audit.detectors.breadth import BREADTH
from workbench.audit.detectors.cases import CASES
from workbench.audit.detectors.every import EVERY, flags, idle
from workbench.audit.detectors.lapsed import LAPSED
from workbench.audit.detectors.off_shift import OFF_SHIFT
from workbench.audit.detectors.overlapping import OVERLAPPING
from workbench.audit.detectors.pasted import PASTED
from workbench.audit.detectors.repeat import REPEAT
from workbench.audit.detectors.snooping import SNOOPING
from workbench.audit.detectors.vague import VAGUE, emptiness
from workbench.audit.detectors.watch_list import WATCH_LIST
from workbench.audit.row import Case, Detector, Flag, Ground, Row

pytestmark = pytest.mark.section("464.6", "464.7.1(b)", "464.7.1(c)")
NOON = datetime(2026, 7, 1, 19, tzinfo=UTC)
"""Noon of the first day, where the agency is."""
STORY = "The neighbour saw a grey pick-up leave after the burglary."


def row(index: int, day: float = 0, minutes: float = 0, **more: Any) -> Row:
    usual = {"user": "ana", "plate": f"7ABC{index:03d}", "case": "26-0001", "reason": STORY, "trained": True}
    return Row(index, NOON + timedelta(days=day, minutes=minutes), **{**usual, **more})


def found(detector: Detector, rows: list[Row], ground: Ground | None = None) -> list[Flag]:
    return list(detector.find(rows, ground or Ground()))


def test_one_plate_on_three_days_without_a_case_is_named() -> None:
    rows = [row(day, day, plate="7ABC123", case="") for day in range(3)]
    (flag,) = found(REPEAT, [*rows, row(9)])
    assert (flag.user, flag.rows, flag.section) == ("ana", (0, 1, 2), "464.7.1(b)")
    assert flag.reason == ("The same plate, 3 times on 3 days from 2026-07-01 to 2026-07-03, and no case is named.")


def test_one_plate_across_cases_is_named_and_the_plate_stands_in_no_reason() -> None:
    rows = [row(day, day, plate="7ABC123", case=f"26-{day % 2}") for day in range(4)]
    (flag,) = found(REPEAT, rows)
    assert "under 2 different cases" in flag.reason
    assert "7ABC123" not in flag.reason


@pytest.mark.parametrize(("days", "flagged"), [(9, 0), (10, 1)])
def test_a_case_is_followed_for_days_before_anybody_asks(days: int, flagged: int) -> None:
    assert len(found(REPEAT, [row(day, day, plate="7ABC123") for day in range(days)])) == flagged


def test_many_looks_on_one_day_are_one_day() -> None:
    assert not found(REPEAT, [row(n, minutes=n, plate="7ABC123", case="") for n in range(8)])


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"reason": "", "case": ""}, "no reason, no case and no offence"),
        ({"reason": "", "case": "26-1"}, ""),
        ({"reason": "", "case": "", "category": "Drugs/Narcotics"}, ""),
        ({"reason": "INV", "case": ""}, "only words that would fit any search"),
        ({"reason": "Susp veh", "case": ""}, "only words that would fit any search"),
        ({"reason": "investigation", "case": "26-1"}, ""),
        ({"reason": ".", "case": ""}, "no word at all"),
        ({"reason": "10851 CVC", "case": ""}, ""),
        ({"reason": "PC 459", "case": ""}, ""),
        ({"reason": "187", "case": ""}, ""),
        ({"reason": "26-13287", "case": ""}, ""),
        ({"reason": "stolen veh", "case": ""}, ""),
        ({"reason": "[withheld]", "case": ""}, ""),
        ({}, ""),
    ],
)
def test_a_reason_is_vague_when_it_would_fit_any_search(given: dict[str, str], wrong: str) -> None:
    assert emptiness(row(1, **given)) == wrong


def test_vague_reasons_are_counted_by_person_and_kind() -> None:
    rows = [row(1, reason="inv", case=""), row(2, reason="", case=""), row(3, reason="invest", case="")]
    told = {(flag.rows, flag.reason) for flag in found(VAGUE, rows)}
    assert told == {
        ((1, 3), "2 searches: only words that would fit any search."),
        ((2,), "1 search: no reason, no case and no offence."),
    }


def test_one_narrative_for_three_cases_is_named_however_it_is_spaced() -> None:
    rows = [row(1, case="1"), row(2, case="2", reason=f" {STORY.upper()} "), row(3, case="3"), row(4, user="ben")]
    assert [flag.rows for flag in found(PASTED, rows)] == [(1, 2, 3)]
    assert not found(PASTED, rows[:2])


def test_a_burst_at_an_hour_at_which_the_person_never_works_is_named() -> None:
    usual = [row(day, day, minutes=day) for day in range(0, 24, 2)]
    burst = [row(50 + n, 30.5, minutes=5 * n) for n in range(3)]
    (flag,) = found(OFF_SHIFT, [*usual, *burst])
    assert flag.rows == (50, 51, 52)
    assert "from 00:00 on 2026-08-01; on 12 other days the person never searched within 2 hours" in flag.reason


def test_hours_are_not_judged_by_few_days_nor_by_single_searches_nor_near_the_shift() -> None:
    few = [row(day, day) for day in range(0, 18, 2)]
    many = [row(day, day) for day in range(0, 24, 2)]
    burst = [row(50 + n, 30.5, minutes=5 * n) for n in range(3)]
    near = [row(50 + n, 30, minutes=110 + 5 * n) for n in range(3)]
    assert not found(OFF_SHIFT, [*few, *burst])
    assert not found(OFF_SHIFT, [*many, *burst[:2]])
    assert not found(OFF_SHIFT, [*many, *near])


def test_one_login_to_and_fro_between_addresses_is_named_and_a_move_is_not() -> None:
    places = ["desk", "car", "desk", "car"]
    rows = [row(n, minutes=8 * n, address=place) for n, place in enumerate(places)]
    (flag,) = found(OVERLAPPING, rows)
    assert (flag.rows, flag.section) == ((0, 1, 2, 3), "464.5.2")
    moved = [row(n, minutes=8 * n, address=place) for n, place in enumerate(["desk", "desk", "car", "car"])]
    slow = [row(n, minutes=60 * n, address=place) for n, place in enumerate(places)]
    assert not found(OVERLAPPING, moved)
    assert not found(OVERLAPPING, slow)


def test_refusals_for_want_of_training_and_admissions_without_a_sign_off_are_told_apart() -> None:
    rows = [row(1, admitted=False, section="464.4.1"), row(2, trained=False), row(3, trained=None), row(4)]
    assert [flag.rows for flag in found(LAPSED, rows)] == [(1,), (2,)]


def test_far_more_than_on_any_own_day_is_named_however_much_others_do() -> None:
    usual = [row(day, day) for day in range(10)]
    busy = [row(100 + n, 20, minutes=n) for n in range(15)]
    other = [row(200 + n, 20, minutes=n, user="ben") for n in range(90)]
    (flag,) = found(BREADTH, [*usual, *busy, *other])
    assert (flag.user, len(flag.rows)) == ("ana", 15)
    assert "15 searches on 2026-07-21; 1 is the median of the person's 10 others." in flag.reason
    assert not found(BREADTH, [*usual, *busy[:14]])
    assert not found(BREADTH, [*usual[:9], *busy])


def test_a_watched_plate_is_told_by_its_word() -> None:
    ground = Ground(watched=lambda plate: {"7ABC001": "her own"}.get(plate, ""))
    (flag,) = found(WATCH_LIST, [row(1), row(2)], ground)
    assert flag.rows == (1,)
    assert "her own" in flag.reason
    assert "7ABC001" not in flag.reason


def test_cases_are_held_against_the_agencys_list() -> None:
    cases = {"c-1": Case(), "c-2": Case(closed=date(2026, 7, 1)), "c-3": Case(members=frozenset({"ben"}))}
    rows = [row(1, case="C-1"), row(2, 7, case="c-2"), row(3, 9, case="c-2"), row(4, case="c-3"), row(5, case="c-9")]
    told = {flag.rows: flag.reason for flag in found(CASES, rows, Ground(cases=cases))}
    assert told == {
        (3,): "1 row under case c-2, which was closed on 2026-07-01.",
        (4,): "1 row under case c-3, in which this person has no part.",
        (5,): "1 row under case c-9, which the agency's list does not have.",
    }
    assert not found(CASES, rows, Ground())


def test_who_looks_in_the_log_for_one_person_again_and_again_is_named() -> None:
    looks = [row(day, day, action="log.read", about="ben", plate="") for day in range(4)]
    own = [row(10 + n, minutes=n, action="log.read", about="Ana", plate="") for n in range(3)]
    assert [flag.rows for flag in found(SNOOPING, [*looks, *own])] == [(10, 11, 12), (0, 1, 2, 3)]
    assert not found(SNOOPING, looks[:3])


def test_what_can_find_nothing_here_is_said() -> None:
    masked = [replace(row(1), user="", plate="", case="", address="")]
    assert {each.name for each in idle(masked, Ground())} == {each.name for each in EVERY} - {"vague reason"}
    assert "unusual breadth" not in {each.name for each in idle([row(1)], Ground())}


texts = st.sampled_from(["", "ana", "ben", "7ABC123", "26-1", "inv", STORY])
rows_ = st.lists(
    st.builds(
        Row,
        index=st.integers(0, 50),
        time=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        user=texts,
        action=st.sampled_from(["search", "search.plates", "log.read"]),
        admitted=st.booleans(),
        plate=texts,
        case=texts,
        reason=texts,
        address=texts,
        about=texts,
        trained=st.sampled_from([True, False, None]),
    ),
    max_size=40,
    unique_by=lambda each: each.index,
)


@given(rows_)
def test_whatever_a_log_holds_a_flag_names_its_own_persons_rows_and_the_order_does_not_matter(rows: list[Row]) -> None:
    ground = Ground(cases={}, watched=lambda plate: "x" if plate == "7ABC123" else "")
    raised = flags(rows, ground)
    users = {each.index: each.user for each in rows}
    for flag in raised:
        assert flag.rows
        assert list(flag.rows) == sorted(set(flag.rows))
        assert {users[index] for index in flag.rows} == {flag.user}
    assert raised == flags(rows[::-1], ground)
