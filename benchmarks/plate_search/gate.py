"""A gate over a real log and real registers, so that each search of the store rests on a durable record (464.5)."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from workbench.accesslog.journal import Journal, utcnow
from workbench.accesslog.keyring import Keyring
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Realm, Standing
from workbench.policy.purpose import IDLE_LIMIT, PROMPT, Category, Purpose
from workbench.policy.roles import Operation, Role, operations
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers

VERSION = "benchmark"
_SOURCES = frozenset({"department", "county"})


class Station:
    """One analyst with a purpose, who asks again and again."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        with ExitStack() as opening:
            journal = Journal.open(f"sqlite:///{folder}/log.sqlite", Keyring.open(folder / "log-keys"))
            opening.callback(journal.close)
            registers = Registers.open(f"sqlite:///{folder}/registers.sqlite")
            opening.callback(registers.close)
            self._open = opening.pop_all()
        self._gate = Gate(journal, registers.assents, policy_version=lambda: VERSION)

    def receipt(self, action: str) -> Receipt:
        """A receipt for one more request, whose record is on disk."""
        operation = Operation.INGEST if action.startswith("ingest") else Operation.QUERY
        return self._gate.admit(analyst(), purpose(), Request(action, operation, {"benchmark": action}))

    def close(self) -> None:
        """Close log and registers."""
        self._open.close()


def analyst() -> Caller:
    """An analyst who may search, trained and signed off."""
    roles = frozenset({Role.ANALYST})
    standing = Standing(trained_until=utcnow() + IDLE_LIMIT, signed_off_by="tess", acknowledged=VERSION, record=0)
    return Caller("ana", "Benchmark", roles, operations(roles), standing, _SOURCES)


def purpose() -> Purpose:
    """A purpose of theirs that has just been declared."""
    now = utcnow()
    return Purpose(
        purpose_id="benchmark",
        username="ana",
        category=Category.CRIMINAL_INVESTIGATION,
        case_number="2026-00464",
        narrative="Synthetic reads are searched to measure how long it takes.",
        why_this_plate="The plate was drawn from the synthetic reads.",
        prompt=PROMPT,
        realm=Realm.LIVE,
        declared_at=now,
        last_used_at=now,
        record=0,
    )
