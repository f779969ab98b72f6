"""Going on with a purpose that stands (464.5(4)): which ones, and which of them another notebook goes on with."""

from __future__ import annotations

from workbench.wire.base import Context, Message
from workbench.wire.purpose import PurposeDeclared, Wording


class StandingPurposes(Message):
    """The caller's own open purposes, the one declared last first."""

    purposes: list[PurposeDeclared]


class GoOn(Message):
    """A person's word that a purpose declared before holds for this notebook too."""

    prompt: Wording = ""
    """The wording that the person was shown."""
    context: Context = Context()
