"""The decision table of a canvass and of one vehicle's movements (464.7(d), 464.7(f), 464.10(b))."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.policy.people import NOW
from workbench.policy.decision import Assent
from workbench.policy.movement_rules import MOST_SCENES, MovementFacts, SceneFacts, decide_canvass, decide_movement
from workbench.policy.search_rules import SearchLimits

DAY = timedelta(days=1)
LIMITS = SearchLimits()
OWN = Assent.OWN
DEPARTMENT = frozenset({"department"})


def scene(days: float | None = 1, ago: float | None = None, *, area: bool = True) -> SceneFacts:
    """A scene of so many days that began so many days ago (ends now, if not told)."""
    if days is None:
        return SceneFacts(None, area)
    start = NOW - (days if ago is None else ago) * DAY
    return SceneFacts((start, start + days * DAY), area)


def facts(*scenes: SceneFacts, **known: Any) -> MovementFacts:
    defaults: dict[str, Any] = {"limit": 500, "sources_granted": DEPARTMENT}
    return MovementFacts(scenes, **{**defaults, **known})


@pytest.mark.section("464.7(d)")
@pytest.mark.parametrize(
    ("asked", "allowed", "needs", "section"),
    [
        (facts(scene(30)), True, None, "464.7(d)"),
        (facts(scene(30.01)), False, OWN, "464.10(b)"),
        (facts(scene(15), scene(15, ago=60)), True, None, "464.7(d)"),
        (facts(scene(16), scene(15, ago=60)), False, OWN, "464.10(b)"),
        (facts(scene(1), scene(1, ago=91)), False, OWN, "464.10(b)"),
        (facts(scene(), limit=501), False, OWN, "464.10(b)"),
        (facts(*[scene()] * MOST_SCENES), True, None, "464.7(d)"),
        (facts(*[scene()] * (MOST_SCENES + 1)), False, None, "464.7(d)"),
        (facts(scene(area=False)), False, None, "464.7(d)"),
        (facts(scene(None)), False, None, "464.7(d)"),
        (facts(scene(), scene(None, area=False)), False, None, "464.7(d)"),
        (facts(scene(), sources_asked=frozenset({"state"})), False, None, "464.7(f)"),
        (facts(scene(), sources_granted=frozenset()), False, None, "464.7(f)"),
    ],
)
def test_what_a_canvass_needs(asked: MovementFacts, allowed: bool, needs: Assent | None, section: str) -> None:
    decision = decide_canvass(asked, LIMITS, NOW)
    assert (decision.allowed, decision.needs, decision.section.value) == (allowed, needs, section)
    assert allowed or (decision.reason and decision.how)


@pytest.mark.section("464.10(b)")
@pytest.mark.parametrize(
    ("asked", "allowed", "needs", "section"),
    [
        (facts(scene(30, area=False)), True, None, "464.7(d)"),
        (facts(scene(31, area=False)), False, OWN, "464.10(b)"),
        (facts(scene(None, area=False)), False, OWN, "464.10(b)"),
        (facts(scene(None)), False, OWN, "464.10(b)"),
        (facts(scene(1, ago=90.5)), False, OWN, "464.10(b)"),
        (facts(scene(), limit=501), False, OWN, "464.10(b)"),
        (facts(scene(), sources_asked=frozenset({"state"})), False, None, "464.7(f)"),
    ],
)
def test_what_one_vehicles_movements_need(
    asked: MovementFacts, allowed: bool, needs: Assent | None, section: str
) -> None:
    decision = decide_movement(asked, LIMITS, NOW)
    assert (decision.allowed, decision.needs, decision.section.value) == (allowed, needs, section)


def test_stricter_limits_of_an_agency_are_kept() -> None:
    strict = SearchLimits(window_days=7, age_days=30, rows=50)
    for asked in (facts(scene(8)), facts(scene(1, ago=31)), facts(scene(), limit=51)):
        assert decide_canvass(asked, strict, NOW).needs is OWN
        assert decide_movement(asked, strict, NOW).needs is OWN
