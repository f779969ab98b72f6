"""Training sessions (464.12): a trainer opens one, changes its roster, and closes it with who attended.

Each act is recorded before it counts. None of them opens access: that is the sign-off's, on a signed-in page.
"""

from __future__ import annotations

from workbench.errors import BadInput, NotFound
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import Operation
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.wire.base import Context
from workbench.wire.training_sessions import (
    ChangeRoster,
    CloseSession,
    OpenSession,
    TrainingNews,
    TrainingSession,
)

LIST, OPEN = "training.sessions", "training.session-open"
ROSTER, CLOSE = "training.roster", "training.session-close"


class SessionDesk:
    """Where sessions are kept."""

    def __init__(self, gate: Gate, registers: Registers) -> None:
        self._gate = gate
        self._sessions = registers.training_sessions

    def all(self, caller: Caller) -> list[TrainingSession]:
        """Every session with its roster, for a trainer; the look is on record."""
        receipt = self._admit(caller, LIST, {})
        found = self._sessions.all()
        self._gate.release(receipt, {"count": len(found)})
        return found

    def open(self, caller: Caller, said: OpenSession) -> TrainingSession:
        """Keep a session that will be held."""
        elements = {**said.model_dump(mode="json", exclude={"context"}), "roster": sorted(set(said.roster))}
        receipt = self._admit(caller, OPEN, elements, said.context)
        return self._sessions.open(said, caller.username, self._gate.now(), receipt.index)

    def change(self, caller: Caller, said: ChangeRoster) -> TrainingSession:
        """Change the roster of an open session; ``NotFound`` when there is none of this number."""
        receipt = self._admit(caller, ROSTER, said.model_dump(mode="json", exclude={"context"}), said.context)
        if not self._sessions.change(said.session, said.add, said.remove, receipt.index):
            raise _gone(said.session)
        return self._standing(said.session)

    def close(self, caller: Caller, said: CloseSession) -> TrainingSession:
        """Keep who of the roster attended; ``BadInput`` for somebody who is not on it."""
        elements = said.model_dump(mode="json", exclude={"context"})
        asked = Request(CLOSE, Operation.TRAIN, elements, Realm.TRAINING, context=said.context.model_dump())
        self._gate.demand(caller, None, asked)
        attended, roster = frozenset(said.attended), {each.username for each in self._standing(said.session).roster}
        if strangers := sorted(attended - roster):
            error = BadInput(
                f"Not on the roster: {', '.join(strangers)}.",
                where="attended",
                how="Put them on the roster first.",
                section="464.12",
            )
            raise self._gate.unusable(caller, None, asked, error)
        receipt = self._gate.admit(caller, None, asked)
        now = self._gate.now()
        if not self._sessions.close(said.session, attended, said.note, caller.username, now, receipt.index):
            raise _gone(said.session)
        return self._standing(said.session)

    def news(self, caller: Caller) -> TrainingNews:
        """Whether there is anything new to look at: a number alone, so not on record; a refusal is."""
        self._gate.demand(caller, None, Request(LIST, Operation.TRAIN, {}, Realm.TRAINING))
        return TrainingNews(record=self._sessions.moment())

    def _standing(self, number: int) -> TrainingSession:
        if (found := self._sessions.get(number)) is None:
            raise _gone(number)
        return found

    def _admit(self, caller: Caller, action: str, elements: dict[str, object], said: Context | None = None) -> Receipt:
        context = said.model_dump() if said else {}
        return self._gate.admit(
            caller, None, Request(action, Operation.TRAIN, elements, Realm.TRAINING, context=context)
        )


def _gone(number: int) -> NotFound:
    return NotFound(
        f"No open training session has the number {number}.",
        how="Look at the sessions again: a closed one is changed no more.",
        section="464.12",
    )
