"""What a hit is worth (464.7(g)): a hint from a camera and a list, marked as unverified until somebody looked it up.

The look-up itself is made by a person in CLETS; what he or she types in here is the record of it.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.purpose import text_problem
from workbench.policy.sections import Section

SURE = 0.8
"""A read whose camera says that it is less certain than this matches as a look-alike, whatever it read."""
LISTED_BEFORE = timedelta(days=1)
"""Lists give days without a zone: an entry counts from a day before the day that it names."""


class Matched(StrEnum):
    """How a read met an entry: the very plate, or one that a camera takes for it."""

    EXACT = "exact"
    LOOKALIKE = "lookalike"


class Status(StrEnum):
    """What became of a hit so far."""

    UNVERIFIED = "unverified"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    UNABLE = "unable"
    """Somebody tried to verify it and could not; it is unverified all the same."""


RESULTS = frozenset(Status) - {Status.UNVERIFIED}
"""What a verification may find."""
_MARKS = {
    Status.UNVERIFIED: "UNVERIFIED: look it up in CLETS before anybody acts on it alone (464.7(g)).",
    Status.UNABLE: "UNVERIFIED, it could not be looked up: do so before anybody acts on it alone (464.7(g)).",
    Status.NOT_CONFIRMED: "NOT CONFIRMED: the look-up does not bear it out; nobody acts on it (464.7(g)).",
    Status.CONFIRMED: "",
}


def is_verified(status: Status) -> bool:
    """Whether somebody looked it up and came to a result."""
    return status in (Status.CONFIRMED, Status.NOT_CONFIRMED)


def mark(status: Status) -> str:
    """The words that stand beside the hit on every view and export; empty for a confirmed one alone."""
    return _MARKS[status]


def decide_verification(result: Status, reference: str, note: str) -> Decision:
    """Admit the record of a verification that says what was found and where that can be looked up again."""
    if result not in RESULTS:
        return refuse(
            Section.VERIFY_FIRST,
            "A verification says what the look-up found.",
            f"State one of: {', '.join(sorted(RESULTS))}.",
        )
    if is_verified(result) and not any(char.isalnum() for char in reference):
        return refuse(
            Section.VERIFY_FIRST,
            "The look-up in CLETS has a reference, and none is given.",
            "Type the reference in, or record the hit as 'unable' and say why.",
        )
    if result is Status.UNABLE and (problem := text_problem(note)):
        return refuse(Section.VERIFY_FIRST, "It is not said why the hit could not be verified.", problem)
    return allow(Section.VERIFY_FIRST)


def decide_enforcement_note(status: Status, reason: str) -> Decision:
    """Whether a note that enforcement rests on may be made from a hit; ``reason``: why without a verification."""
    if status is Status.CONFIRMED:
        return allow(Section.VERIFY_FIRST)
    if status is Status.NOT_CONFIRMED:
        return refuse(
            Section.VERIFY_FIRST,
            "The look-up did not bear this hit out, so no enforcement can rest on it.",
            "Verify it anew if that was a mistake.",
        )
    if problem := text_problem(reason):
        return refuse(
            Section.VERIFY_FIRST,
            "This hit is not verified, and it is not said why the note has to be made without that.",
            f"Verify the hit through CLETS, or state the reason. {problem}",
        )
    return allow(Section.VERIFY_FIRST)
