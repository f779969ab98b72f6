"""The administrators' list of cases as the detectors know it (464.10(b)); there is no other one."""

from __future__ import annotations

from workbench.audit.row import Case
from workbench.store.registers import Registers


def cases_of(registers: Registers) -> dict[str, Case] | None:
    """The cases by number, in small letters; None before the first list."""
    if (known := registers.open_cases.known()) is None:
        return None
    return {key: Case(each.closed, frozenset(each.members)) for key, each in known.items()}
