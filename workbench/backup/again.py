"""Purging a restored store again (464.9): what was purged after the backup was made goes before anybody is served."""

from __future__ import annotations

from workbench.accesslog.purges import Begun
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation, Role
from workbench.store.images import ImageStore
from workbench.store.purging import Which, purge
from workbench.store.reads import ReadStore
from workbench.store.registers import Registers

ACTION = "purge.again"


def restorer(name: str, organisation: str) -> Caller:
    """Who restores: no person who signed in, and allowed this one thing."""
    return Caller(name, organisation, frozenset({Role.DEVICE}), frozenset({Operation.RETAIN}), address="restore")


def purge_again(
    gate: Gate, registers: Registers, store: ReadStore, images: ImageStore, begun: Begun, by: Caller
) -> int:
    """Do an approved purge a second time, by the same code, on record; how many reads went.

    Two persons approved it when it was done; what was held then is kept now.
    """
    elements = {"purge": begun.record, "before": begun.before.isoformat(), "held": len(begun.held)}
    receipt = gate.admit(by, None, Request(ACTION, Operation.RETAIN, elements, begun.realm))
    gone = purge(store, registers, images, Which(before=begun.before, held=begun.held), receipt)
    counts = {"hits": gone.hits, "reviewed": gone.reviewed, "photographs": gone.photographs, "images": gone.images}
    counts["typed"] = gone.typed
    gate.release(receipt, {"count": gone.reads.purged, "held": gone.reads.held, "left": gone.reads.left, **counts})
    return gone.reads.purged
