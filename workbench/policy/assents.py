"""Who may answer a question on a signed-in page (464.10(b)): the asker confirms, another approves."""

from __future__ import annotations

from workbench.policy.decision import Assent, Decision, allow, refuse
from workbench.policy.sections import Section


def decide_answerer(needs: Assent, asked_by: str, by: str, about: str = "") -> Decision:
    """A confirmation is the asker's own word, an approval is never the asker's, nor that of whom it is ``about``."""
    same = asked_by.casefold() == by.casefold()
    if needs is Assent.OWN and not same:
        return refuse(
            Section.LEGITIMATE_PURPOSE,
            "Only the person who asked confirms this.",
            f"{asked_by} must confirm it.",
        )
    if needs is Assent.SECOND_PERSON and same:
        return refuse(
            Section.ADMINISTRATOR,
            "Nobody approves a request of his or her own.",
            "Ask a second person to approve it.",
        )
    if needs is Assent.SECOND_PERSON and about.casefold() == by.casefold():
        return refuse(
            Section.ADMINISTRATOR,
            "Nobody approves what opens more to himself or herself.",
            "Ask another administrator to approve it.",
        )
    return allow(Section.LEGITIMATE_PURPOSE)
