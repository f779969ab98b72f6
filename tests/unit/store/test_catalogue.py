"""A change of the catalogue is one commit; what it lists says what a dictionary counts and what was taken away."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.store.reads_ground import SEALING
from tests.unit.store.rewrite_ground import OTHER
from workbench.errors import StoreUnavailable
from workbench.store.segments.catalogue import NAME, Catalogue, Entry, Kept, Listing
from workbench.store.segments.sealing import Ring

pytestmark = pytest.mark.section("464.9")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Catalogue(tmp_path, "live", SEALING)) as opened:
        yield opened


def entry(name: str, first: int = 0, last: int = 0) -> Entry:
    return Entry(name, "2026-03", 7, first, last, f"sha of {name}", SEALING.name)


def kept(name: str) -> Kept:
    return Kept(name, f"sha of {name}", SEALING.name)


def test_a_new_catalogue_lists_nothing(catalogue: Catalogue) -> None:
    assert catalogue.read() == Listing()
    assert catalogue.read().names == frozenset()


def test_new_files_belong_to_their_commit_and_others_keep_theirs(catalogue: Catalogue) -> None:
    assert catalogue.commit([entry("a")]) == 1
    assert catalogue.commit([entry("b")]) == 2
    assert catalogue.commit([entry("ab", 1, 2)], ["a", "b"]) == 3
    assert catalogue.read().entries == (entry("ab", 1, 2),)
    assert catalogue.version() == 3


def test_a_dictionary_covers_the_commit_that_it_came_with(catalogue: Catalogue) -> None:
    catalogue.commit([entry("a")])
    catalogue.commit(plates=kept("p"))
    catalogue.commit([entry("b")])
    listing = catalogue.read()
    assert (listing.plates, listing.covered, listing.purged) == (kept("p"), 2, 0)
    assert listing.names == {"a", "b", "p"}
    catalogue.commit([], ["a"], plates=kept("q"), purges=True)
    assert (catalogue.read().plates, catalogue.read().covered, catalogue.read().purged) == (kept("q"), 4, 4)


def test_a_commit_that_fails_changes_nothing(catalogue: Catalogue) -> None:
    catalogue.commit([entry("a")])
    before = catalogue.read()
    with pytest.raises(Exception, match="UNIQUE"):
        catalogue.commit([entry("b"), entry("a")], plates=kept("p"), purges=True, batches=["x"])
    assert catalogue.read() == before
    assert catalogue.batches(0, 10) == []


def test_a_file_sealed_anew_stands_where_the_old_one_stood(catalogue: Catalogue) -> None:
    catalogue.commit([entry("a")], plates=kept("p"))
    catalogue.resealed("a", Kept("b", "sha", OTHER.name))
    catalogue.resealed("p", Kept("q", "sha", OTHER.name))
    listing = catalogue.read()
    assert listing.entries == (Entry("b", "2026-03", 7, 1, 1, "sha", OTHER.name),)
    assert (listing.plates, listing.covered) == (Kept("q", "sha", OTHER.name), 1)
    assert listing.version == 3


def test_batches_are_found_by_the_commits_that_brought_them(catalogue: Catalogue) -> None:
    for name in "abc":
        catalogue.commit([entry(name)], batches=[f"batch {name}"])
    assert catalogue.batches(2, 3) == ["batch b", "batch c"]
    assert catalogue.batches(4, 9) == []


def test_another_key_or_realm_does_not_open_it(catalogue: Catalogue, tmp_path: Path) -> None:
    for realm, sealing in (("training", SEALING), ("live", OTHER)):
        with pytest.raises(StoreUnavailable):
            Catalogue(tmp_path, realm, sealing)
    catalogue.sealed_by(OTHER.name)
    Catalogue(tmp_path, "live", OTHER).close()
    Catalogue(tmp_path, "live", Ring(SEALING, (OTHER,))).close()


def test_settled_changes_stand_in_the_database_alone(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.commit([entry("a")])
    catalogue.settle()
    assert (tmp_path / f"{NAME}-wal").stat().st_size == 0
    assert b"sha of a" in (tmp_path / NAME).read_bytes()
    catalogue.commit([], ["a"])
    catalogue.settle()
    assert b"sha of a" not in (tmp_path / NAME).read_bytes()
    assert catalogue.faults() == []


def test_changes_of_many_threads_and_connections_all_count(catalogue: Catalogue, tmp_path: Path) -> None:
    with closing(Catalogue(tmp_path, "live", SEALING)) as other, ThreadPoolExecutor(8) as pool:
        turns = [(catalogue, other)[number % 2] for number in range(40)]
        versions = list(pool.map(lambda turn: turn[1].commit([entry(str(turn[0]))]), enumerate(turns)))
    assert sorted(versions) == list(range(1, 41))
    assert len(catalogue.read().entries) == 40
