"""The decision table of a search: what passes, what is confirmed, what a second person approves, what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.policy.people import NOW
from workbench.policy.decision import Assent
from workbench.policy.search_rules import SearchFacts, SearchLimits, decide_search
from workbench.policy.sections import Section

DAY = timedelta(days=1)
LIMITS = SearchLimits()
OWN, SECOND = Assent.OWN, Assent.SECOND_PERSON
DEPARTMENT = frozenset({"department"})


def facts(fixed: int = 4, days: float | None = 30, ago: float | None = None, **known: Any) -> SearchFacts:
    """A search with a window of so many days that began so many days ago (ends now, if not told)."""
    start = None if days is None else NOW - (days if ago is None else ago) * DAY
    end = None if start is None or days is None else start + days * DAY
    defaults: dict[str, Any] = {"limit": 500, "sources_granted": DEPARTMENT}
    return SearchFacts(fixed_characters=fixed, start=start, end=end, **{**defaults, **known})


@pytest.mark.parametrize(
    ("asked", "needs", "section"),
    [
        # characters      window               place
        (facts(7), None, "464.7(d)"),
        (facts(4), None, "464.7(d)"),
        (facts(4, has_place=True), None, "464.7(d)"),
        (facts(3), OWN, "464.7(d)"),
        (facts(1), OWN, "464.7(d)"),
        (facts(0), OWN, "464.7(d)"),
        (facts(3, has_place=True), OWN, "464.7(d)"),
        (facts(3, None, has_place=True), OWN, "464.7(d)"),
        (facts(3, None), SECOND, "464.7(d)"),
        (facts(0, None), SECOND, "464.7(d)"),
        (facts(4, None), OWN, "464.10(b)"),
        (facts(7, None), OWN, "464.10(b)"),
        (facts(7, None, has_place=True), OWN, "464.10(b)"),
        # characters that may be wrong
        (facts(5, distance=1), None, "464.7(d)"),
        (facts(4, distance=1), OWN, "464.7(d)"),
        (facts(5, None, distance=2), SECOND, "464.7(d)"),
        (facts(6, distance=2), None, "464.7(d)"),
        # width and age of the window
        (facts(7, 30), None, "464.7(d)"),
        (facts(7, 30.001), OWN, "464.10(b)"),
        (facts(7, 31), OWN, "464.10(b)"),
        (facts(7, 1, ago=90), None, "464.7(d)"),
        (facts(7, 1, ago=90.001), OWN, "464.10(b)"),
        (facts(7, 1, ago=1000), OWN, "464.10(b)"),
        (facts(7, 1, ago=-5), None, "464.7(d)"),
        # reads
        (facts(7, limit=501), OWN, "464.10(b)"),
        (facts(7, limit=1), None, "464.7(d)"),
        # sources
        (facts(7, sources_asked=DEPARTMENT), None, "464.7(d)"),
    ],
)
def test_what_a_search_needs(asked: SearchFacts, needs: Assent | None, section: str) -> None:
    decision = decide_search(asked, LIMITS, NOW)
    assert (decision.allowed, decision.needs, decision.section.value) == (needs is None, needs, section)
    assert decision.allowed or (decision.reason and decision.how)


@pytest.mark.section("464.7(f)")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (facts(7, sources_granted=frozenset()), "No source of data was granted"),
        (facts(7, sources_granted=frozenset(), sources_asked=DEPARTMENT), "No source of data was granted"),
        (facts(7, sources_asked=frozenset({"state"})), "not granted data from: state."),
        (facts(0, None, sources_asked=frozenset({"state", "federal", "department"})), "from: federal, state."),
    ],
)
def test_a_source_that_was_not_granted_is_refused_and_nobody_can_assent_to_it(asked: SearchFacts, said: str) -> None:
    decision = decide_search(asked, LIMITS, NOW)
    assert (decision.allowed, decision.needs, decision.section) == (False, None, Section.SOURCES)
    assert said in decision.reason
    assert decision.how


def test_all_reasons_are_told_at_once() -> None:
    decision = decide_search(facts(2, 45, ago=100, limit=2000), LIMITS, NOW)
    for said in ("gives 2 of", "spans 45.0 days", "2025-11-22", "Up to 2,000 reads"):
        assert said in decision.reason


def test_stricter_limits_of_an_agency_are_kept() -> None:
    strict = SearchLimits(window_days=7, age_days=30, rows=50, fixed_characters=5)
    for asked in (facts(4, 7), facts(7, 8), facts(7, 1, ago=31), facts(7, 7, limit=51)):
        assert decide_search(asked, strict, NOW).needs is OWN
    assert decide_search(facts(5, 7, limit=50), strict, NOW).allowed
