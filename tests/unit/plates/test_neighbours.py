"""Plates within an edit or two: what an independent count of edits finds, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from tests.unit.plates.strategies import FEW, any_plate, plates, rigid_texts
from workbench.plates.align import align
from workbench.plates.characters import ALPHABET, LONGEST
from workbench.plates.key import pack, pack_many, unpack_many
from workbench.plates.mark import Mark
from workbench.plates.mask import fits_many
from workbench.plates.neighbours import FAR, distance_at_most, neighbours
from workbench.plates.pattern import Pattern, parse


def once(plate: str) -> set[str]:
    """Every plate within one edit, one after the other."""
    changed = {plate[:at] + char + plate[at + 1 :] for at in range(len(plate)) for char in ALPHABET}
    longer = {plate[:at] + char + plate[at:] for at in range(len(plate) + 1) for char in ALPHABET}
    shorter = {plate[:at] + plate[at + 1 :] for at in range(len(plate))}
    return {found for found in changed | longer | shorter | {plate} if 1 <= len(found) <= LONGEST}


def edits(marks: Sequence[Mark], plate: str) -> int:
    """The least number of edits, by the matrix as it stands in the textbooks."""
    above = list(range(len(plate) + 1))
    for row, mark in enumerate(marks, 1):
        line = [row]
        for place, char in enumerate(plate, 1):
            line.append(min(above[place] + 1, line[-1] + 1, above[place - 1] + (char not in mark.allowed)))
        above = line
    return above[-1]


def distant(pattern: Pattern, seen: list[str], distance: int) -> list[int]:
    return [int(found) for found in distance_at_most(pattern, pack_many(seen), distance)]


@given(any_plate)
def test_the_neighbours_at_one_edit_are_all_and_only_those(plate: str) -> None:
    found = neighbours(pack(plate), 1)
    assert set(unpack_many(found)) == once(plate)
    assert (np.diff(found.astype(object)) > 0).all()


@settings(max_examples=15, deadline=None)
@given(any_plate)
def test_the_neighbours_at_two_edits_are_none_but_those(plate: str) -> None:
    found = neighbours(pack(plate), 2)
    assert int(cdist([plate], unpack_many(found), scorer=Levenshtein.distance).max()) <= 2
    assert (found[1:] > found[:-1]).all()


@settings(max_examples=40, deadline=None)
@given(st.text(FEW, min_size=1, max_size=10), st.data())
def test_the_neighbours_at_two_edits_are_all_of_those(plate: str, data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(sorted(once(plate))))
    found = set(neighbours(pack(plate), 2).tolist())
    assert {pack(far) for far in once(step)} <= found


def test_a_plate_alone_is_its_neighbour_without_an_edit() -> None:
    assert neighbours(pack("7ABC123"), 0).tolist() == [pack("7ABC123")]
    for distance in (-1, 3):
        with pytest.raises(ValueError, match="0 to 2"):
            neighbours(pack("7ABC123"), distance)


@given(plates.filter(lambda plate: len(plate) >= 4), st.lists(plates, max_size=30), st.sampled_from([0, 1, 2]))
def test_the_distance_of_a_plate_is_the_number_of_edits(plate: str, seen: list[str], distance: int) -> None:
    counted = [Levenshtein.distance(plate, other) for other in seen]
    assert distant(parse(plate), seen, distance) == [edit if edit <= distance else FAR for edit in counted]


@given(rigid_texts, st.lists(plates, max_size=30), st.booleans(), st.sampled_from([1, 2]))
def test_what_a_mark_lets_through_is_no_edit(typed: str, seen: list[str], lookalikes: bool, distance: int) -> None:
    pattern = replace(parse(typed, lookalikes=lookalikes), distance=distance)
    counted = [edits(pattern.marks, plate) for plate in seen]
    found = distant(pattern, seen, distance)
    assert found == [edit if edit <= distance else FAR for edit in counted]
    assert [edit == 0 for edit in found] == fits_many(pattern, pack_many(seen)).tolist()
    steps = [align(pattern, plate) for plate in seen]
    assert found == [FAR if each is None else sum(step.edit for step in each) for each in steps]


def test_many_keys_of_every_length_are_gone_through_in_parts() -> None:
    found = neighbours(pack("7ABC123"), 2)
    counted = distance_at_most(parse("7ABC123"), found, 2)
    assert np.bincount(counted).tolist() == [1, 533, len(found) - 534]
    assert (distance_at_most(parse("7ABC123"), found, 1) == FAR).sum() == len(found) - 534


def test_a_run_has_no_distance() -> None:
    with pytest.raises(ValueError, match="without"):
        distance_at_most(parse("7AB*"), pack_many(["7AB"]), 1)
    with pytest.raises(ValueError, match="0 to 2"):
        distance_at_most(parse("7AB"), pack_many(["7AB"]), 3)
