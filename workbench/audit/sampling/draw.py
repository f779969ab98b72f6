"""Drawing the sample (464.6): by a seed that nobody could choose, in an order that anybody can recompute.

The seed is SHA-256 over the checkpoint at the end of the period (origin, number of records, root; a line each) and
the letters and digits of the public random value that was named before it was drawn: how it is spaced, pointed and
capitalised is nobody's choice among samples. Each row's place is SHA-256 over the seed and its index in
eight bytes, big-endian: sorted by it, the rows stand in a random order, and the first so many are a simple random
sample. Watched rows, which nobody outside can know of, are added and change none of this.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from unicodedata import normalize

from workbench.audit.sampling.exact import size
from workbench.audit.sampling.leaf import Leaf, audited
from workbench.audit.sampling.strata import WATCHED, certain

EACH_USER = 5
"""Rows of each active person that are looked at, if there are so many."""
RANDOM, EACH = "random", "each person"


@dataclass(frozen=True, slots=True)
class Sample:
    """Which rows are looked at, by index, each with why.

    ``rest`` counts the rows that nothing but chance picks, of which ``drawn`` were drawn at random.
    """

    population: int
    rest: int
    drawn: int
    rows: dict[int, str]

    def of(self, stratum: str) -> list[int]:
        """The rows of one stratum."""
        return [index for index, why in self.rows.items() if why == stratum]


def seed_of(checkpoint: str, value: str) -> bytes:
    """The seed, 32 bytes; ``checkpoint`` is its text as the log signs it, ``value`` counts as ``telling``."""
    return sha256(checkpoint.encode() + telling(value).encode()).digest()


def telling(value: str) -> str:
    """The letters and digits of a public value, small: however one writes it, it draws the same sample."""
    return "".join(sign for sign in normalize("NFKC", value).casefold() if sign.isalnum())


def place(seed: bytes, index: int) -> bytes:
    """Where a row stands in the random order."""
    return sha256(seed + index.to_bytes(8, "big")).digest()


def draw(leaves: Sequence[Leaf], seed: bytes, watched: Collection[int] = (), allowed: int = 0) -> Sample:
    """The sample of these records, in their order; ``allowed`` findings still rule out the share of misuse."""
    rows = [leaf for leaf in leaves if audited(leaf)]
    sure = certain(leaves)
    rest = sorted((leaf for leaf in rows if leaf.index not in sure), key=lambda leaf: place(seed, leaf.index))
    drawn = size(len(rest), allowed)
    chosen = dict(sure)
    chosen |= dict.fromkeys((leaf.index for leaf in rest[:drawn]), RANDOM)
    chosen |= dict.fromkeys(_topped(rows, rest[drawn:], chosen), EACH)
    also = certain(leaves, watched)
    chosen |= {index: WATCHED for index, why in also.items() if why == WATCHED and index not in chosen}
    return Sample(len(rows), len(rest), drawn, dict(sorted(chosen.items())))


def _topped(rows: Sequence[Leaf], rest: Sequence[Leaf], chosen: Collection[int]) -> list[int]:
    """What is added so that each person has so many, in the random order."""
    have: dict[str, int] = {}
    for leaf in rows:
        have[leaf.user] = have.get(leaf.user, 0) + (leaf.index in chosen)
    added: list[int] = []
    for leaf in rest:
        if have[leaf.user] < EACH_USER:
            have[leaf.user] += 1
            added.append(leaf.index)
    return added
