"""The hash tree over the access log (464.5): RFC 6962, section 2.1, and RFC 9162, with SHA-256.

A leaf is H(0x00 || data), a node H(0x01 || left || right). Complete subtrees never change once they stand, so each
is hashed once and kept; roots and proofs of every size are put together from them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from hashlib import sha256
from typing import NamedTuple

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
"""The root of the tree without leaves."""


class Node(NamedTuple):
    """A complete subtree: 2**level leaves, the first of them leaf at * 2**level."""

    level: int
    at: int


Nodes = Callable[[Node], bytes]
"""Looks up the hash of a complete subtree that stands."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a subtree, from its two halves."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: all that an append and a root need, one hash for each bit of the size."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if size < 0 or len(peaks) != size.bit_count():
            raise ValueError(f"{len(peaks)} hashes are not the right edge of {size} leaves")
        self.size = size
        self._peaks = list(peaks)

    @classmethod
    def resumed(cls, nodes: Nodes, size: int) -> Frontier:
        """The right edge at ``size``, from the subtrees that were kept."""
        return cls(size, [nodes(peak) for peak in cover(0, size)])

    def append(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Add the hash of a leaf; returns it and each subtree that it completes, to be kept."""
        node, made = Node(0, self.size), [(Node(0, self.size), leaf)]
        while node.at & 1:
            node = Node(node.level + 1, node.at >> 1)
            made.append((node, node_hash(self._peaks.pop(), made[-1][1])))
        self._peaks.append(made[-1][1])
        self.size += 1
        return made

    def root(self) -> bytes:
        """The root at this size."""
        return _folded(self._peaks)


def cover(begin: int, end: int) -> list[Node]:
    """The fewest complete subtrees that hold leaves ``begin`` to ``end - 1``, where ``begin`` is 0 or such a border."""
    nodes, left = [], end - begin
    while left:
        level = left.bit_length() - 1
        nodes.append(Node(level, begin >> level))
        begin, left = begin + (1 << level), left - (1 << level)
    return nodes


def root(nodes: Nodes, size: int) -> bytes:
    """The root of the tree's first ``size`` leaves."""
    return _subtree(nodes, 0, size)


def inclusion(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """The proof that leaf ``index`` is in the tree of ``size`` leaves, from the leaf's sibling upwards."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    path, begin, end = [], 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append(_subtree(nodes, middle, end))
            end = middle
        else:
            path.append(_subtree(nodes, begin, middle))
            begin = middle
    return path[::-1]


def consistency(nodes: Nodes, old: int, new: int) -> list[bytes]:
    """The proof that the tree of ``new`` leaves begins with the ``old`` leaves; empty for 0 or an equal size."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves does not continue one of {old}")
    if old in (0, new):
        return []
    proof, begin, end = [], 0, new
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            proof.append(_subtree(nodes, middle, end))
            end = middle
        else:
            proof.append(_subtree(nodes, begin, middle))
            begin = middle
    if begin:  # the verifier knows the old root, but not this part of it
        proof.append(_subtree(nodes, begin, end))
    return proof[::-1]


def _split(leaves: int) -> int:
    """The largest power of two below ``leaves``."""
    return 1 << (leaves - 1).bit_length() - 1


def _subtree(nodes: Nodes, begin: int, end: int) -> bytes:
    return _folded([nodes(node) for node in cover(begin, end)])


def _folded(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY_ROOT
    return reduce(lambda right, left: node_hash(left, right), reversed(peaks))
