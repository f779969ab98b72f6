"""A training desk over a real log and real registers, with a clock that the test may set forward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import standing
from tests.unit.store.reads_ground import NOW, opened, read, table
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Record
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.purpose import Category, Purpose
from workbench.policy.roles import Operation, Role, operations
from workbench.settings import Settings
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.training import misuse, quiz
from workbench.training.desk import TrainingDesk
from workbench.training.misuse import Extract
from workbench.training.modules import keys
from workbench.training.secret import Secret
from workbench.training.trail import Trail
from workbench.wire.log import LogQuery
from workbench.wire.misuse import MisuseMarks
from workbench.wire.training import Acknowledgement, ExerciseAnswer, ModuleDone, QuizAnswers


def caller(username: str, *roles: Role, page: bool = False) -> Caller:
    """Somebody with these roles; ``page``: his or her token comes from a signed-in page."""
    held = frozenset(roles)
    return Caller(username, "El Centro PD", held, operations(held), may_assent=page)


SECRET = Secret(b"training" * 4)
PLANTED, OTHER = "f" * 32, "e" * 32
"""Reads of the planted vehicle and of another."""
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

    def search(self, who: Caller, *read_ids: str, action: str = "search.plates", pattern: str = "7K?C4*") -> Receipt:
        """A search in the training store that was answered with these reads, as the log knows it."""
        receipt = self.admitted(who, action, pattern)
        self.gate.release(receipt, {"count": len(read_ids), "read_ids": list(read_ids)})
        return receipt

    def admitted(self, who: Caller, action: str = "search.plates", pattern: str = "7K?C4*") -> Receipt:
        """A search in the training store that was let in, and not answered yet."""
        now = self.gate.now()
        purpose = Purpose(
            "p", who.username, Category.STOLEN_PLATE, "1", "n", "w", "", Realm.TRAINING, now, now, record=0
        )
        return self.gate.admit(who, purpose, Request(action, Operation.QUERY, {"pattern": pattern}, Realm.TRAINING))

    def answers(self, who: Caller) -> dict[str, str]:
        """What is right on this person's sheet as it stands now."""
        made = self.reader.page(LogQuery(user=who.username, action=quiz.ACTION, kind="event"))[1]
        return quiz.right_answers(quiz.Sheet(SECRET, who.username, made))

    def extract(self, who: Caller) -> Extract:
        """This person's extract as it stands now."""
        made = self.reader.page(LogQuery(user=who.username, action=misuse.ACTION, kind="event"))[1]
        return Extract.of(SECRET, who.username, made)

    def complete(self, who: Caller) -> None:
        """Everything a trainee does before the sign-off."""
        for key in keys():
            self.desk.done(who, ModuleDone(key=key))
        self.desk.quiz(who, QuizAnswers(answers=self.answers(who)))
        self.search(who, PLANTED)
        self.desk.exercise(who, ExerciseAnswer(plate=self.desk.task.plate))
        self.desk.misuse(who, MisuseMarks(rows=list(self.extract(who).kinds)))
        version = self.registers.policies.current().version
        self.desk.acknowledge(who, Acknowledgement(version=version))

    def known(self, who: Caller) -> Caller:
        """The same person with his or her present standing, as the custodian would establish it."""
        return replace(who, standing=self.registers.training.standing(who.username))


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    """A school with a policy in force and nobody in it."""
    ahead: list[timedelta] = []
    keys = Keyring.open(tmp_path / "log-keys")
    journal = Journal.open(f"sqlite:///{tmp_path}/log.sqlite", keys)
    reader = LogReader.open(f"sqlite:///{tmp_path}/log.sqlite", keys)
    registers = Registers.open(standing.in_file(tmp_path / "registers.sqlite"))
    gate = Gate(
        journal,
        registers.assents,
        policy_version=lambda: registers.policies.current().version,
        now=lambda: datetime.now(UTC) + sum(ahead, timedelta()),
    )
    registers.policies.install("1", "The policy.", "adam", 0, gate.now())
    store = opened(tmp_path / "reads", Realm.TRAINING)
    desk = TrainingDesk(gate, registers, Settings(), Trail(gate, reader, store), SECRET)
    device = Caller("demo", "", frozenset({Role.DEVICE}), operations(frozenset({Role.DEVICE})))
    taken = gate.admit(device, None, Request("collection.take", Operation.INGEST, {}, Realm.TRAINING))
    store.append(table([read(PLANTED, desk.task.plate, NOW), read(OTHER, "7KXC411", NOW)]), taken)
    yield School(gate, registers, reader, desk, ahead)
    reader.close()
    registers.close()
    journal.close()
