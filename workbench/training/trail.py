"""What log and training store know of a trainee (464.12): attempts at the quiz, reads that a search showed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.errors import WorkbenchError
from workbench.gate import Gate, Request
from workbench.plates.pattern import parse
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import Operation
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.training import quiz
from workbench.training.exercise import Exercise
from workbench.wire.log import LogQuery


@dataclass(frozen=True, slots=True)
class Trail:
    """Read from the access log, so nobody can say of himself that he did it."""

    gate: Gate
    reader: LogReader
    store: ReadStore

    def attempts(self, username: str, action: str = quiz.ACTION, since: datetime | None = None) -> int:
        """How often this person's quiz, or another step, was marked."""
        query = LogQuery(user=username, action=action, kind=Kind.EVENT, start=since, limit=1)
        return self.reader.page(query)[1]

    def shown(self, caller: Caller, action: str, exercise: Exercise, *, after: int) -> bool:
        """Whether a search of the caller's, recorded later than ``after``, released a read of the vehicle.

        The custodian looks the vehicle's reads up itself, under a record of its own; nothing of them goes out.
        """
        receipt = self.gate.admit(caller, None, Request(action, Operation.LEARN, {}, Realm.TRAINING))
        try:
            planted = list(self.store.find(PlateQuery(parse(exercise.plate)), receipt).reads["read_id"])
            seen = bool(planted) and self.reader.shown(caller.username, Realm.TRAINING, planted, after=after)
        except WorkbenchError as error:
            self.gate.fail(receipt, error.kind)
            raise
        self.gate.release(receipt, {"count": 0, "shown_before": seen})
        return seen
