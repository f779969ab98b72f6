"""What of the log was written last, in memory (464.5): a receipt is made of it without asking the database.

Leaves and subtrees never change once they stand, so what is here is what is there; what is not here is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

from workbench.accesslog.merkle import Node

LEAVES, NODES = 1024, 32_768
"""How many are kept at most: some MB."""
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Recent:
    """Filled by the log's writer once a batch is on disk; threads share it. ``KeyError`` for what it does not have."""

    def __init__(self) -> None:
        self._leaves: dict[int, str] = {}
        self._nodes: dict[Node, bytes] = {}

    def add(self, leaves: Iterable[tuple[int, str]], nodes: Iterable[tuple[Node, bytes]]) -> None:
        """Keep these; the oldest give way."""
        self._leaves.update(leaves)
        self._nodes.update(nodes)
        _shorten(self._leaves, LEAVES)
        _shorten(self._nodes, NODES)

    def leaf(self, index: int) -> str:
        """The leaf of a record."""
        return self._leaves[index]

    def node(self, node: Node) -> bytes:
        """The hash of a complete subtree."""
        return self._nodes[node]


def _shorten(kept: dict[_Key, _Value], most: int) -> None:
    """Half of them go at once, so that this is seldom done."""
    if len(kept) > most:
        for key in list(islice(kept, len(kept) - most // 2)):
            kept.pop(key, None)
