"""Who is looked at in an audit (464.6): some in any case, everybody a little, the rest by a seed that nobody chose."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.audit.sampling.draw import EACH, RANDOM, draw, seed_of
from workbench.audit.sampling.exact import size
from workbench.audit.sampling.leaf import Leaf, audited
from workbench.audit.sampling.strata import AFTER_A_LAPSE, EXPORTED, FOUR_EYES, LAPSED, REFUSED, WATCHED, certain

pytestmark = pytest.mark.section("464.6", "464.10(c)")
BEGIN = datetime(2026, 7, 1, 7, tzinfo=UTC)
SEED = seed_of("log\n1\nroot\n", "value")


def leaf(index: int, user: str = "ana", action: str = "search.plates", kind: str = "intent", **more: str) -> Leaf:
    return Leaf(index, BEGIN + timedelta(minutes=index), kind, user, action, **{"realm": "live", **more})


leaves = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben", "cem", "dot"]),
        st.sampled_from(["search.plates", "images.look", "export.reads", "purpose.declare"]),
        st.sampled_from(["intent", "intent", "intent", "result", "refusal"]),
        st.sampled_from(["", "464.4.1", "464.10(b)"]),
        st.sampled_from(["", "", "own", "second-person"]),
    ),
    max_size=300,
).map(
    lambda each: [
        leaf(index, user, action, kind, section=section, needs=needs)
        for index, (user, action, kind, section, needs) in enumerate(each)
    ]
)


@pytest.mark.parametrize(
    ("row", "looked_at"),
    [
        (leaf(1), True),
        (leaf(1, action="log.read"), True),
        (leaf(1, kind="refusal"), True),
        (leaf(1, kind="refusal", needs="second-person"), True),
        (leaf(1, kind="refusal", needs="own"), False),
        (leaf(1, kind="result"), False),
        (leaf(1, realm="training"), False),
        (leaf(1, action="purpose.declare"), False),
        (leaf(1, action="audit.review"), False),
        (leaf(1, action="audit.queue"), True),
        (leaf(1, action="audit.rows"), True),
        (leaf(1, action="audit.standing"), True),
        (leaf(1, action="breach.scope", kind="refusal"), True),
    ],
)
def test_an_audit_is_of_requests_to_see_reads_or_records(row: Leaf, looked_at: bool) -> None:
    assert audited(row) is looked_at


def test_what_is_looked_at_in_any_case_says_why() -> None:
    rows = [
        leaf(0),
        leaf(1, kind="refusal", section="464.7(f)"),
        leaf(2, kind="refusal", needs="second-person"),
        leaf(3, needs="second-person"),
        leaf(4, action="export.reads", needs="own"),
        leaf(5, kind="refusal", needs="own", action="export.reads"),
        leaf(6),
    ]
    assert certain(rows, {6}) == {1: REFUSED, 2: FOUR_EYES, 3: FOUR_EYES, 4: EXPORTED, 6: WATCHED}


@pytest.mark.parametrize("written", ["04 17 23 / 11", "041723 11", " 04-17-23, 11\n", "04\u00a017 23 \uff11\uff11"])
def test_however_the_public_value_is_written_it_draws_the_same_sample(written: str) -> None:
    assert seed_of("log\n1\nroot\n", written) == seed_of("log\n1\nroot\n", "04172311")
    assert seed_of("log\n1\nroot\n", "4F1C") == seed_of("log\n1\nroot\n", "4f1c")
    assert seed_of("log\n1\nroot\n", written) != seed_of("log\n1\nroot\n", "04172312")


def test_so_many_rows_after_a_lapse_of_training_are_looked_at_of_that_person_alone() -> None:
    rows = [leaf(0), leaf(1, kind="refusal", section="464.7(e)")]
    rows += [leaf(index, user) for index, user in enumerate(["ben", "ana"] * 7, 2)]
    lapsed = [index for index, why in certain(rows).items() if why == LAPSED]
    assert lapsed == [row.index for row in rows if row.user == "ana"][2 : 2 + AFTER_A_LAPSE]


@given(leaves, st.integers(0, 2))
def test_each_active_person_has_five_rows_or_all_that_there_are(rows: list[Leaf], allowed: int) -> None:
    sample = draw(rows, SEED, allowed=allowed)
    have, there = Counter[str](), Counter(row.user for row in rows if audited(row))
    for row in rows:
        have[row.user] += row.index in sample.rows
    assert all(have[user] >= min(5, count) for user, count in there.items())


@given(leaves)
def test_the_numbers_of_a_sample_add_up(rows: list[Leaf]) -> None:
    sample = draw(rows, SEED)
    sure = certain(rows)
    assert sample.population == sum(map(audited, rows))
    assert sample.rest == sample.population - len(sure)
    assert sample.drawn == len(sample.of(RANDOM)) == size(sample.rest)
    assert sure.items() <= sample.rows.items()
    assert len(sample.rows) == len(sure) + sample.drawn + len(sample.of(EACH))


@given(leaves, st.sets(st.integers(0, 299)))
def test_watched_rows_are_added_and_change_none_of_the_others(rows: list[Leaf], watched: set[int]) -> None:
    without, with_them = draw(rows, SEED).rows, draw(rows, SEED, watched).rows
    assert {index: why for index, why in with_them.items() if why != WATCHED} == without
    assert watched & {row.index for row in rows if audited(row)} <= set(with_them)


def test_another_value_draws_another_sample_and_the_same_one_the_same() -> None:
    rows = [leaf(index, user) for index, user in enumerate(["ana", "ben"] * 500)]
    first, again = draw(rows, SEED), draw(rows, SEED)
    other = draw(rows, seed_of("log\n1\nroot\n", "another"))
    assert first == again
    assert set(first.rows) != set(other.rows)


def test_every_row_is_drawn_as_often_as_any_other() -> None:
    rows = [leaf(index) for index in range(200)]
    drawn = Counter[int]()
    for number in range(400):
        drawn.update(draw(rows, seed_of("log\n1\nroot\n", str(number))).of(RANDOM))
    share = size(200) / 200
    spread = (400 * share * (1 - share)) ** 0.5
    assert all(abs(drawn[row.index] - 400 * share) < 5 * spread for row in rows)
