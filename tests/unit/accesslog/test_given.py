"""What can't be used is recorded cut short, and always can be (464.5)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.accesslog.given import LONGEST, MOST, cut
from workbench.accesslog.record import canonical

pytestmark = pytest.mark.section("464.5")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(categories=None)) | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(categories=None)), inner),
)


@pytest.mark.parametrize(
    "value",
    [None, True, 7, 0.5, "7ABC*", "", [1, "a"], {"pattern": "7?BR4*", "window": {"start": "x"}}, "\N{AUTOMOBILE}"],
)
def test_what_is_short_stays_as_it_is(value: object) -> None:
    assert cut(value) == value


def test_a_long_text_is_known_again_by_length_and_hash() -> None:
    long = "7" * 200_000
    kept = cut({"pattern": long})["pattern"]
    assert kept == {
        "begins": "7" * LONGEST,
        "characters": 200_000,
        "sha256": hashlib.sha256(long.encode()).hexdigest(),
    }
    assert cut(long[:-1])["sha256"] != kept["sha256"]


def test_many_members_and_deep_ones_are_left_out_and_counted() -> None:
    assert cut(list(range(500))) == [*range(MOST), {"members": 500}]
    assert cut({str(n): n for n in range(500)})["members"] == 500
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    assert cut(deep) == [[[{"kind": "list"}]]]


def test_half_a_character_a_number_that_is_none_and_a_huge_one_can_be_recorded() -> None:
    kept = cut({"pattern": "7\ud800B", "limit": float("nan"), "rows": 10**100, "raw": b"\xff7"})
    assert kept == {"pattern": "7\\ud800B", "limit": {"kind": "float"}, "rows": {"kind": "int"}, "raw": "\\xff7"}
    canonical(kept)


@given(JSON)
def test_whatever_is_sent_makes_a_small_record(value: object) -> None:
    body = canonical({"sent": cut(value)})
    json.loads(body)
    assert len(body) < 2 * len(str(value)) * 6 + 200 * (MOST**3)


@given(st.text(st.characters(categories=None), min_size=LONGEST + 1, max_size=3 * LONGEST))
def test_a_text_is_never_longer_than_told(text: str) -> None:
    kept = cut(text)
    assert len(kept["begins"]) <= LONGEST
    assert kept["characters"] == len(text)
