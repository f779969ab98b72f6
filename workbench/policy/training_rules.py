"""When somebody's training is complete, and who may sign it off (464.4.1, 464.7(e), 464.12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workbench.policy.caller import Caller, Standing
from workbench.policy.clock import has_come
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.roles import Operation
from workbench.policy.sections import Section

RENEWAL = timedelta(days=30)
"""So long before its end a sign-off of a year is renewed, and whoever holds it is reminded."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What somebody has completed; ``acknowledged`` is a version of the policy."""

    modules: frozenset[str] = frozenset()
    quiz: bool = False
    exercise: bool = False
    misuse: bool = False
    acknowledged: str | None = None


def left(steps: Steps, modules: frozenset[str], policy_version: str) -> list[str]:
    """What is left before a trainer may sign off, in words; empty when nothing is."""
    missing = len(modules - steps.modules)
    todo = {
        f"Read the modules: {missing} of {len(modules)} left (464.4.1).": missing > 0,
        "Pass the quiz (464.12).": not steps.quiz,
        "Find the vehicle of the exercise in the training store (464.12).": not steps.exercise,
        "Find the misuse in the invented extract of the access log (464.6).": not steps.misuse,
        acknowledge_first(policy_version): steps.acknowledged != policy_version,
    }
    return [words for words, open_ in todo.items() if open_]


def acknowledge_first(policy_version: str) -> str:
    """What somebody is told whose acknowledgement is missing or of another version."""
    return f"Acknowledge version {policy_version} of the policy (464.4.1)."


def valid(standing: Standing, now: datetime) -> bool:
    """Whether a sign-off stands and hasn't run out; the policy's version is another question."""
    if standing.signed_off_by is None or standing.trained_until is None:
        return False
    signed = standing.signed_off_at
    return now < standing.trained_until and (signed is None or has_come(signed, now))


def renewing(standing: Standing, now: datetime) -> bool:
    """Whether a sign-off that holds ends soon: within 30 days, or the last quarter of a shorter one.

    From then on the steps are taken anew, and it goes on to open the system meanwhile.
    """
    if not valid(standing, now) or standing.trained_until is None or standing.signed_off_at is None:
        return False
    lasts = standing.trained_until - standing.signed_off_at
    return standing.trained_until - now <= min(RENEWAL, lasts / 4)


def reminder(standing: Standing, now: datetime, policy_version: str) -> str:
    """What somebody whose training holds is reminded of, in a sentence; empty for nothing."""
    if not valid(standing, now) or standing.trained_until is None:
        return ""
    if standing.acknowledged != policy_version:
        return f"The policy is now version {policy_version}: acknowledge it in the training notebook to search on."
    if not renewing(standing, now):
        return ""
    return (
        f"Your ALPR training ends on {standing.trained_until:%Y-%m-%d}, {_ahead(standing.trained_until - now)}: "
        "take its steps again in the training notebook, then your trainer signs you off anew."
    )


def _ahead(left: timedelta) -> str:
    return {0: "within a day", 1: "tomorrow"}.get(left.days, f"in {left.days} days")


def decide_sign_off(trainer: Caller, trainee: str, remaining: list[str]) -> Decision:
    """A trainer, on a signed-in page, for somebody else, whose training is complete."""
    if Operation.TRAIN not in trainer.operations:
        return refuse(Section.TRAINING, "Only a trainer signs training off.", "Ask the training manager or a trainer.")
    if not trainer.may_assent:
        return refuse(
            Section.TRAINING,
            "A sign-off is given on a signed-in page, not from a kernel.",
            "Open the page in your browser.",
        )
    if trainer.username.casefold() == trainee.casefold():
        return refuse(
            Section.TRAINING, "Nobody signs off his or her own training.", "Ask another trainer to sign it off."
        )
    if remaining:
        return refuse(
            Section.TRAINING,
            f"The training of {trainee} is not complete: {' '.join(remaining)}",
            "The trainee does what is left, then you sign off.",
        )
    return allow(Section.TRAINING)
