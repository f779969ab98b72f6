"""Training (464.4.1, 464.12): modules, quiz, exercise, acknowledgement and sign-off."""

from __future__ import annotations

from workbench.wire.base import Context, Message, Short, Text, Time
from workbench.wire.misuse import MisuseRow
from workbench.wire.training_sessions import OwnSession


class Choice(Message):
    """One possible answer of a question."""

    key: str
    text: str


class Question(Message):
    """One question; which choice is right stays with the custodian."""

    key: str
    text: str
    section: str
    choices: list[Choice]


class Module(Message):
    """One module: a section of the policy in our own words."""

    key: str
    section: str
    title: str
    text: str
    completed: bool


class Progress(Message):
    """How far somebody has come, and what is left."""

    username: str
    modules: list[Module]
    quiz: list[Question]
    quiz_passed: bool
    exercise: str
    exercise_done: bool
    misuse: list[MisuseRow] = []
    """The extract of the next attempt."""
    misuse_done: bool = False
    policy_version: str
    policy_text: str
    acknowledged: bool
    ready_for_sign_off: bool
    signed_off_by: str
    trained_until: Time | None
    left: list[str]
    renewing: bool = False
    """The sign-off ends soon: the steps are taken anew while it still holds."""
    lapsed: bool = False
    sessions: list[OwnSession] = []
    """That the person is on the roster of, the newest first."""
    certificate: int | None = None
    """The number of the certificate that holds, which is the record of its sign-off."""


class ModuleDone(Message):
    """The person read this module."""

    key: Short
    context: Context = Context()


class QuizAnswers(Message):
    """The chosen key for each question."""

    answers: dict[Short, Short]


class QuizResult(Message):
    """Which answers were right, and the section to read again for each that was not."""

    passed: bool
    right: int
    total: int
    read_again: list[str]


class ExerciseAnswer(Message):
    """The plate that the trainee found in the training store."""

    plate: Short


class ExerciseResult(Message):
    """Whether it is the planted vehicle, found by a search of the trainee's own."""

    right: bool
    words: Text


class Acknowledgement(Message):
    """The person received and read this version of the policy."""

    version: Short


class Trainee(Message):
    """One line of the trainer's list. ``page`` is where the trainer signs off, in the browser."""

    username: str
    modules_done: int
    modules_total: int
    quiz_passed: bool
    exercise_done: bool
    acknowledged: bool
    ready: bool
    signed_off_by: str
    trained_until: Time | None
    page: str
    acknowledged_version: str = ""
    quiz_tried: str = ""
    """How the latest attempt went, e.g. ``7 of 10 right``; empty before the first."""
    exercise_tried: str = ""
    misuse_done: bool = False
    misuse_tried: str = ""
    last_step: Time | None = None
    renewing: bool = False
    lapsed: bool = False
    certificate: int | None = None
