"""Who may answer a question on a signed-in page (464.10(b)): the asker confirms, another approves.

Where nobody who may approve can be reached, the asker of a search breaks the glass: it is made without a second
person's word, loudly, and another person looks at it afterwards, each time.
"""

from __future__ import annotations

from datetime import timedelta

from workbench.policy.decision import Assent, Decision, allow, refuse
from workbench.policy.sections import Section

REVIEW_WITHIN = timedelta(hours=72)
"""How soon somebody else looks at what was done behind broken glass."""
_SEARCHES = "search."


def decide_breaking(needs: Assent, action: str, asked_by: str, by: str) -> Decision:
    """A search that waits for a second person may be made by its asker alone; nothing else may."""
    if needs is Assent.SECOND_PERSON and action.startswith(_SEARCHES) and asked_by.casefold() == by.casefold():
        return allow(Section.LEGITIMATE_PURPOSE)
    return refuse(
        Section.LEGITIMATE_PURPOSE,
        "Only a search of your own that waits for a second person can be made without one.",
        "Wait for the second person, or ask another one.",
    )


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
