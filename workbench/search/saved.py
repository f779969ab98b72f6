"""Keeping, listing and deleting one's own saved searches (464.5, 464.7(d)): each on record before it counts.

None of it asks for a purpose or shows a read. The search that is made of one asks for both purpose and training, and
the pattern stands in the record of its keeping, so that it is found who kept a plate (464.6).
"""

from __future__ import annotations

from workbench.errors import BadInput, NotFound
from workbench.gate import Gate, Request
from workbench.plates.pattern import parse
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.store.registers import Registers
from workbench.wire.saved import MOST, ForgetSearch, KeepSearch, SavedSearch, SavedSearches

LIST, KEEP, FORGET = "saved.list", "saved.keep", "saved.forget"


def list_saved(gate: Gate, registers: Registers, caller: Caller) -> SavedSearches:
    """The caller's own, by name."""
    receipt = gate.admit(caller, None, Request(LIST, Operation.DECLARE, {}))
    searches = registers.saved.of(caller.username)
    released = gate.release(receipt, {"count": len(searches)})
    return SavedSearches(searches=searches, record=receipt.index, result_record=released.index)


def keep_search(gate: Gate, registers: Registers, caller: Caller, said: KeepSearch) -> SavedSearch:
    """Keep a form under a name; ``BadInput`` for a pattern that is none, and for more than ``MOST``."""
    form = said.form
    elements = {"name": said.name, **form.model_dump(mode="json")}
    request = Request(KEEP, Operation.DECLARE, elements, context=said.context.model_dump())
    gate.demand(caller, None, request)
    try:
        parse(form.pattern, lookalikes=form.lookalikes, distance=form.distance)
        _room(registers, caller, said.name)
    except BadInput as error:
        raise gate.unusable(caller, None, request, error) from None
    receipt = gate.admit(caller, None, request)
    return registers.saved.keep(caller.username, said.name, form, gate.now(), receipt.index)


def forget_search(gate: Gate, registers: Registers, caller: Caller, said: ForgetSearch) -> None:
    """Delete one of the caller's own; ``NotFound`` when nothing of his or hers has this name."""
    request = Request(FORGET, Operation.DECLARE, {"name": said.name}, context=said.context.model_dump())
    gate.admit(caller, None, request)
    if not registers.saved.forget(caller.username, said.name):
        raise NotFound("You keep no search of this name.", how="Look at your saved searches again.", section="464.5")


def _room(registers: Registers, caller: Caller, name: str) -> None:
    names = {each.name for each in registers.saved.of(caller.username)}
    if name not in names and len(names) >= MOST:
        raise BadInput(
            f"You keep {len(names)} searches already, and {MOST} is the most.",
            where="name",
            how="Delete one that you no longer need.",
            section="464.7(d)",
        )
