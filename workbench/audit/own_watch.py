"""What the agency's own watch-list says of a plate (464.7.1(b), 464.7.1(c)): whose it is, for every member concerned.

The list is the administrators'; what audits see of it are these words, never a plate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from workbench.store.registers import Registers
from workbench.store.registers.watch_list import SHORT
from workbench.wire.programme_lists import WatchEntry


def word_of(registers: Registers) -> Callable[[str], str] | None:
    """Says as what a plate, written as ``WatchList.short``, is watched as the list stands now; None while it is empty.

    All its entries stand in one line.
    """
    told = defaultdict[str, list[str]](list)
    for each in registers.watch_list.all():
        told[each.entry[:SHORT]].append(_told(each))
    if not told:
        return None
    words = {entry: "; ".join(each) for entry, each in told.items()}
    return lambda keyed: words.get(keyed, "")


def concerned_in(registers: Registers) -> Callable[[str, str], bool]:
    """Says whether such a plate stands on the list on account of a member, by his or her username."""
    pairs = {(each.entry[:SHORT], each.about) for each in registers.watch_list.all()}
    return lambda keyed, user: (keyed, user) in pairs


def _told(entry: WatchEntry) -> str:
    return f"{entry.kind.value}, {entry.about}" if entry.about else entry.kind.value
