"""What a person says of a read who looked at its image (464.7(g)): kept beside it, in force or not, never over it.

A read is a lead. Whoever accepts or corrects one says what stands in the image; what the camera observed is kept, and
so is every word said before. A word may be taken back: by whoever said it last, or by another person who says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.plates.lookalikes import fold
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.purpose import text_problem
from workbench.policy.sections import Section


class Outcome(StrEnum):
    """What somebody found in the image."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    """There is no plate there."""
    UNREADABLE = "unreadable"
    """There is one, and nobody can read it."""


READABLE = frozenset({Outcome.ACCEPTED, Outcome.CORRECTED})
"""What says which plate it is."""


@dataclass(frozen=True, slots=True)
class Said:
    """One person's word on a read that was not taken back; ``plate`` and ``state`` are those of a correction."""

    review: int
    outcome: Outcome
    by: str
    plate: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Which word counts, and which correction waits for a second person; None for none."""

    counts: Said | None = None
    waits: Said | None = None


def standing(words: Sequence[Said], *, two_persons: bool) -> Standing:
    """Of the words on one read, the oldest first, the latest that counts; a later one may wait for a second person.

    With ``two_persons`` a correction counts once somebody else says the same.
    """
    waits: Said | None = None
    for said in reversed(words):
        if not two_persons or said.outcome is not Outcome.CORRECTED or _seconded(said, words):
            return Standing(said, waits)
        waits = waits or said
    return Standing(None, waits)


def plate_in_force(observed: str, said: Said | None) -> str | None:
    """The plate of a read after its review; None when there is none, or none that can be read."""
    if said is None or said.outcome is Outcome.ACCEPTED:
        return observed
    return said.plate if said.outcome is Outcome.CORRECTED else None


def decide_review(outcome: Outcome, observed: str, plate: str | None) -> Decision:
    """Admit a word that says something: a correction names another plate than the observed one, nothing else does."""
    if outcome is not Outcome.CORRECTED:
        if plate is None:
            return allow(Section.VERIFY_FIRST)
        return refuse(
            Section.VERIFY_FIRST,
            f"A read that is {outcome.value} is given no other plate.",
            "Record it as 'corrected', or leave the plate out.",
        )
    if plate is None:
        return refuse(
            Section.VERIFY_FIRST, "A correction says which plate it is.", "Type the plate that stands in the image."
        )
    if plate == observed:
        return refuse(
            Section.VERIFY_FIRST, f"The camera read {observed}, as you do.", "Accept the read instead of correcting it."
        )
    return allow(Section.VERIFY_FIRST)


def decide_undo(said: Said, words: Sequence[Said], username: str, reason: str) -> Decision:
    """Whether this person may take a word back: his or her own last one on the read, or another's with a reason."""
    own = [one for one in words if one.by == username]
    if said.by == username:
        if own[-1].review == said.review:
            return allow(Section.ACCOUNTABILITY)
        return refuse(
            Section.ACCOUNTABILITY,
            "You reviewed this read again after that.",
            "Take your last word on it back first.",
        )
    if problem := text_problem(reason):
        return refuse(
            Section.ACCOUNTABILITY,
            f"That is {said.by}'s word, and it is not said why it is taken back.",
            f"State the reason. {problem}",
        )
    return allow(Section.ACCOUNTABILITY)


def hit_note(observed: str, said: Said | None, listed: str, *, corrected_to: str | None) -> str:
    """What a review says against a hit, in words; empty when nothing does.

    ``listed`` is the entry's plate; ``corrected_to`` is the plate of the correction that made the hit, if one did.
    """
    if said is not None and said.outcome is Outcome.REJECTED:
        return f"REVIEWED: {said.by} found no plate in the image; the hit rests on nothing."
    if said is not None and said.outcome is Outcome.UNREADABLE:
        return f"REVIEWED: {said.by} found that the plate can't be read in the image."
    plate = plate_in_force(observed, said)
    if plate is not None and fold(plate) == fold(listed):
        return ""
    if corrected_to is not None and (said is None or said.plate != corrected_to):
        return "REVIEWED: the correction that made this hit does not stand."
    if said is not None and said.outcome is Outcome.CORRECTED:
        return f"REVIEWED: {said.by} reads {plate} in the image, which is not the listed plate."
    return ""


def _seconded(said: Said, words: Sequence[Said]) -> bool:
    same = (said.outcome, said.plate, said.state)
    return any(one.by != said.by and (one.outcome, one.plate, one.state) == same for one in words)
