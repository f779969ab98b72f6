"""People, purposes and a gate over a real log and real registers, for tests that read as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from tests import standing
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind, Record
from workbench.gate import Gate, Request, Rule
from workbench.policy.caller import Caller, Realm, Standing
from workbench.policy.purpose import PROMPT, Category, Purpose
from workbench.policy.roles import Operation, Role, operations
from workbench.store.registers import Registers
from workbench.wire.log import LogQuery

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
VERSION = "2026-01"

TRAINED = Standing(trained_until=NOW + timedelta(days=200), signed_off_by="tess", acknowledged=VERSION, record=17)


def person(*roles: Role, name: str = "ana", standing: Standing = TRAINED) -> Caller:
    """A signed-in person with these roles, trained unless told otherwise."""
    return Caller(
        username=name,
        organisation="Test Police Department",
        roles=frozenset(roles),
        operations=operations(roles),
        standing=standing,
        sources=frozenset({"department"}),
        address="127.0.0.1",
    )


def analyst(name: str = "ana", standing: Standing = TRAINED) -> Caller:
    """Somebody who may query."""
    return person(Role.ANALYST, name=name, standing=standing)


def purpose(username: str = "ana", **changes: Any) -> Purpose:
    """A purpose that was declared just now."""
    declared = Purpose(
        purpose_id="p-1",
        username=username,
        category=Category.STOLEN_OR_WANTED_VEHICLE,
        case_number="2026-00417",
        narrative="Grey pick-up taken from a driveway on Orange Avenue overnight.",
        why_this_plate="The owner remembers the plate beginning with 7ABC.",
        prompt=PROMPT,
        realm=Realm.LIVE,
        declared_at=NOW,
        last_used_at=NOW,
        record=3,
    )
    return replace(declared, **changes)


def search(pattern: str = "7ABC???", realm: Realm = Realm.LIVE, rules: Sequence[Rule] = (), **elements: Any) -> Request:
    """A search for a partial plate, as the search room asks the gate for it."""
    wanted: Mapping[str, Any] = {"pattern": pattern, **elements}
    return Request("search.plates", Operation.QUERY, wanted, realm, rules, {"kernel": "k1"})


def ask_for(operation: Operation) -> Request:
    """Any request that needs this operation."""
    return Request(f"test.{operation.value}", operation, {})


class Station(AbstractContextManager["Station"]):
    """A gate with its log and registers in ``folder``; the clock stands at ``NOW`` until it is moved."""

    def __init__(self, folder: Path) -> None:
        self.clock = NOW
        self.url = f"sqlite:///{folder}/log.sqlite"
        with ExitStack() as opening:
            self.keys = Keyring.open(folder / "log-keys")
            opening.callback(self.keys.close)
            self.journal = Journal.open(self.url, self.keys, now=lambda: self.clock)
            opening.callback(self.journal.close)
            self.registers = Registers.open(standing.in_file(folder / "registers.sqlite"))
            opening.callback(self.registers.close)
            self.reader = LogReader.open(self.url, self.keys)
            self._open = opening.pop_all()
        self.registers.watch_list.use(b"custodian's key, 32 bytes of it!")
        self.gate = Gate(
            self.journal, self.registers.assents, policy_version=lambda: VERSION,
            keyed=self.registers.watch_list.short, now=lambda: self.clock,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def records(self) -> list[Record]:
        """All records, oldest first."""
        return self.reader.page(LogQuery(limit=5000))[0][::-1]

    def kinds(self) -> list[Kind]:
        """The kinds of all records, oldest first."""
        return [record.kind for record in self.records()]
