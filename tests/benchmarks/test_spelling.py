"""One pattern in the words of each engine means the same; the neighbours of a plate are all there are."""

from __future__ import annotations

import duckdb
import pytest

from benchmarks.plate_search.spelling import glob, like, neighbours, regex


@pytest.mark.parametrize(
    ("text", "as_like", "as_regex", "as_glob"),
    [
        ("7AB?1??", "7AB_1__", "^7AB.1..$", "7AB?1??"),
        ("*4BR*", "%4BR%", "^.*4BR.*$", "*4BR*"),
        ("7AB*1", "7AB%1", "^7AB.*1$", "7AB*1"),
    ],
)
def test_wildcards_are_said_in_each_language(text: str, as_like: str, as_regex: str, as_glob: str) -> None:
    assert (like(text), regex(text), glob(text)) == (as_like, as_regex, as_glob)


def test_a_set_stays_a_set() -> None:
    assert regex("[78]AB??1?") == "^[78]AB..1.$"
    assert glob("[78]AB??1?") == "[78]AB??1?"


def test_look_alikes_become_sets_of_their_class() -> None:
    assert regex("8?X", lookalikes=True) == "^[8B].X$"
    assert glob("X?7", lookalikes=True) == "X?7"


def test_the_neighbours_are_what_one_edit_makes() -> None:
    found = neighbours("7AB1")
    assert len(found) == len(set(found)) == 1 + 4 + 4 * 35 + (5 * 36 - 4)
    asked = "SELECT max(levenshtein(plate, '7AB1')) FROM (SELECT unnest(?) AS plate)"
    assert duckdb.execute(asked, [found]).fetchall() == [(1,)]
