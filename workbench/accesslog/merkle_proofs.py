"""Whether a proof of the hash tree holds (464.5): RFC 9162, sections 2.1.3.2 and 2.1.4.2.

Every hash must be 32 bytes long: without that, a node could be passed off as a leaf or hashes be shifted into others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from workbench.accesslog.merkle import EMPTY_ROOT, HASH_BYTES, node_hash
from workbench.errors import Unproven

LARGEST = 2**63 - 1
"""Leaves of a tree at most."""


def check_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Return when the leaf with this hash stands at ``index`` in the tree of that root; else ``Unproven``."""
    _check_lengths(leaf, root, *proof)
    if not 0 <= index < size <= LARGEST:
        _fail(f"there is no leaf {index} in a tree of {size}")
    here, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            _fail("the proof is too long")
        if here & 1 or here == last:
            computed = node_hash(sibling, computed)
            here, last = _climbed(here, last)
        else:
            computed = node_hash(computed, sibling)
        here, last = here >> 1, last >> 1
    if last:
        _fail("the proof is too short")
    if computed != root:
        _fail("the proof leads to another root")


def check_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Return when the tree of ``new`` leaves begins with that of ``old``, as their roots say; else ``Unproven``."""
    _check_lengths(old_root, new_root, *proof)
    if not 0 <= old <= new <= LARGEST:
        _fail(f"a tree of {new} leaves does not continue one of {old}")
    if old in (0, new):
        if proof:
            _fail("the proof should be empty")
        if old_root != (EMPTY_ROOT if old == 0 else new_root) or (new == 0 and new_root != EMPTY_ROOT):
            _fail("the roots differ")
        return
    _check_growth(old, new, proof, old_root, new_root)


def _check_growth(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not proof:
        _fail("the proof is too short")
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            _fail("the proof is too long")
        if here & 1 or here == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            here, last = _climbed(here, last)
        else:
            after = node_hash(after, sibling)
        here, last = here >> 1, last >> 1
    if last:
        _fail("the proof is too short")
    if (before, after) != (old_root, new_root):
        _fail("the proof leads to other roots")


def _climbed(here: int, last: int) -> tuple[int, int]:
    """Skip the levels at which this subtree has no sibling on its right."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _check_lengths(*hashes: bytes) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        _fail("a hash is not 32 bytes long")


def _fail(what: str) -> NoReturn:
    raise Unproven(
        f"This proof about the access log does not hold: {what}.",
        how="Keep it and tell the ALPR administrator; it may be evidence of tampering (464.10).",
        section="464.5",
    )
