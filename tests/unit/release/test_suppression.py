"""No small number of a published table can be worked out (464.8): not from totals, not by whoever knows the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbench.policy.suppression import THRESHOLD, Shown, suppressed

pytestmark = pytest.mark.section("464.8")

Rule = Callable[[Sequence[int]], Shown]
LARGEST = {1: 30, 2: 45, 3: 38, 4: 34}
"""By how many categories a table has: the largest sum of those that are tried, every single one."""


def tables(categories: int, largest: int) -> Iterator[tuple[int, ...]]:
    """Every table of so many categories whose sum is no larger."""
    if categories == 0:
        yield ()
        return
    for first in range(largest + 1):
        for rest in tables(categories - 1, largest - first):
            yield first, *rest


def worked_out(rule: Rule, categories: int) -> dict[Shown, dict[int, set[int]]]:
    """What an attacker gains who knows the rule: he tries every table, and keeps those that would look like this one.

    By what is published: each place at which a table of these has a cell under ten, and the values that he is left
    with there. Only what all look-alikes were tried of is told.
    """
    largest = LARGEST[categories]
    alike: dict[Shown, list[tuple[int, ...]]] = defaultdict(list)
    for table in tables(categories, largest):
        alike[rule(table)].append(table)
    left: dict[Shown, dict[int, set[int]]] = {}
    for shown, those in alike.items():
        seen = sum(cell for cell in shown.cells if cell is not None)
        if shown.total is None and seen + THRESHOLD * (categories // 2) + THRESHOLD > largest:
            continue
        columns = [set(column) for column in zip(*those, strict=True)]
        left[shown] = {place: values for place, values in enumerate(columns) if min(values) < THRESHOLD}
    return left


def without_neighbours(counts: Sequence[int]) -> Shown:
    """What many reports do: small cells are withheld, the total is told."""
    return Shown(tuple(None if count < THRESHOLD else count for count in counts), sum(counts))


def with_the_next_smallest(counts: Sequence[int]) -> Shown:
    """What many others do: where one cell is withheld alone, the smallest of the rest is too; the total is told."""
    small = {place for place, count in enumerate(counts) if count < THRESHOLD}
    rest = [place for place in range(len(counts)) if place not in small]
    if len(small) == 1 and rest:
        small.add(min(rest, key=lambda place: counts[place]))
    return Shown(tuple(None if place in small else count for place, count in enumerate(counts)), sum(counts))


@pytest.mark.parametrize("categories", LARGEST)
def test_whoever_tries_every_table_is_left_with_all_ten_values_of_each_small_cell(categories: int) -> None:
    left = [values for told in worked_out(suppressed, categories).values() for values in told.values()]
    assert left
    assert all(values >= set(range(THRESHOLD)) for values in left)


@pytest.mark.parametrize("rule", [without_neighbours, with_the_next_smallest])
def test_the_same_attack_works_small_cells_out_of_what_other_reports_do(rule: Rule) -> None:
    left = [values for told in worked_out(rule, 3).values() for values in told.values()]
    assert any(len(values) == 1 for values in left), "an attack that finds nothing anywhere shows nothing"


@given(st.lists(st.integers(0, 400), max_size=12))
def test_no_small_cell_is_shown_and_none_is_withheld_alone_under_a_total(counts: list[int]) -> None:
    shown = suppressed(counts)
    withheld = [place for place, cell in enumerate(shown.cells) if cell is None]
    assert all(count >= THRESHOLD for count in shown.cells if count is not None)
    assert all(cell in (None, count) for cell, count in zip(shown.cells, counts, strict=True))
    if shown.total is not None:
        assert shown.total == sum(counts)
        assert len(withheld) != 1


def another(counts: Sequence[int], place: int, value: int) -> list[int]:
    """A table that looks the same when it is published, with this value in the place of that small cell."""
    shown = suppressed(counts)
    withheld = [each for each, cell in enumerate(shown.cells) if cell is None]
    made = [0 if count < THRESHOLD else min(count, THRESHOLD) if each in withheld else count
            for each, count in enumerate(counts)]  # fmt: skip
    made[place] = value
    if shown.total is not None:
        large = [each for each in withheld if counts[each] >= THRESHOLD]
        last = len(counts) - 1
        taken_along = [each for each in withheld if each != place and (each - 1 in withheld or each == last - 1)]
        made[(large or taken_along)[0]] += shown.total - sum(made)
    return made


@given(st.lists(st.one_of(st.integers(0, 12), st.integers(0, 400)), min_size=1, max_size=12), st.data())
def test_in_a_table_of_any_size_each_small_cell_could_be_anything_under_ten(
    counts: list[int], data: st.DataObject
) -> None:
    small = [place for place, count in enumerate(counts) if count < THRESHOLD]
    assume(small)
    place, value = data.draw(st.sampled_from(small)), data.draw(st.integers(0, THRESHOLD - 1))
    assert suppressed(another(counts, place, value)) == suppressed(counts)


@given(st.lists(st.integers(0, 400), min_size=2, max_size=12), st.data())
def test_what_is_withheld_follows_from_the_small_cells_alone(counts: list[int], data: st.DataObject) -> None:
    grown = [count if count < THRESHOLD else data.draw(st.integers(THRESHOLD, 999)) for count in counts]
    places = [[cell is None for cell in suppressed(each).cells] for each in (counts, grown)]
    assert places[0] == places[1]


def test_a_negative_count_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="never negative"):
        suppressed([3, -1])


def test_tables_without_small_cells_are_told_whole() -> None:
    for counts in ([10], [10, 11, 400], []):
        assert suppressed(counts) == Shown(tuple(counts), sum(counts))


def test_quarters_follow_each_other_without_a_gap_or_an_overlap_also_where_the_clocks_change() -> None:
    from workbench.policy.quarters import Quarter

    every = [Quarter(2026 + number // 4, number % 4 + 1) for number in range(12)]
    for before, after in pairwise(every):
        assert (before.next, after.previous) == (after, before)
        assert before.ends("America/Los_Angeles") == after.begins("America/Los_Angeles")
    assert Quarter.named("2026-Q4").begins("America/Los_Angeles").isoformat() == "2026-10-01T00:00:00-07:00"
    with pytest.raises(ValueError, match="2026-Q3"):
        Quarter.named("2026-Q5")
