"""What an approved release lets out (464.9, 464.11): these reads, so many of them, in so many files, until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.sections import Section

_ANEW = "Have what is needed besides asked for in writing, entered and approved as a request of its own."


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an approval still lets out: until when (UTC), in how many files, how many reads in them together."""

    until: datetime
    files: int
    reads: int


def decide_allowance(allowance: Allowance, now: datetime) -> Decision:
    """Whether anything may still be given out under it."""
    if now >= allowance.until:
        ended = f"The approval ended on {allowance.until:%Y-%m-%d %H:%M} UTC."
        return refuse(Section.RELEASE, ended, "Have the request entered and approved anew.")
    if allowance.files < 1:
        return refuse(Section.RELEASE, "As many files as were asked for were given out under this request.", _ANEW)
    return allow(Section.RELEASE)


def decide_asked(beyond: str) -> Decision:
    """Whether a search lies within the request; ``beyond`` says in words what of it does not, empty for nothing."""
    if beyond:
        return refuse(Section.RELEASE, f"The request does not reach so far: {beyond}.", f"Narrow the search. {_ANEW}")
    return allow(Section.RELEASE)


def decide_reads(allowance: Allowance, count: int, outside: int) -> Decision:
    """Whether these reads may go out, ``outside`` of which lie beyond what was asked for."""
    if outside:
        told = f"{outside:,} of the {count:,} reads lie outside of what the request asks for."
        return refuse(Section.RETENTION, told, f"Narrow the search to its plates, time, place and cameras. {_ANEW}")
    if count > allowance.reads:
        told = f"{count:,} reads would go out; the approval lets out {allowance.reads:,} more."
        return refuse(Section.RELEASE, told, f"Narrow the search, or ask for fewer reads. {_ANEW}")
    return allow(Section.RELEASE)
