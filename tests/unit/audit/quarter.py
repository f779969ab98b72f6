"""A quarter that is over, in a real log: three people searched, one was refused, one took reads out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tests.policy.people import TRAINED, VERSION, Station, person, purpose, search
from workbench.accesslog.notary import Notary
from workbench.audit.desk import AuditDesk
from workbench.audit.leading import announce, drawn
from workbench.audit.reviewing import rows_of, say
from workbench.audit.row import Ground
from workbench.errors import Refused
from workbench.gate import Request
from workbench.policy.caller import Caller, Standing
from workbench.policy.decision import Assent
from workbench.policy.purpose import Category, Purpose
from workbench.policy.roles import Operation, Role
from workbench.settings import Settings
from workbench.wire.audits import Announce, AskRows, Audit, Draw, Review, Verdict

ALWAYS = replace(TRAINED, trained_until=datetime(2030, 1, 1, tzinfo=UTC), acknowledged=VERSION)
ADAM, EVE = (person(Role.ADMINISTRATOR, name=name, standing=ALWAYS) for name in ("adam", "eve"))
OLGA = person(Role.AUDITOR, name="olga", standing=ALWAYS)
SEARCHES = 24
SOURCE = "The numbers of the state lottery's draw of 14 July."
AFTER = datetime(2026, 7, 10, tzinfo=UTC)


@dataclass
class House:
    """A station with a notary, and desks of whoever works on audits."""

    station: Station
    notary: Notary
    ground: Ground

    def desk(self, caller: Caller = ADAM) -> AuditDesk:
        """The desk of a person who has just declared a purpose."""
        return AuditDesk(
            self.station.gate, self.station.reader, self.notary, self.station.registers, Settings(), caller,
            self.purpose(caller), lambda: self.ground,
        )  # fmt: skip

    def purpose(self, caller: Caller) -> Purpose:
        """What a look of his or hers rests on."""
        now, category = self.station.clock, Category.CIVIL_OR_ADMINISTRATIVE
        return purpose(caller.username, category=category, declared_at=now, last_used_at=now)

    def later(self, **by: float) -> None:
        """Let time go by."""
        self.station.clock += timedelta(**by)

    def searched(self, who: str, plate: str = "7ABC???", *, found: int = 2, standing: Standing = ALWAYS) -> int:
        """One search and its answer; the index of the request."""
        self.later(hours=5)
        caller = person(Role.ANALYST, name=who, standing=standing)
        receipt = self.station.gate.admit(caller, self.purpose(caller), search(plate))
        self.station.gate.release(receipt, {"count": found, "read_ids": ["a" * 32]})
        return receipt.index

    def approved(self, by: str) -> None:
        """Somebody assents to the question that was asked last."""
        assents, now = self.station.registers.assents, self.station.gate.now()
        question = assents.pending(now)[-1]
        assert question.needs is Assent.SECOND_PERSON
        assents.answer(question.assent, by, True, "", now, record=1)


@contextmanager
def house(station: Station, searches: int = SEARCHES) -> Iterator[House]:
    """The quarter, and the clock ten days after it."""
    with closing(Notary(lambda: station.journal.end, station.url, station.keys)) as notary:
        made = House(station, notary, Ground())
        station.clock = datetime(2026, 4, 2, 16, tzinfo=UTC)
        for turn in range(searches):
            made.searched(("ana", "ben", "cem")[turn % 3])
        try:
            made.searched("dot", standing=Standing())
        except Refused:
            made.later(minutes=1)
        caller = person(Role.ANALYST, name="ana", standing=ALWAYS)
        taken = station.gate.admit(caller, made.purpose(caller), Request("export.reads", Operation.EXPORT, {}))
        station.gate.release(taken, {"count": 12})
        station.clock = AFTER
        yield made


def announced(made: House, **more: object) -> Audit:
    """The audit of the second quarter, drawn four days later."""
    said = {"quarter": "2026-Q2", "source": SOURCE, "drawn_at": AFTER + timedelta(days=4), **more}
    return announce(made.desk(), Announce.model_validate(said))


def opened(made: House, **more: object) -> Audit:
    """The same with its sample."""
    audit = announced(made, **more)
    made.later(days=5)
    return drawn(made.desk(), Draw(audit=audit.audit, value="04 17 23 42 46 / 11"))


def reviewed(made: House, audit: Audit, *, bad: int = -1, doubted_by: str = "") -> None:
    """Two persons say of each row that it is in order, but for one."""
    for who in (EVE, OLGA):
        for row in rows_of(made.desk(who), AskRows(audit=audit.audit)).rows:
            if row.why_not:
                continue
            doubts = row.index == bad and doubted_by in ("", who.username)
            verdict = Verdict.MISUSE if doubts else Verdict.IN_ORDER
            words = "This is her neighbour's car." if doubts else ""
            say(made.desk(who), Review(audit=audit.audit, index=row.index, verdict=verdict, words=words))
