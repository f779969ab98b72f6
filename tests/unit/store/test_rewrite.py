"""A store is sealed anew file by file: with another key, with none, and with one again; a kill leaves it readable."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from tests.policy.people import Station
from tests.unit.store.bytes_search import seen
from tests.unit.store.purge_ground import FORMS, PLATE, filled
from tests.unit.store.reads_ground import SEALING, batch, opened, receipt_of
from tests.unit.store.rewrite_ground import OTHER
from workbench.errors import StoreUnavailable
from workbench.plates.pattern import parse
from workbench.policy.caller import Realm
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.segments.sealing import FilesystemSealing, KeySealing, Ring, Sealing
from workbench.store.upkeep.repair import check
from workbench.store.upkeep.rewrite import Rewritten, rewrite

pytestmark = pytest.mark.section("464.10")

ROOT = Path(__file__).parents[3]
EVERY = PlateQuery(parse("[12345678]*"), limit=10_000, candidates=True)


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receipt]:
    with Station(tmp_path_factory.mktemp("station")) as station:
        yield receipt_of(station)


@pytest.fixture
def folder(tmp_path: Path, receipt: Receipt) -> Path:
    with closing(opened(tmp_path)) as store:
        filled(store, receipt)
        store._folder.keep(store._state.counted())
    return tmp_path


def answers(folder: Path, sealing: Sealing, receipt: Receipt) -> pl.DataFrame:
    with closing(ReadStore.open(folder, Realm.LIVE, sealing)) as store:
        return store.find(EVERY, receipt).reads.sort("read_id")


def refused(folder: Path, sealing: Sealing) -> str:
    with pytest.raises(StoreUnavailable) as told:
        ReadStore.open(folder, Realm.LIVE, sealing)
    return str(told.value)


@pytest.mark.parametrize("to", [OTHER, FilesystemSealing()], ids=["another key", "the file system"])
def test_a_store_is_sealed_anew_and_back(folder: Path, receipt: Receipt, to: Sealing) -> None:
    before = answers(folder, SEALING, receipt)
    assert rewrite(folder, Realm.LIVE, Ring(to, (SEALING,))).before == 0
    assert answers(folder, to, receipt).equals(before)
    assert "rewrite" in refused(folder, SEALING)
    assert rewrite(folder, Realm.LIVE, Ring(to, (SEALING,))).written == 0
    rewrite(folder, Realm.LIVE, Ring(SEALING, (to,)))
    assert answers(folder, SEALING, receipt).equals(before)
    assert check(folder, Realm.LIVE, SEALING).good


def test_the_old_key_opens_nothing_afterwards(folder: Path) -> None:
    old = {path.name for path in (folder / "files").iterdir()}
    done = rewrite(folder, Realm.LIVE, Ring(OTHER, (SEALING,)))
    assert done == Rewritten(len(old), 0)
    assert not old & {path.name for path in (folder / "files").iterdir()}
    assert seen(folder, OTHER, FORMS)
    for path in (folder / "files").iterdir():
        with pytest.raises(StoreUnavailable):
            ReadStore.open(folder, Realm.LIVE, SEALING)
        assert PLATE.encode() not in path.read_bytes()


def test_what_comes_while_two_keys_are_in_use_is_found(folder: Path, receipt: Receipt) -> None:
    both = Ring(SEALING, (OTHER,))
    before = len(answers(folder, both, receipt))
    rewrite(folder, Realm.LIVE, Ring(OTHER, (SEALING,)))
    with closing(ReadStore.open(folder, Realm.LIVE, both)) as store:
        store.append(batch(7, 50), receipt)
    assert len(answers(folder, both, receipt)) == before + 50
    assert refused(folder, OTHER)
    assert rewrite(folder, Realm.LIVE, Ring(OTHER, (SEALING,))).before > 0
    assert len(answers(folder, OTHER, receipt)) == before + 50


@pytest.mark.parametrize("step", ["resealed 1", "resealed 3", "removed 1", "folder 2", "settle 1"])
def test_a_kill_leaves_a_store_that_both_keys_open_and_the_next_run_goes_on(
    folder: Path, receipt: Receipt, step: str
) -> None:
    before = answers(folder, SEALING, receipt)
    command = [sys.executable, "-m", "tests.unit.store.rewriter", str(folder), step]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    both = Ring(SEALING, (OTHER,))
    assert answers(folder, both, receipt).equals(before)
    assert check(folder, Realm.LIVE, both).good
    rewrite(folder, Realm.LIVE, Ring(OTHER, (SEALING,)))
    assert answers(folder, OTHER, receipt).equals(before)
    assert check(folder, Realm.LIVE, OTHER).good


def test_a_store_sealed_by_a_key_is_not_opened_with_readable_files(folder: Path, receipt: Receipt) -> None:
    readable = folder.with_name("readable")
    with closing(ReadStore.open(readable, Realm.LIVE, FilesystemSealing())) as store:
        store.append(batch(1, 10, months=0), receipt)
    (forged,) = (readable / "files").iterdir()
    sealed = next((folder / "files").glob("*.reads"))
    sealed.write_bytes(forged.read_bytes())
    assert refused(folder, SEALING)
    assert refused(readable, SEALING)


def test_the_name_of_a_key_tells_keys_apart_and_not_the_key() -> None:
    assert SEALING.name != OTHER.name
    assert SEALING.name == KeySealing(SEALING.key).name
    assert SEALING.key.hex()[:12] not in SEALING.name
    assert SEALING.key.hex()[:8] not in repr(SEALING)
