"""Lists as an administrator keeps them (464.3.1, 464.7(f)): which there are, and ending one. No plate is shown."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from workbench.collection.hotlists.install import LIST, RETIRE
from workbench.errors import NotFound
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.wire.hotlists import HotlistPage, HotlistQuery, HotlistRetired


def list_hotlists(
    gate: Gate, registers: Registers, caller: Caller, query: HotlistQuery, settings: Settings
) -> HotlistPage:
    """A page of all versions, the newest first; raises ``Refused`` (464.4) on record."""
    receipt = gate.admit(caller, None, Request(LIST, Operation.HOTLIST, query.model_dump(exclude_defaults=True)))
    kept = settings.hotlists
    lists = registers.hotlists.page(query.before, query.limit)
    due = registers.entries.due(gate.now(), timedelta(days=kept.expiring_days))
    told = [line.model_copy(update=asdict(due[line.number])) if line.number in due else line for line in lists]
    more = lists[-1].number if len(lists) == query.limit else None
    gate.release(receipt, {"count": len(lists)})
    return HotlistPage(
        lists=told,
        before=more,
        record=receipt.index,
        stale_hours=kept.stale_hours,
        expiring_days=kept.expiring_days,
        own_days=kept.own_days,
        sources=list(settings.sources.names),
    )


def retire_hotlist(gate: Gate, registers: Registers, caller: Caller, said: HotlistRetired) -> None:
    """End a list; what it has hit stays. Raises ``Refused`` (464.4), ``NotFound`` when no such list is in force."""
    receipt = gate.admit(caller, None, Request(RETIRE, Operation.HOTLIST, {"name": said.name}))
    if not registers.hotlists.retire(said.name, caller.username, receipt.time):
        gate.fail(receipt, "no list of this name is in force")
        raise NotFound(f"No list named {said.name} is in force.", how="See the lists that are.")
    gate.release(receipt, {"hotlist": said.name, "count": 1})
