"""Training sessions (464.12): opened by a trainer, with a roster of accounts, closed with who attended."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Base64Bytes, Field, StringConstraints

from workbench.wire.administration import Name
from workbench.wire.base import Context, Message, Text, Time

MOST_ON_ROSTER = 200
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=120)]
Roster = Annotated[list[Name], Field(max_length=MOST_ON_ROSTER)]


class OpenSession(Message):
    """A session that will be held; ``starts_at`` in UTC."""

    title: Title
    starts_at: Time
    agenda: Text
    place: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    roster: Roster = []
    context: Context = Context()


class ChangeRoster(Message):
    """People who are asked to come to an open session, and people who are no longer."""

    session: int
    add: Roster = []
    remove: Roster = []
    context: Context = Context()


class CloseSession(Message):
    """The session was held: who of the roster attended."""

    session: int
    attended: Roster
    note: Text = ""
    context: Context = Context()


class OnRoster(Message):
    """One person of a roster; ``attended`` is None until the session is closed."""

    username: str
    attended: bool | None


class TrainingSession(Message):
    """A session as it stands; the records are of its opening and its attendance."""

    session: int
    title: str
    starts_at: Time
    place: str
    agenda: str
    opened_by: str
    record: int
    roster: list[OnRoster]
    closed_by: str = ""
    closed_at: Time | None = None
    closed_record: int | None = None
    note: str = ""


class OwnSession(Message):
    """A session that somebody is on the roster of, without the others."""

    title: str
    starts_at: Time
    place: str
    agenda: str
    trainer: str
    attended: bool | None


class TrainingNews(Message):
    """The newest record that anybody's training rests on: a number that changes when there is something to see."""

    record: int


class RegisterWanted(Message):
    """The training register as a file."""

    format: Literal["csv", "xlsx"]
    context: Context = Context()


class TrainingFile(Message):
    """A file and the records that it came under; the second holds its hash."""

    name: str
    media_type: str
    sha256: str
    content: Base64Bytes
    record: int
    result_record: int


class PlantedStory(Message):
    """A made-up story that the training store holds; degrees WGS 84, metres, UTC."""

    title: str
    told: str
    pattern: str
    answer: list[str]
    start: Time
    end: Time
    latitude: float
    longitude: float
    metres: float


class Sandbox(Message):
    """What is planted in the training store, and the records of this look."""

    stories: list[PlantedStory]
    exercise: str
    """The plate of the exercise that everybody takes."""
    corner: str
    record: int
    result_record: int
