"""A decision is a value (464): allowed, or refused with the section, the reason and how to go on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.policy.sections import Section


class Assent(StrEnum):
    """Whose word is missing: the asker's own, given anew, or a second person's."""

    OWN = "own"
    SECOND_PERSON = "second-person"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the policy says to one request.

    ``needs`` is set when the refusal turns into an admission once somebody assents on a signed-in page.
    """

    allowed: bool
    section: Section
    reason: str = ""
    how: str = ""
    needs: Assent | None = None


def allow(section: Section) -> Decision:
    """Admitted under this section."""
    return Decision(True, section)


def refuse(section: Section, reason: str, how: str, needs: Assent | None = None) -> Decision:
    """Refused under this section, with what to do next."""
    return Decision(False, section, reason, how, needs)
