"""What the agency's own watch-list says of a plate (464.7.1(b), 464.7.1(c)): whose it is, for every member concerned.

The list is the administrators'; what audits see of it are these words, never a plate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from workbench.store.registers import Registers
from workbench.wire.programme_lists import WatchEntry


def word_of(registers: Registers) -> Callable[[str], str] | None:
    """Says as what a plate is watched as the list stands now, all its entries in one line; None while it is empty."""
    told = defaultdict[str, list[str]](list)
    for each in registers.watch_list.all():
        told[each.entry].append(_told(each))
    if not told:
        return None
    words = {entry: "; ".join(each) for entry, each in told.items()}
    return lambda plate: words.get(registers.watch_list.hashed(plate), "")


def _told(entry: WatchEntry) -> str:
    return f"{entry.kind.value}, {entry.about}" if entry.about else entry.kind.value
