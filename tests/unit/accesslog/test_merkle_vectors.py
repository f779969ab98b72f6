"""The published test data of transparency-dev/merkle (464.5): what holds, holds; each corruption of it does not."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from workbench.accesslog.merkle import EMPTY_ROOT, Frontier, Node, consistency, inclusion, leaf_hash, root
from workbench.accesslog.merkle_proofs import check_consistency, check_inclusion
from workbench.errors import Unproven

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "merkle" / "vectors.json").read_text())
LEAVES, ROOTS = [[bytes.fromhex(text) for text in VECTORS[name]] for name in ("leaves", "roots")]
SOME = bytes.fromhex(VECTORS["some_hash"])


class Included(NamedTuple):
    """The parameters of ``check_inclusion``."""

    index: int
    size: int
    leaf: bytes
    proof: list[bytes]
    root: bytes


class Grown(NamedTuple):
    """The parameters of ``check_consistency``."""

    old: int
    new: int
    proof: list[bytes]
    old_root: bytes
    new_root: bytes


INCLUDED = [
    Included(
        each["index"],
        each["size"],
        leaf_hash(LEAVES[each["index"]]),
        [bytes.fromhex(text) for text in each["proof"]],
        ROOTS[each["size"]],
    )
    for each in VECTORS["inclusion"]
]
GROWN = [
    Grown(
        each["old"],
        each["new"],
        [bytes.fromhex(text) for text in each["proof"]],
        ROOTS[each["old"]],
        ROOTS[each["new"]],
    )
    for each in VECTORS["consistency"]
]


def flipped(proof: list[bytes], place: int, bit: int) -> list[bytes]:
    first = bytes([proof[place][0] ^ 1 << bit])
    return [*proof[:place], first + proof[place][1:], *proof[place + 1 :]]


def spoilt_inclusions() -> Iterator[tuple[str, Included]]:
    for case in INCLUDED:
        index, size, _, proof, top = case
        yield "leafIdx - 1", case._replace(index=index - 1)
        yield "leafIdx + 1", case._replace(index=index + 1)
        yield "leafIdx ^ 2", case._replace(index=index ^ 2)
        yield "treeSize * 2", case._replace(size=size * 2)
        yield "treeSize / 2", case._replace(size=size // 2)
        yield "wrong leaf", case._replace(leaf=b"WrongLeaf")
        yield "empty leaf", case._replace(leaf=b"")
        yield "empty root", case._replace(root=EMPTY_ROOT)
        yield "empty root and leaf", case._replace(root=b"", leaf=b"")
        yield "random root", case._replace(root=SOME)
        yield "random leaf", case._replace(leaf=SOME)
        for name, what in (("garbage", b""), ("root", top)):
            yield f"trailing {name}", case._replace(proof=[*proof, what])
            yield f"preceding {name}", case._replace(proof=[what, *proof])
        for place in range(len(proof)):
            yield f"modified proof[{place}] bit 3", case._replace(proof=flipped(proof, place, 3))
        if proof:
            yield "removed component", case._replace(proof=proof[:-1])
        if len(proof) > 1:
            yield "inserted component", case._replace(proof=[proof[0], SOME, *proof[1:]])


def spoilt_growths() -> Iterator[tuple[str, Grown]]:
    for case in (grown for grown in GROWN if grown.proof):
        old, new, proof, before, after = case
        yield "size1 - 1", case._replace(old=old - 1)
        yield "size1 + 1", case._replace(old=old + 1)
        yield "size1 ^ 2", case._replace(old=old ^ 2)
        yield "size2 * 2", case._replace(new=new * 2)
        yield "size2 / 2", case._replace(new=new // 2)
        yield "wrong root1", case._replace(old_root=b"WrongRoot")
        yield "wrong root2", case._replace(new_root=b"WrongRoot")
        yield "swapped roots", case._replace(old_root=after, new_root=before)
        yield "empty proof", case._replace(proof=[])
        for name, what in (("garbage", b""), ("root1", before), ("root2", after), ("proof[0]", proof[0])):
            yield f"trailing {name}", case._replace(proof=[*proof, what])
            yield f"preceding {name}", case._replace(proof=[what, *proof])
        yield "truncated proof", case._replace(proof=proof[:-1])
        for place in range(len(proof)):
            yield f"modified proof[{place}] bit 4", case._replace(proof=flipped(proof, place, 4))


def refused(check: Callable[..., None], case: tuple[object, ...]) -> bool:
    try:
        check(*case)
    except Unproven:
        return True
    return False


def test_the_published_nodes_and_roots_are_ours() -> None:
    frontier, nodes = Frontier(), {}
    for size, leaf in enumerate(LEAVES, 1):
        nodes.update(frontier.append(leaf_hash(leaf)))
        assert frontier.root() == root(nodes.__getitem__, size) == ROOTS[size]
    published = {
        Node(level, index): bytes.fromhex(text)
        for level, row in enumerate(VECTORS["nodes"])
        for index, text in enumerate(row)
    }
    assert nodes == published
    for case in INCLUDED:
        assert inclusion(nodes.__getitem__, case.index, case.size) == case.proof
    for growth in GROWN:
        assert consistency(nodes.__getitem__, growth.old, growth.new) == growth.proof


@pytest.mark.parametrize("case", INCLUDED)
def test_a_published_inclusion_holds(case: Included) -> None:
    check_inclusion(*case)


@pytest.mark.parametrize("case", GROWN)
def test_a_published_growth_holds(case: Grown) -> None:
    check_consistency(*case)


def test_no_corruption_of_a_published_inclusion_holds() -> None:
    spoilt = list(spoilt_inclusions())
    assert len(spoilt) > 80
    assert [name for name, case in spoilt if not refused(check_inclusion, case)] == []


def test_no_corruption_of_a_published_growth_holds() -> None:
    spoilt = list(spoilt_growths())
    assert len(spoilt) > 70
    assert [name for name, case in spoilt if not refused(check_consistency, case)] == []


@pytest.mark.parametrize("place", VECTORS["no_inclusion"])
@pytest.mark.parametrize(("leaf", "top"), [(SOME, b""), (b"", EMPTY_ROOT), (SOME, EMPTY_ROOT)])
def test_there_is_no_leaf_where_the_tree_has_none(place: dict[str, int], leaf: bytes, top: bytes) -> None:
    with pytest.raises(Unproven):
        check_inclusion(place["index"], place["size"], leaf, [], top)


@pytest.mark.parametrize("case", VECTORS["inconsistent"], ids=lambda case: case["what"])
def test_sizes_and_roots_that_do_not_fit_are_refused(case: dict[str, Any]) -> None:
    proof = [bytes.fromhex(text) for text in case["proof"]]
    before, after = bytes.fromhex(case["old_root"]), bytes.fromhex(case["new_root"])
    with pytest.raises(Unproven):
        check_consistency(case["old"], case["new"], proof, before, after)


def test_the_vector_written_out_as_published_is_refused() -> None:
    case = VECTORS["published"]
    proof = [b64decode(text) for text in case["proof"]]
    with pytest.raises(Unproven, match="other roots"):
        check_consistency(case["size1"], case["size2"], proof, b64decode(case["root1"]), b64decode(case["root2"]))
