"""What a search must give before it is run (464.7(d), 464.7(f), 464.10(b)): the wider it is, the more is asked.

A search for few characters with neither window nor place would show strangers' plates: a second person
approves it. A search without a window covers everything that is kept, so it reaches back beyond any age;
the asker confirms it, as he or she confirms few characters, a wide or old window and many reads.
What a second person approved needs no confirmation besides: the approval is of this exact search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workbench.policy.decision import Assent, Decision, allow, refuse
from workbench.policy.sections import Section

Span = tuple[datetime, datetime]
"""Start and end of a window, UTC."""


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """What goes without asking: days of a window, days of age, rows of an answer; and characters given at least."""

    window_days: int = 30
    age_days: int = 90
    rows: int = 500
    fixed_characters: int = 4


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """What the policy looks at. Times are UTC, both or none; ``sources_asked`` None: those granted.

    ``distance`` is how many of the characters given may be wrong or missing in what is found.
    """

    fixed_characters: int
    limit: int
    start: datetime | None = None
    end: datetime | None = None
    has_place: bool = False
    distance: int = 0
    sources_asked: frozenset[str] | None = None
    sources_granted: frozenset[str] = frozenset()

    @property
    def certain(self) -> int:
        """Characters given that every plate found has."""
        return self.fixed_characters - self.distance

    @property
    def bounded(self) -> bool:
        """Whether time or place narrows the search."""
        return self.start is not None or self.has_place


def decide_search(facts: SearchFacts, limits: SearchLimits, now: datetime) -> Decision:
    """Whether the search may be run as it stands, or whose word it needs first."""
    if (refused := decide_sources(facts.sources_asked, facts.sources_granted)) is not None:
        return refused
    few = facts.certain < limits.fixed_characters
    if few and not facts.bounded:
        return refuse(
            Section.CANVASS_AND_PARTIALS,
            f"{_given(facts, limits)} There is neither a time window nor a place.",
            "Give a window, a place or more characters, or have a second person approve this search.",
            Assent.SECOND_PERSON,
        )
    if reasons := list(_asked_again(facts, limits, now)):
        section = Section.CANVASS_AND_PARTIALS if few else Section.LEGITIMATE_PURPOSE
        return refuse(section, " ".join(reasons), "Narrow the search, or confirm it as it stands.", Assent.OWN)
    return allow(Section.CANVASS_AND_PARTIALS)


def decide_sources(asked: frozenset[str] | None, granted: frozenset[str]) -> Decision | None:
    """The refusal when a source is asked for that was not granted, or none was granted at all (464.7(f))."""
    if not granted:
        return refuse(
            Section.SOURCES,
            "No source of data was granted to you.",
            "Ask the ALPR administrator for the sources that your duties need.",
        )
    missing = sorted((asked or frozenset()) - granted)
    if not missing:
        return None
    return refuse(
        Section.SOURCES,
        f"You were not granted data from: {', '.join(missing)}.",
        f"Search {', '.join(sorted(granted))}, or ask the ALPR administrator for a grant.",
    )


def _asked_again(facts: SearchFacts, limits: SearchLimits, now: datetime) -> Iterator[str]:
    """Each reason for which the asker confirms, in words."""
    if facts.certain < limits.fixed_characters:
        yield _given(facts, limits)
    yield from too_wide(() if facts.start is None or facts.end is None else ((facts.start, facts.end),), limits, now)
    yield from too_many(facts.limit, limits)


def too_wide(windows: Sequence[Span], limits: SearchLimits, now: datetime) -> Iterator[str]:
    """Why these windows (UTC) are confirmed: how long all of them are, and when the first begins; none is unbounded."""
    if not windows:
        yield f"There is no time window, so reads older than {limits.age_days} days are searched too."
        return
    spanned = sum((end - start for start, end in windows), timedelta())
    if spanned > timedelta(days=limits.window_days):
        window = "The window spans" if len(windows) == 1 else "The windows together span"
        yield f"{window} {spanned / timedelta(days=1):,.1f} days, more than {limits.window_days}."
    first = min(start for start, _ in windows)
    if first < now - timedelta(days=limits.age_days):
        yield f"The window begins on {first:%Y-%m-%d}, more than {limits.age_days} days ago."


def too_many(limit: int, limits: SearchLimits) -> Iterator[str]:
    """Why so many reads are confirmed."""
    if limit > limits.rows:
        yield f"Up to {limit:,} reads are asked for, more than {limits.rows:,}."


def _given(facts: SearchFacts, limits: SearchLimits) -> str:
    doubt = f" and lets {facts.distance} of them be wrong: {facts.certain} are certain" if facts.distance else ""
    given = f"The pattern gives {facts.fixed_characters} of the plate's characters{doubt}"
    return f"{given}, fewer than {limits.fixed_characters}."
