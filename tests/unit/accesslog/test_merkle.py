"""The hash tree over the log, against a naive reading of RFC 6962 (464.5)."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.accesslog.merkle import EMPTY_ROOT, Frontier, Node, consistency, cover, inclusion, leaf_hash, root
from workbench.accesslog.merkle_proofs import check_consistency, check_inclusion
from workbench.errors import Unproven

SIZES = st.integers(1, 130)


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*naive_path(index, left), naive_root(right)]
    return [*naive_path(index - split, right), naive_root(left)]


def naive_subproof(old: int, leaves: list[bytes], *, known: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962, section 2.1.2."""
    if old == len(leaves):
        return [] if known else [naive_root(leaves)]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = leaves[:split], leaves[split:]
    if old <= split:
        return [*naive_subproof(old, left, known=known), naive_root(right)]
    return [*naive_subproof(old - split, right, known=False), naive_root(left)]


def data(size: int) -> list[bytes]:
    return [b"leaf %d" % number for number in range(size)]


def grown(leaves: list[bytes]) -> tuple[Frontier, dict[Node, bytes]]:
    frontier, nodes = Frontier(), {}
    for leaf in leaves:
        nodes.update(frontier.append(leaf_hash(leaf)))
    return frontier, nodes


LEAVES = data(130)
_, NODES = grown(LEAVES)


def test_the_root_of_no_leaves_is_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY_ROOT == root(NODES.__getitem__, 0) == naive_root([])


@settings(deadline=None)
@given(SIZES)
def test_the_root_is_the_naive_one_at_every_size_while_growing_and_afterwards(size: int) -> None:
    frontier, _ = grown(LEAVES[:size])
    assert frontier.root() == root(NODES.__getitem__, size) == naive_root(LEAVES[:size])


@settings(deadline=None)
@given(SIZES, st.integers(1, 40))
def test_a_tree_taken_up_again_grows_as_if_it_had_never_stopped(size: int, more: int) -> None:
    frontier, nodes = grown(LEAVES[:size])
    again = Frontier.resumed(nodes.__getitem__, size)
    for leaf in data(more):
        assert again.append(leaf_hash(leaf)) == frontier.append(leaf_hash(leaf))
    assert again.root() == frontier.root()


@settings(deadline=None)
@given(SIZES)
def test_an_append_touches_no_more_nodes_than_the_tree_is_high(size: int) -> None:
    frontier, nodes = grown(LEAVES[:size])
    made = frontier.append(leaf_hash(b"one more"))
    assert len(made) <= frontier.size.bit_length()
    assert not nodes.keys() & dict(made).keys(), "no node is made twice"


@settings(deadline=None)
@given(SIZES)
def test_a_cover_holds_each_leaf_once_in_order(size: int) -> None:
    held = [leaf for level, index in cover(0, size) for leaf in range(index << level, (index + 1) << level)]
    assert held == list(range(size))


@settings(deadline=None)
@given(SIZES, st.data())
def test_each_leafs_proof_is_the_naive_one_and_holds_for_that_leaf_alone(size: int, more: st.DataObject) -> None:
    index = more.draw(st.integers(0, size - 1))
    proof, top = inclusion(NODES.__getitem__, index, size), naive_root(LEAVES[:size])
    assert proof == naive_path(index, LEAVES[:size])
    check_inclusion(index, size, leaf_hash(LEAVES[index]), proof, top)
    with pytest.raises(Unproven):
        check_inclusion(index, size, leaf_hash(b"another"), proof, top)
    if size > 1:
        with pytest.raises(Unproven):
            check_inclusion((index + 1) % size, size, leaf_hash(LEAVES[index]), proof, top)


@settings(deadline=None)
@given(SIZES, st.data())
def test_growth_is_proved_as_the_naive_proof_does_and_a_fork_is_not(new: int, more: st.DataObject) -> None:
    old = more.draw(st.integers(1, new))
    proof, before, after = consistency(NODES.__getitem__, old, new), naive_root(LEAVES[:old]), naive_root(LEAVES[:new])
    assert proof == naive_subproof(old, LEAVES[:new])
    check_consistency(old, new, proof, before, after)
    changed = more.draw(st.integers(0, old - 1))
    forked = [*LEAVES[:changed], b"changed", *LEAVES[changed + 1 : new]]
    _, others = grown(forked)
    with pytest.raises(Unproven):
        check_consistency(old, new, consistency(others.__getitem__, old, new), before, naive_root(forked))


@settings(deadline=None)
@given(SIZES)
def test_every_tree_continues_the_empty_one_and_itself(size: int) -> None:
    top = naive_root(LEAVES[:size])
    check_consistency(0, size, consistency(NODES.__getitem__, 0, size), EMPTY_ROOT, top)
    check_consistency(size, size, consistency(NODES.__getitem__, size, size), top, top)


def test_what_can_not_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="no leaf 3"):
        inclusion(NODES.__getitem__, 3, 3)
    with pytest.raises(ValueError, match="does not continue"):
        consistency(NODES.__getitem__, 4, 3)
    with pytest.raises(ValueError, match="right edge"):
        Frontier(3, [EMPTY_ROOT])
