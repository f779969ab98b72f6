"""What a certificate says (464.12): it is read from the record of the sign-off, whose number it bears.

So it can't say anything that the access log does not: whoever may read the log compares the two, and whoever has an
exported log finds the leaf, whose hash is printed, in its tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.errors import NotFound
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import Operation
from workbench.store.receipt import Receipt
from workbench.training.modules import modules

SIGN_OFF = "training.sign-off"
CERTIFICATE = "training.certificate"


@dataclass(frozen=True, slots=True)
class Certified:
    """One sign-off; times are UTC, ``leaf`` is the hash of its record's leaf (RFC 6962), ``taught`` the modules."""

    number: int
    holder: str
    organisation: str
    trainer: str
    signed_at: datetime
    valid_until: datetime
    policy_version: str
    leaf: bytes
    taught: tuple[tuple[str, str], ...]


def certified(gate: Gate, reader: LogReader, caller: Caller, number: int) -> tuple[Certified, Receipt]:
    """The sign-off of that record, for its holder or a trainer; on record before it is looked up.

    ``NotFound`` when there is none, or it is another's: nobody is told which.
    """
    operation = Operation.TRAIN if Operation.TRAIN in caller.operations else Operation.LEARN
    asked = Request(CERTIFICATE, operation, {"certificate": number}, Realm.TRAINING)
    receipt = gate.admit(caller, None, asked)
    found = _signed(reader, number) if 0 <= number < gate.records() else None
    if found is None or (operation is Operation.LEARN and found.holder != caller.username):
        gate.fail(receipt, NotFound.kind)
        raise NotFound(
            f"There is no certificate {number} of yours.",
            how="A certificate bears the number of the record of its sign-off; the demonstration's people have none.",
            section="464.12",
        )
    return found, receipt


def _signed(reader: LogReader, number: int) -> Certified | None:
    record = reader.get(number)
    if record.action != SIGN_OFF or record.kind is not Kind.EVENT:
        return None
    return Certified(
        number=number,
        holder=str(record.body["trainee"]),
        organisation=str(record.body["organisation"]),
        trainer=record.user,
        signed_at=record.time,
        valid_until=datetime.fromisoformat(str(record.body["trained_until"])),
        policy_version=str(record.body["policy_version"]),
        leaf=next(iter(reader.leaf_hashes([(number, number + 1)]))),
        taught=tuple((module.section, module.title) for module in modules()),
    )
