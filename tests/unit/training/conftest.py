"""A training desk over a real log and real registers, with a clock that the test may set forward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from workbench.accesslog.journal import Journal
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Record
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.purpose import Category, Purpose
from workbench.policy.roles import Operation, Role, operations
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.training import quiz
from workbench.training.desk import TrainingDesk
from workbench.training.exercise import EXERCISE
from workbench.training.modules import keys
from workbench.wire.log import LogQuery
from workbench.wire.training import Acknowledgement, ExerciseAnswer, ModuleDone, QuizAnswers


def caller(username: str, *roles: Role, page: bool = False) -> Caller:
    """Somebody with these roles; ``page``: his or her token comes from a signed-in page."""
    held = frozenset(roles)
    return Caller(username, "El Centro PD", held, operations(held), may_assent=page)


OTTO = caller("otto", Role.OFFICER)
TESS = caller("tess", Role.TRAINER, page=True)


@dataclass
class School:
    """The desk and what stands behind it; ``ahead`` sets the gate's clock forward."""

    gate: Gate
    registers: Registers
    reader: LogReader
    desk: TrainingDesk
    ahead: list[timedelta] = field(default_factory=list)

    def last(self) -> Record:
        """The newest record of the log."""
        return self.reader.page(LogQuery(limit=1))[0][0]

    def count(self) -> int:
        """How many records stand."""
        return self.reader.page(LogQuery(limit=1))[1]

    def search(self, who: Caller) -> None:
        """A search in the training store that was answered, as the log knows it."""
        now = self.gate.now()
        purpose = Purpose(
            "p", who.username, Category.STOLEN_PLATE, "1", "n", "w", "", Realm.TRAINING, now, now, record=0
        )
        asked = Request("search.plates", Operation.QUERY, {"pattern": EXERCISE.hint_pattern}, Realm.TRAINING)
        receipt = self.gate.admit(who, purpose, asked)
        self.gate.release(receipt, {"count": 1})

    def complete(self, who: Caller) -> None:
        """Everything a trainee does before the sign-off."""
        for key in keys():
            self.desk.done(who, ModuleDone(key=key))
        self.desk.quiz(who, QuizAnswers(answers=quiz.right_answers(who.username)))
        self.search(who)
        self.desk.exercise(who, ExerciseAnswer(plate=EXERCISE.plate))
        version = self.registers.policies.current().version
        self.desk.acknowledge(who, Acknowledgement(version=version))

    def known(self, who: Caller) -> Caller:
        """The same person with his or her present standing, as the custodian would establish it."""
        return replace(who, standing=self.registers.training.standing(who.username))


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    """A school with a policy in force and nobody in it."""
    ahead: list[timedelta] = []
    journal = Journal.open(f"sqlite:///{tmp_path}/log.sqlite")
    reader = LogReader.open(f"sqlite:///{tmp_path}/log.sqlite")
    registers = Registers.open(f"sqlite:///{tmp_path}/registers.sqlite")
    gate = Gate(
        journal,
        registers.assents,
        policy_version=lambda: registers.policies.current().version,
        now=lambda: datetime.now(UTC) + sum(ahead, timedelta()),
    )
    registers.policies.install("1", "The policy.", "adam", 0, gate.now())
    searched = partial(_searched, reader)
    yield School(gate, registers, reader, TrainingDesk(gate, registers, Settings(), searched), ahead)
    reader.close()
    registers.close()
    journal.close()


def _searched(reader: LogReader, username: str) -> bool:
    return reader.searched(username, Realm.TRAINING)
