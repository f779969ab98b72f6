"""How far reviewers agree (464.6): the same word, and Cohen's kappa, which allows for what chance alone would do.

J. Cohen, Educational and Psychological Measurement 20 (1960), 37-46.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from workbench.wire.audits import Pair, Said


def kappa(words: Sequence[tuple[str, str]]) -> float | None:
    """Of two reviewers' words on the same rows; None where there is none, as when both always say one word."""
    if not words:
        return None
    first, second = (Counter(pair[side] for pair in words) for side in (0, 1))
    count = len(words)
    same = sum(one == other for one, other in words) / count
    chance = sum(first[word] * second[word] for word in first) / count**2
    return None if chance == 1 else (same - chance) / (1 - chance)


def pairs(said: Iterable[Sequence[Said]]) -> list[Pair]:
    """Each two persons who reviewed rows together; ``said`` are the words on each row, by name."""
    together = defaultdict[tuple[str, str], list[tuple[str, str]]](list)
    for words in said:
        if len(words) == 2:
            first, second = sorted(words, key=lambda each: each.by)
            together[first.by, second.by].append((first.verdict.value, second.verdict.value))
    return [
        Pair(first=first, second=second, rows=len(words), same=sum(a == b for a, b in words), kappa=kappa(words))
        for (first, second), words in sorted(together.items())
    ]
