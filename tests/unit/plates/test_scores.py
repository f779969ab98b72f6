"""The ranking: as likely as the likeliest way to lay plate and pattern along each other, found by trying them all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.plates.strategies import FEW, plates, rich_texts
from workbench.plates.characters import ALPHABET
from workbench.plates.confusion import Confusion
from workbench.plates.key import pack_many
from workbench.plates.mark import Mark
from workbench.plates.mask import fits_many
from workbench.plates.pattern import parse
from workbench.plates.scores import likelihood, scores

PRIOR = Confusion.prior()
MEASURED = Confusion.measured({("8", "8"): 900, ("8", "B"): 90, ("B", "8"): 1, ("B", "B"): 999, ("A", ""): 30}, "1")


def best(marks: Sequence[Mark], plate: str, confusion: Confusion, *, edits: bool) -> float:
    """The best of every way, one by one."""
    if not marks and not plate:
        return 0.0
    ways = [-math.inf]
    seen = ALPHABET.index(plate[0]) if plate else 0
    if marks and marks[0].run:
        ways.append(best(marks[1:], plate, confusion, edits=edits))
        if plate:
            read = float(confusion.read[:, seen].max())
            ways.append(read + best(marks, plate[1:], confusion, edits=edits))
        return max(ways)
    rows = [ALPHABET.index(char) for char in marks[0].chars or ALPHABET] if marks else []
    if marks and plate:
        read = max(float(confusion.read[row, seen]) for row in rows)
        ways.append(read + best(marks[1:], plate[1:], confusion, edits=edits))
    if marks and edits:
        lost = max(float(confusion.lost[row]) for row in rows)
        ways.append(lost + best(marks[1:], plate, confusion, edits=edits))
    if plate and edits:
        ways.append(float(confusion.added[seen]) + best(marks, plate[1:], confusion, edits=edits))
    return max(ways)


@settings(deadline=None, max_examples=60)
@given(
    st.text(FEW, min_size=1, max_size=5) | rich_texts.filter(lambda text: len(text) < 9),
    st.lists(st.text(FEW, min_size=1, max_size=5), max_size=8),
    st.sampled_from([0, 1]),
    st.sampled_from([PRIOR, MEASURED]),
)
def test_a_score_is_that_of_the_best_of_all_ways(
    typed: str, seen: list[str], distance: int, confusion: Confusion
) -> None:
    pattern = parse(typed)
    distance = 0 if pattern.has_run else distance
    pattern = replace(pattern, distance=distance)
    found = scores(pattern, pack_many(seen), confusion)
    assert found.dtype == np.float32
    wanted = [best(pattern.marks, plate, confusion, edits=distance > 0) for plate in seen]
    assert found.tolist() == pytest.approx(wanted, abs=1e-3)


@given(rich_texts, st.lists(plates, max_size=20))
def test_what_fits_can_be_laid_along_and_what_can_not_comes_last(typed: str, seen: list[str]) -> None:
    pattern = parse(typed)
    keys = pack_many(seen)
    found = scores(pattern, keys, PRIOR)
    assert np.isfinite(found[fits_many(pattern, keys)]).all()
    laid = [bool(pattern.shapes(len(plate))) for plate in seen]
    assert np.isfinite(found).tolist() == laid


@given(st.text("78BAC", min_size=4, max_size=8), st.data())
def test_the_more_has_to_be_excused_the_less_likely_it_is(plate: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(plate) - 1))
    alike = {"8": "B", "B": "8"}.get(plate[place])
    wanted = parse(plate, lookalikes=True, distance=2)
    itself = likelihood(wanted, plate, PRIOR)
    swapped = likelihood(wanted, plate[:place] + (alike or plate[place]) + plate[place + 1 :], PRIOR)
    other = likelihood(wanted, plate[:place] + "W" + plate[place + 1 :], PRIOR)
    further = likelihood(wanted, plate[:place] + "W" + plate[place + 1 :] + "W", PRIOR)
    assert itself >= swapped > other > further
    assert (itself > swapped) is (alike is not None)


def test_a_measured_matrix_ranks_by_what_was_seen() -> None:
    found = scores(parse("7A8", lookalikes=True), pack_many(["7A8", "7AB"]), MEASURED)
    back = scores(parse("7AB", lookalikes=True), pack_many(["7AB", "7A8"]), MEASURED)
    assert found[0] - found[1] < back[0] - back[1]


def test_without_keys_there_is_nothing_to_rank() -> None:
    assert scores(parse("7AB"), pack_many([]), PRIOR).tolist() == []
