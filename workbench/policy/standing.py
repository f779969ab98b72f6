"""Training and a copy of the policy before any access (464.4.1, 464.7(e), 464.12)."""

from __future__ import annotations

from datetime import datetime

from workbench.policy.caller import Standing
from workbench.policy.clock import has_come
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.sections import Section


def decide_standing(standing: Standing, now: datetime, policy_version: str) -> Decision:
    """Admit only whoever was signed off by a trainer, whose training runs, and who acknowledged this policy."""
    how = "Open the training notebook; the training store is open to you meanwhile."
    if standing.trained_until is None or standing.signed_off_by is None:
        return refuse(Section.TRAINING_FIRST, "Your ALPR training is not complete and signed off.", how)
    if standing.signed_off_at is not None and not has_come(standing.signed_off_at, now):
        told = f"Your ALPR training was signed off on {standing.signed_off_at:%Y-%m-%d}, which has not come yet."
        return refuse(Section.TRAINING_FIRST, told, "The machine's clock was wrong: have it signed off again.")
    if standing.trained_until <= now:
        again = (
            "Renew it in the training notebook and have a trainer sign it off; the training store is open meanwhile."
        )
        return refuse(Section.TRAINING_FIRST, f"Your ALPR training ended on {standing.trained_until:%Y-%m-%d}.", again)
    if standing.acknowledged != policy_version:
        return refuse(
            Section.TRAINING_FIRST,
            f"The policy changed to version {policy_version}; you have not acknowledged it.",
            "Read and acknowledge it in the training notebook, step Policy; nothing else is asked of you anew.",
        )
    return allow(Section.TRAINED_ONLY)
