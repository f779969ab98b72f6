"""Agreement of two reviewers (464.6), held against figures worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.audit.agreement import kappa, pairs
from workbench.wire.audits import Said, Verdict

pytestmark = pytest.mark.section("464.6")
NOW = datetime(2026, 7, 1, tzinfo=UTC)
words = st.sampled_from(["in order", "unclear", "misuse"])


def said(by: str, verdict: str) -> Said:
    return Said(by=by, verdict=Verdict(verdict), words="", at=NOW, record=1)


def test_kappa_is_cohens() -> None:
    both = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15
    assert kappa(both) == pytest.approx(0.4)


@pytest.mark.parametrize(("both", "is_"), [([], None), ([("a", "a")] * 9, None), ([("a", "a"), ("b", "b")], 1.0)])
def test_where_chance_alone_would_agree_there_is_none(both: list[tuple[str, str]], is_: float | None) -> None:
    assert kappa(both) == is_


@given(st.lists(st.tuples(words, words), max_size=40))
def test_it_does_not_matter_who_is_called_first(both: list[tuple[str, str]]) -> None:
    turned = kappa([(second, first) for first, second in both])
    assert kappa(both) == (None if turned is None else pytest.approx(turned))


def test_each_two_persons_are_told_apart_and_rows_of_one_word_are_left_out() -> None:
    rows = [
        [said("eve", "misuse"), said("olga", "misuse")],
        [said("adam", "in order"), said("eve", "unclear")],
        [said("eve", "in order"), said("olga", "unclear")],
        [said("eve", "in order")],
    ]
    told = [(pair.first, pair.second, pair.rows, pair.same) for pair in pairs(rows)]
    assert told == [("adam", "eve", 1, 0), ("eve", "olga", 2, 1)]
