"""Declaring a purpose (464.5(4)), and what the custodian answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from workbench.policy.caller import Realm
from workbench.policy.purpose import GO_ON, PROMPT
from workbench.wire.base import Context, Message, Short, Text, Time


def _ours(prompt: str) -> str:
    if prompt not in ("", PROMPT, GO_ON):
        raise ValueError("is not the wording that the custodian gives; ask it again who you are, and show that")
    return prompt


Wording = Annotated[Text, AfterValidator(_ours)]
"""A wording that the custodian gives (``Me.prompt``, ``Me.go_on_prompt``), or nothing where none was shown."""


class PurposeDraft(Message):
    """What the person states; every field is checked by the custodian (``workbench.policy.purpose``)."""

    category: Short
    case_number: Short
    narrative: Text
    why_this_plate: Text
    prompt: Wording = ""
    """The wording that the person was shown."""
    realm: Realm | None = None
    """None: the agency's reads when training is valid, else the training store."""
    context: Context = Context()


class PurposeDeclared(Message):
    """A purpose that stands; ``purpose_id`` travels with each request that rests on it."""

    purpose_id: str
    category: str
    case_number: str
    realm: Realm
    declared_at: Time
    expires_at: Time
    record: int


class CategoryChoice(Message):
    """One entry of the closed list, with the section it rests on."""

    value: str
    label: str
    section: str


class Due(Message):
    """Something that waits for this person: a sentence, the notebook or page where it is done, and its section."""

    text: Text
    notebook: Short = ""
    page: Short = ""
    section: Short
    pressing: bool = False
    """Whether it should have been done already."""


class Me(Message):
    """Who the caller is and how he or she stands (464.4, 464.4.1)."""

    username: str
    organisation: str
    roles: list[str]
    operations: list[str]
    """All that the roles include, also what is done on a signed-in page alone."""
    realm: Realm
    """The store that a new purpose would open."""
    trained: bool
    standing: str
    """One sentence on training and acknowledgement, for the person to read."""
    trained_until: Time | None
    policy_version: str
    sources: list[str]
    isolation_enforced: bool
    prompt: str
    """What is shown, to the letter, where a purpose is declared."""
    go_on_prompt: str
    """What is shown, to the letter, where a purpose declared elsewhere is gone on with."""
    categories: list[CategoryChoice]
    idle_minutes: int
    time_zone: str = "UTC"
    """The agency's, as an IANA name: what people read and type is in it; what travels is UTC."""
    window_days: int = 30
    """The longest window that is searched without asking again."""
    age_days: int = 90
    """How far back a search goes without asking again."""
    log_alarm: str = ""
    """What is wrong with the watch over the access log, in a sentence; empty when nothing is."""
    fixed_characters: int = 4
    """With fewer characters given it is asked again."""
    retention_days: int = 730
    """How long reads are kept (464.9)."""
    retention_schedule: str = ""
    """What the agency's records retention schedule calls them."""
    due: list[Due] = []
    """What waits for this person, the most pressing first."""
