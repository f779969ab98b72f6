"""What is looked at in any case (464.6): refused, four eyes, taken out, after a training lapse, watched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from workbench.audit.sampling.leaf import SECOND, TAKEN_OUT, UNTRAINED, Leaf, audited

AFTER_A_LAPSE = 5
"""How many of a person's rows after a refusal for want of training are looked at."""
REFUSED, FOUR_EYES, EXPORTED, LAPSED, WATCHED = "refused", "four-eyes", "taken out", "after a training lapse", "watched"


def certain(leaves: Sequence[Leaf], watched: Collection[int] = ()) -> dict[int, str]:
    """Of the records in their order: which are looked at in any case, and the first reason why."""
    seen = frozenset(watched)
    left = Counter[str]()
    found: dict[int, str] = {}
    for leaf in filter(audited, leaves):
        if reason := _reason(leaf, seen, left[leaf.user]):
            found[leaf.index] = reason
        if leaf.kind == "refusal" and leaf.section in UNTRAINED:
            left[leaf.user] = AFTER_A_LAPSE
        elif left[leaf.user]:
            left[leaf.user] -= 1
    return found


def _reason(leaf: Leaf, watched: frozenset[int], left: int) -> str:
    if leaf.needs == SECOND:
        return FOUR_EYES
    if leaf.kind == "refusal":
        return REFUSED
    if leaf.action in TAKEN_OUT:
        return EXPORTED
    if left:
        return LAPSED
    return WATCHED if leaf.index in watched else ""
