"""Proof that a durable record of access stands (464.5). Every method of the store of reads demands one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Assent
from workbench.policy.purpose import Purpose


@dataclass(frozen=True, slots=True, eq=False)
class _Seal:
    """Vouches for the very things that the gate named, so that an altered copy of a receipt opens nothing."""

    named: tuple[object, ...]

    def holds(self, receipt: Receipt) -> bool:
        return all(now is then for now, then in zip(_named(receipt), self.named, strict=True))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the gate hands out once the record is durable; only ``issue`` makes one that the store accepts.

    ``index`` and ``time`` (UTC) are those of the record in the access log.
    """

    index: int
    time: datetime
    action: str
    realm: Realm
    caller: Caller
    purpose: Purpose | None
    request: Any
    assented: frozenset[Assent]
    approved_by: str = ""
    """The second person whose approval it used up; empty where none was needed."""
    seal: object = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """How people cite the record."""
        return f"record {self.index}"


def issue(
    index: int,
    time: datetime,
    action: str,
    realm: Realm,
    caller: Caller,
    purpose: Purpose | None,
    request: Any,
    assented: frozenset[Assent],
    approved_by: str = "",
) -> Receipt:
    """Make a receipt. Called by the gate alone, after the append returned (checked by the import floors)."""
    plain = Receipt(index, time, action, realm, caller, purpose, request, assented, approved_by)
    return replace(plain, seal=_Seal(_named(plain)))


def demand(receipt: object, realm: Realm | None = None) -> Receipt:
    """The receipt itself; ``TypeError`` when it was not issued by the gate or was issued for the other store."""
    if not (isinstance(receipt, Receipt) and isinstance(receipt.seal, _Seal) and receipt.seal.holds(receipt)):
        raise TypeError("no receipt, no read: the store was called without a record of access")
    if realm is not None and receipt.realm is not realm:
        raise TypeError(f"{receipt.name} opens the {receipt.realm.value} store, not the {realm.value} one")
    return receipt


def _named(receipt: Receipt) -> tuple[object, ...]:
    return (
        receipt.index,
        receipt.time,
        receipt.action,
        receipt.realm,
        receipt.caller,
        receipt.purpose,
        receipt.request,
        receipt.assented,
        receipt.approved_by,
    )
