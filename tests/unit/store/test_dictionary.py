"""The dictionary finds what trying every plate finds: by any index, in one table or two, however it was made."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.plates.strategies import FEW, any_plate, plates, rich_texts, rigid_texts
from workbench.errors import PatternError
from workbench.plates.key import Keys, fold_many, pack, pack_many
from workbench.plates.mask import fits_many, masks
from workbench.plates.neighbours import distance_at_most, neighbours
from workbench.plates.pattern import Pattern, parse
from workbench.store.dictionary import dictionary as dictionary_module
from workbench.store.dictionary.dictionary import EXACT, LOOKALIKE, NEAR, Dictionary
from workbench.store.dictionary.edits import edited
from workbench.store.dictionary.indexed import Indexed
from workbench.store.dictionary.pairs import Pairs, pair_at
from workbench.store.dictionary.presence import Presence
from workbench.store.dictionary.probe import Probe
from workbench.store.dictionary.table import Plates
from workbench.store.upkeep.recount import merged

pytestmark = pytest.mark.section("464.7(d)")

QUICK = settings(max_examples=60, deadline=None)

many = st.lists(plates, max_size=80)
seen = st.lists(st.tuples(plates, st.integers(0, 1000)), max_size=60)
"""Plates and when they were seen."""


def is_given_enough(typed: str) -> bool:
    """Whether a distance of two may be asked for with it, look-alikes or none."""
    try:
        for lookalikes in (False, True):
            parse(typed, distance=2, lookalikes=lookalikes)
    except PatternError:
        return False
    return True


near_texts = st.lists(st.sampled_from(FEW) | rigid_texts, min_size=2, max_size=7).map("".join).filter(is_given_enough)
nearby = st.lists(st.text(FEW, min_size=3, max_size=8), max_size=80)


def keys_of(texts: list[str]) -> Keys:
    return np.unique(pack_many(texts))


def table(reads: list[tuple[str, int]]) -> Plates:
    times: defaultdict[int, list[int]] = defaultdict(list)
    for plate, time in reads:
        times[pack(plate)].append(time)
    keys = sorted(times)
    return Plates(
        np.array(keys, np.uint64),
        np.array([len(times[key]) for key in keys], np.int64),
        np.array([max(times[key]) for key in keys], np.int64),
    )


def table_of_many(count: int) -> Plates:
    """Plates as they are issued, drawn at random."""
    generator = np.random.default_rng(464)
    numbers = generator.integers((48, 65, 65, 65, 48, 48, 48), (58, 91, 91, 91, 58, 58, 58), (count, 7))
    return table([(text.decode(), 1) for text in numbers.astype(np.uint8).view("S7").ravel().tolist()])


def columns(plates_: Plates) -> tuple[list[int], list[int], list[int]]:
    return plates_.keys.tolist(), plates_.counts.tolist(), plates_.last.tolist()


@QUICK
@given(parts=st.lists(seen, max_size=6))
def test_tables_put_together_count_all_reads(parts: list[list[tuple[str, int]]]) -> None:
    whole = columns(table([read for part in parts for read in part]))
    tables = [table(part) for part in parts]
    assert columns(Plates.of_all([(one.keys, one.counts, one.last) for one in tables])) == whole
    assert columns(merged((one.keys, one.counts, one.last) for one in tables)) == whole
    one_by_one = Plates.empty()
    for each in tables:
        one_by_one = one_by_one.merged(each)
    assert columns(one_by_one) == whole


@QUICK
@given(there=many, wanted=many)
def test_wanted_plates_are_found_where_they_stand(there: list[str], wanted: list[str]) -> None:
    plates_ = table([(plate, 1) for plate in there])
    places = plates_.places(keys_of(wanted))
    assert plates_.keys[places].tolist() == keys_of(sorted(set(there) & set(wanted))).tolist()


@QUICK
@given(texts=st.lists(any_plate, max_size=200), others=st.lists(any_plate, max_size=200))
def test_no_plate_that_is_there_is_said_to_be_missing(texts: list[str], others: list[str]) -> None:
    keys, asked = keys_of(texts), keys_of(texts + others)
    maybe = Presence.of(keys).maybe(asked)
    assert set(keys.tolist()) <= set(maybe.tolist()) <= set(asked.tolist())
    assert maybe.tolist() == sorted(maybe.tolist())


def test_few_plates_that_are_not_there_are_let_through() -> None:
    keys = table_of_many(20_000).keys
    others = np.setdiff1d(neighbours(int(keys[0]), 2), keys)
    assert len(Presence.of(keys).maybe(others)) < len(others) / 8


@QUICK
@given(texts=st.lists(any_plate, min_size=1, max_size=60))
def test_a_bucket_holds_the_plates_with_this_pair_there(texts: list[str]) -> None:
    keys = keys_of(texts)
    folded = fold_many(keys)
    pairs = Pairs.of(keys)
    for place in range(9):
        reach = [position for position, key in enumerate(keys) if int(key) >> 60 > place + 1]
        for pair in {pair_at(int(folded[position]), place) for position in reach}:
            told = pairs.bucket(place, pair).tolist()
            assert told == [position for position in reach if pair_at(int(folded[position]), place) == pair]
            assert pairs.size(place, pair) == len(told)
        assert sum(pairs.size(place, pair) for pair in range(64 * 64)) == len(reach)


@pytest.mark.parametrize("paired", [True, False], ids=["pairs", "none"])
@QUICK
@given(texts=many, typed=rich_texts, whole=st.booleans())
def test_every_mask_finds_what_it_fits(paired: bool, texts: list[str], typed: str, whole: bool) -> None:
    keys = keys_of(texts)
    probe = Probe(keys, fold_many(keys), Pairs.of(keys) if paired else None)
    for folded in (False, True):
        asked = masks(Pattern(typed, lookalikes=whole), folded=folded)
        looked_at = probe.folded if folded else probe.keys
        expected = [
            place for place in range(len(keys)) if any(mask.fits(looked_at[place : place + 1])[0] for mask in asked)
        ]
        assert probe.places(asked, folded=folded).tolist() == expected
        assert probe.cost(asked, folded=folded) >= 0


@QUICK
@given(texts=many, typed=rich_texts, whole=st.booleans())
def test_a_pattern_finds_what_it_fits(texts: list[str], typed: str, whole: bool) -> None:
    plates_ = table([(plate, 1) for plate in texts])
    pattern = parse(typed, lookalikes=whole)
    assert Indexed.of(plates_).fitting(pattern).tolist() == np.flatnonzero(fits_many(pattern, plates_.keys)).tolist()


@QUICK
@given(texts=nearby, typed=near_texts, distance=st.integers(1, 2), whole=st.booleans())
def test_plates_within_a_distance_are_those_that_measuring_each_finds(
    texts: list[str], typed: str, distance: int, whole: bool
) -> None:
    pattern = parse(typed, lookalikes=whole, distance=distance)
    plates_ = table([(plate, 1) for plate in texts])
    measured = distance_at_most(pattern, plates_.keys, distance) <= distance
    assert sorted(Indexed.of(plates_).near(pattern).tolist()) == np.flatnonzero(measured).tolist()


@QUICK
@given(texts=nearby, typed=near_texts, distance=st.integers(1, 2))
def test_edited_patterns_let_every_near_plate_through(texts: list[str], typed: str, distance: int) -> None:
    pattern = parse(typed, distance=distance)
    keys = keys_of(texts)
    near = distance_at_most(pattern, keys, distance) <= distance
    through = np.zeros(len(keys), np.bool_)
    for one in edited(pattern):
        for mask in masks(one, folded=True):
            through |= mask.fits(fold_many(keys))
    assert through[near].all()


@QUICK
@given(
    parts=st.lists(seen, min_size=1, max_size=6), typed=near_texts, whole=st.booleans(),
    distance=st.integers(0, 2), least=st.sampled_from([0, 5, 1000]),
)  # fmt: skip
def test_two_tables_answer_as_one(
    parts: list[list[tuple[str, int]]], typed: str, whole: bool, distance: int, least: int
) -> None:
    pattern = parse(typed, lookalikes=whole, distance=distance)
    grown = Dictionary.of(Plates.empty())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(dictionary_module, "_LEAST", least)
        for part in parts:
            grown = grown.with_more(table(part))
    whole_table = table([read for part in parts for read in part])
    at_once = Dictionary.of(whole_table)
    assert columns(grown.whole()) == columns(whole_table)
    mine, theirs = grown.fitting(pattern), at_once.fitting(pattern)
    for name in ("keys", "closeness", "counts", "last"):
        assert getattr(mine, name).tolist() == getattr(theirs, name).tolist()
    having = grown.having(whole_table.keys[::2])
    assert (having.keys.tolist(), having.counts.tolist()) == (
        whole_table.keys[::2].tolist(),
        whole_table.counts[::2].tolist(),
    )


@QUICK
@given(reads=seen, typed=near_texts, whole=st.booleans(), distance=st.integers(0, 2))
def test_closeness_is_the_closest_way_to_fit(
    reads: list[tuple[str, int]], typed: str, whole: bool, distance: int
) -> None:
    pattern = parse(typed, lookalikes=whole, distance=distance)
    plates_ = table(reads)
    fitting = Dictionary.of(plates_).fitting(pattern)
    exact = fits_many(pattern.exactly(), plates_.keys)
    alike = fits_many(pattern.undistanced(), plates_.keys)
    near = distance_at_most(pattern, plates_.keys, distance) <= distance if distance else alike
    ways = zip(plates_.keys.tolist(), exact, alike, near, strict=True)
    expected = {
        key: EXACT if is_exact else LOOKALIKE if is_alike else NEAR
        for key, is_exact, is_alike, is_near in ways
        if is_exact or is_alike or is_near
    }
    assert dict(zip(fitting.keys.tolist(), fitting.closeness.tolist(), strict=True)) == expected
    assert fitting.reads == sum(pack(plate) in expected for plate, _ in reads)
    assert (fitting.since(500).last >= 500).all()


def test_a_dictionary_large_enough_for_pairs_finds_what_trying_each_finds() -> None:
    plates_ = table_of_many(150_000)
    indexed = Indexed.of(plates_)
    assert indexed.probe.pairs is not None
    for typed in ("?AB????", "*B12*", "7ABC123", "~8OB*", "??Q[XYZ]?5?", "1*9"):
        pattern = parse(typed)
        assert indexed.fitting(pattern).tolist() == np.flatnonzero(fits_many(pattern, plates_.keys)).tolist()
    for typed in ("7ABC123", "7A?C123", "~7ABC12"):
        pattern = parse(typed, distance=1)
        measured = distance_at_most(pattern, plates_.keys, 1) <= 1
        assert sorted(indexed.near(pattern).tolist()) == np.flatnonzero(measured).tolist()
