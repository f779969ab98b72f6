"""Identities as numbers find exactly what a set of texts finds."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.store.segments import ids

pytestmark = pytest.mark.section("464.9")

QUICK = settings(max_examples=60, deadline=None)

hexadecimal = st.binary(min_size=16, max_size=16).map(bytes.hex)
near = st.builds(lambda high, low: (bytes([high]) * 8 + bytes([low]) * 8).hex(), st.integers(0, 2), st.integers(0, 3))
"""Identities whose halves often agree."""
texts = hexadecimal | near | st.text(max_size=40) | hexadecimal.map(str.upper) | near.map(lambda text: text[:31])


def numbers(read_ids: list[str]) -> ids.Halves:
    return ids.of(pa.array(read_ids, pa.large_string()))


def ordered(read_ids: list[str]) -> ids.Halves:
    found = numbers(read_ids)
    return found[ids.order(found)]


@QUICK
@given(there=st.lists(texts), asked=st.lists(texts))
def test_what_is_there_is_found_and_nothing_else(there: list[str], asked: list[str]) -> None:
    asked += there[:3]
    found = ids.present(numbers(asked), ordered(there))
    assert found.tolist() == [one in set(there) for one in asked]


@QUICK
@given(there=st.lists(near, max_size=60), asked=st.lists(near, max_size=60))
def test_identities_that_agree_by_half_are_told_apart(there: list[str], asked: list[str]) -> None:
    found = ids.present(numbers(asked), ordered(there))
    assert found.tolist() == [one in set(there) for one in asked]


@QUICK
@given(read_ids=st.lists(texts))
def test_the_order_is_one_and_repeated_ones_are_told(read_ids: list[str]) -> None:
    found = numbers(read_ids)
    order = ids.order(found)
    assert sorted(order) == list(range(len(read_ids)))
    pairs = [tuple(one) for one in found[order].tolist()]
    assert pairs == sorted(pairs)
    assert int(ids.repeated(found[order]).sum()) == len(read_ids) - len(set(read_ids))


@QUICK
@given(read_ids=st.lists(texts, min_size=1, max_size=50), take=st.integers(0, 49))
def test_equal_identities_keep_their_order(read_ids: list[str], take: int) -> None:
    twice = numbers(read_ids * 2)
    order = ids.order(twice).tolist()
    place = {number: at for at, number in enumerate(order)}
    one = take % len(read_ids)
    assert place[one] < place[one + len(read_ids)]


@QUICK
@given(read_ids=st.lists(hexadecimal, min_size=1))
def test_bytes_and_their_hexadecimal_text_are_the_same_identity(read_ids: list[str]) -> None:
    raw = pa.array([bytes.fromhex(one) for one in read_ids], pa.binary(16))
    assert (ids.of(raw) == numbers(read_ids)).all()
    assert (ids.of(raw.slice(1)) == numbers(read_ids[1:])).all()


def test_pages_hold_all_of_them() -> None:
    every = ordered([f"{number}" for number in range(3 * ids.PAGE + 7)])
    pages = ids.pages(every)
    assert len(pages) == 4
    assert (np.concatenate([ids.page(page) for page in pages]) == every).all()
    assert ids.pages(every[:0]) == []


def test_no_identities_are_none() -> None:
    assert len(ids.of(pa.array([], pa.string()))) == len(ids.of(pl.Series([], dtype=pl.String).to_arrow())) == 0
    assert ids.present(ordered(["a"]), ordered([])).tolist() == [False]
    assert ids.present(ordered([]), ordered(["a"])).tolist() == []
