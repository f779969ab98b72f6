"""What a hit is worth (464.7(g)): a hint from a camera and a list, marked as unverified until somebody looked it up.

The look-up itself is made by a person in CLETS; what he or she types in here is the record of it. What somebody said
is taken back by one more entry: nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
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
    """What became of a hit so far, or what one word on it said."""

    UNVERIFIED = "unverified"
    CONFIRMED = "confirmed"
    """Correct: it is this vehicle, and the look-up bears the entry out."""
    NOT_CONFIRMED = "not_confirmed"
    """It is this vehicle, but the look-up does not bear the entry out: cleared, recovered, withdrawn."""
    WRONG_STATE = "wrong_state"
    """The characters are those, the plate is another state's."""
    MISREAD = "misread"
    """The camera read other characters than the plate has."""
    DISMISSED = "dismissed"
    """No concern of ours, for the reason that is stated."""
    UNABLE = "unable"
    """Somebody tried to verify it and could not; it is unverified all the same."""
    WITHDRAWN = "withdrawn"
    """The word before it was taken back; no hit stands at this."""


OPEN = frozenset({Status.UNVERIFIED, Status.UNABLE})
"""What waits for somebody's look-up."""
LOOKED_UP = frozenset({Status.CONFIRMED, Status.NOT_CONFIRMED})
"""What nobody can say without a look-up in CLETS."""
REASONED = frozenset({Status.DISMISSED, Status.UNABLE})
"""What is said with a reason."""
RESULTS = frozenset(Status) - {Status.UNVERIFIED, Status.WITHDRAWN}
"""What a verification may find."""
WITHDRAWN_WITHIN = timedelta(minutes=10)
"""How long a slip of the hand can be taken back."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""By how much the clock of a terminal or a camera may differ from ours."""
_MARKS = {
    Status.UNVERIFIED: "UNVERIFIED: look it up in CLETS before anybody acts on it alone (464.7(g)).",
    Status.UNABLE: "UNVERIFIED, it could not be looked up: do so before anybody acts on it alone (464.7(g)).",
    Status.NOT_CONFIRMED: "NOT CONFIRMED: the look-up does not bear it out; nobody acts on it (464.7(g)).",
    Status.WRONG_STATE: "WRONG STATE: the plate is another state's; nobody acts on it (464.7(g)).",
    Status.MISREAD: "MISREAD: the plate has other characters; nobody acts on it (464.7(g)).",
    Status.DISMISSED: "DISMISSED: for the reason stated; nobody acts on it (464.7(g)).",
    Status.CONFIRMED: "",
}


def is_verified(status: Status) -> bool:
    """Whether somebody looked at it and came to a result."""
    return status not in OPEN


def mark(status: Status) -> str:
    """The words that stand beside the hit on every view and export; empty for a confirmed one alone."""
    return _MARKS[status]


def counting(said: Sequence[Status]) -> int | None:
    """Which of the words on a hit counts, the oldest first: the last that was not taken back; None when none does."""
    standing: list[int] = []
    for place, word in enumerate(said):
        if word is not Status.WITHDRAWN:
            standing.append(place)
        elif standing:
            standing.pop()
    return standing[-1] if standing else None


def decide_verification(
    result: Status, reference: str, note: str, looked_up: datetime | None, now: datetime
) -> Decision:
    """Admit the record of a verification that says what was found and where that can be looked up again.

    ``looked_up`` is when the look-up was made, UTC; None for just now.
    """
    if result not in RESULTS:
        return refuse(
            Section.VERIFY_FIRST,
            "A verification says what the look-up found.",
            f"State one of: {', '.join(sorted(RESULTS))}.",
        )
    if result in LOOKED_UP and not any(char.isalnum() for char in reference):
        return refuse(
            Section.VERIFY_FIRST,
            "The look-up in CLETS has a reference, and none is given.",
            "Type the reference in, or record the hit as 'unable' and say why.",
        )
    if result in LOOKED_UP and looked_up is not None and looked_up > now + CLOCKS_DIFFER:
        return refuse(
            Section.VERIFY_FIRST,
            "The look-up is said to have been made at a time that has not come yet.",
            "Give the time that stands on the answer of CLETS, or leave it out for just now.",
        )
    if result in REASONED and (problem := text_problem(note)):
        missing = "could not be verified" if result is Status.UNABLE else "is dismissed"
        return refuse(Section.VERIFY_FIRST, f"It is not said why the hit {missing}.", problem)
    return allow(Section.VERIFY_FIRST)


def decide_withdrawal(by: str, at: datetime, username: str, now: datetime) -> Decision:
    """Whether this person may take back the word that counts on a hit, which ``by`` said at ``at`` (UTC)."""
    if by != username:
        return refuse(
            Section.VERIFY_FIRST,
            f"{by} said what stands on this hit, so nobody else takes it back.",
            "Record what you found; both stay in the history, and the last one counts.",
        )
    if now - at > WITHDRAWN_WITHIN:
        minutes = WITHDRAWN_WITHIN // timedelta(minutes=1)
        return refuse(
            Section.VERIFY_FIRST,
            f"This was said more than {minutes} minutes ago; somebody may have acted on it.",
            "Record what is right; both stay in the history, and the last one counts.",
        )
    return allow(Section.VERIFY_FIRST)


def decide_enforcement_note(status: Status, reason: str) -> Decision:
    """Whether a note that enforcement rests on may be made from a hit; ``reason``: why without a verification."""
    if status is Status.CONFIRMED:
        return allow(Section.VERIFY_FIRST)
    if is_verified(status):
        return refuse(
            Section.VERIFY_FIRST,
            "Whoever looked did not bear this hit out, so no enforcement can rest on it.",
            "Verify it anew if that was a mistake.",
        )
    if problem := text_problem(reason):
        return refuse(
            Section.VERIFY_FIRST,
            "This hit is not verified, and it is not said why the note has to be made without that.",
            f"Verify the hit through CLETS, or state the reason. {problem}",
        )
    return allow(Section.VERIFY_FIRST)
