"""What must be given before vehicles' movements are looked at (464.7(d), 464.7(f), 464.10(b)).

A canvass shows the plates of everybody who passed, so each of its scenes has a time and a place; nobody can assent to
one without. What is wide, old or much is confirmed by the asker, as in a search for a plate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from workbench.policy.decision import Assent, Decision, allow, refuse
from workbench.policy.search_rules import SearchLimits, Span, decide_sources, too_many, too_wide
from workbench.policy.sections import Section

MOST_SCENES = 10
"""Scenes of one canvass."""


@dataclass(frozen=True, slots=True)
class SceneFacts:
    """One scene: its window (UTC), if there is one, and whether an area bounds it."""

    window: Span | None
    has_area: bool


@dataclass(frozen=True, slots=True)
class MovementFacts:
    """What the policy looks at. ``limit`` is the rows asked for; ``sources_asked`` None: those granted.

    ``counted_since`` (UTC) is when it begins that reads are counted besides those that are shown.
    """

    scenes: tuple[SceneFacts, ...]
    limit: int
    sources_asked: frozenset[str] | None = None
    sources_granted: frozenset[str] = frozenset()
    counted_since: datetime | None = None


def decide_canvass(facts: MovementFacts, limits: SearchLimits, now: datetime) -> Decision:
    """Whether everybody's reads around these scenes may be shown."""
    if (refused := decide_sources(facts.sources_asked, facts.sources_granted)) is not None:
        return refused
    if len(facts.scenes) > MOST_SCENES:
        return refuse(
            Section.CANVASS_AND_PARTIALS,
            f"{len(facts.scenes)} scenes are canvassed at once; at most {MOST_SCENES} may be.",
            "Leave out the scenes that matter least, or canvass them separately.",
        )
    if missing := list(_missing(facts)):
        return refuse(
            Section.CANVASS_AND_PARTIALS,
            f"{' '.join(missing)} A canvass shows everybody who passed, so each scene needs a time and a place.",
            "Give each scene a window and a circle or polygon.",
        )
    return _confirmed(facts, limits, now)


def decide_movement(facts: MovementFacts, limits: SearchLimits, now: datetime) -> Decision:
    """Whether one vehicle's movements, or counts that name no vehicle, may be looked at."""
    refused = decide_sources(facts.sources_asked, facts.sources_granted)
    return refused or _confirmed(facts, limits, now)


def _missing(facts: MovementFacts) -> Iterator[str]:
    for number, scene in enumerate(facts.scenes, 1):
        lacking = [name for name, there in (("window", scene.window), ("area", scene.has_area)) if not there]
        if lacking:
            yield f"Scene {number} has no {' and no '.join(lacking)}."


def _confirmed(facts: MovementFacts, limits: SearchLimits, now: datetime) -> Decision:
    windows = [scene.window for scene in facts.scenes if scene.window]
    if reasons := [*too_wide(windows, limits, now), *_too_old(facts, limits, now), *too_many(facts.limit, limits)]:
        how = "Narrow the search, or confirm it as it stands."
        return refuse(Section.LEGITIMATE_PURPOSE, " ".join(reasons), how, Assent.OWN)
    return allow(Section.CANVASS_AND_PARTIALS)


def _too_old(facts: MovementFacts, limits: SearchLimits, now: datetime) -> Iterator[str]:
    """Why days that are only counted are confirmed: none is looked at that is older than any other read may be."""
    if facts.counted_since and facts.counted_since < now - timedelta(days=limits.age_days):
        yield f"Reads are counted from {facts.counted_since:%Y-%m-%d} on, more than {limits.age_days} days ago."
