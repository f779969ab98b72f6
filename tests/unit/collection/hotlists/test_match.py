"""The matcher finds what comparing every read with every entry would find (464.7(g))."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plates.strategies import any_plate, plates
from workbench.collection.hotlists import match
from workbench.collection.hotlists.match import Index
from workbench.plates.key import pack_many
from workbench.plates.lookalikes import fold

pytestmark = pytest.mark.section("464.7(g)")

lists = st.lists(plates | any_plate, max_size=40)


def every_pair(reads: list[str], entries: list[str]) -> set[tuple[int, int, bool]]:
    """The oracle: each read beside each entry."""
    return {
        (row, place, read == entry)
        for row, read in enumerate(reads)
        for place, entry in enumerate(entries)
        if fold(read) == fold(entry)
    }


def found(reads: list[str], entries: list[str]) -> list[tuple[int, int, bool]]:
    pairs = Index(pack_many(entries)).match(pack_many(reads))
    return list(zip(pairs.read.tolist(), pairs.entry.tolist(), pairs.exact.tolist(), strict=True))


@given(lists, lists)
def test_it_finds_every_pair_once_and_no_other(reads: list[str], entries: list[str]) -> None:
    pairs = found(reads, entries)
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == every_pair(reads, entries)
    assert [row for row, _, _ in pairs] == sorted(row for row, _, _ in pairs)


@pytest.mark.parametrize(
    ("reads", "entries", "pairs"),
    [
        (["7ABC123"], ["7ABC123"], [(0, 0, True)]),
        (["7A8C123"], ["7ABC123"], [(0, 0, False)]),
        (["7ABC123"], ["7ABC12"], []),
        (["7ABC123"], ["7ABC123", "7A8CI23", "6XYZ999", "7ABC123"], [(0, 0, True), (0, 1, False), (0, 3, True)]),
        (["0", "O", "ZZZZZZZZZZ"], ["D", "2222222222"], [(0, 0, False), (1, 0, False), (2, 1, False)]),
        ([], ["7ABC123"], []),
        (["7ABC123"], [], []),
    ],
)
def test_what_meets_what(reads: list[str], entries: list[str], pairs: list[tuple[int, int, bool]]) -> None:
    assert found(reads, entries) == pairs


def test_many_reads_are_looked_at_in_pieces_and_lose_nothing() -> None:
    count = 2 * match.CHUNK + 7
    reads = [f"{number:07}" for number in range(count)]
    pairs = Index(pack_many(reads[::1000])).match(pack_many(reads))
    assert set(pairs.read[pairs.exact].tolist()) == set(range(0, count, 1000))
