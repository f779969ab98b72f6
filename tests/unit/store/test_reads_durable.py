"""A kill, a full disk or another writer never leaves half a batch and never loses one that was acknowledged."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.policy.people import Station
from tests.unit.store.reads_ground import batch, opened, receipt_of
from workbench.errors import StoreUnavailable
from workbench.plates.pattern import parse
from workbench.store.reads import Appended
from workbench.store.reads_disk import writing
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.segments.catalogue import NAME
from workbench.store.segments.folder import JOINED, ReadFolder

pytestmark = pytest.mark.section("464.9")

SIZE = 300
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receipt]:
    with Station(tmp_path_factory.mktemp("station")) as station:
        yield receipt_of(station)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "reads"


def writer(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.unit.store.writer", str(folder), str(SIZE), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def data_files(folder: Path) -> list[Path]:
    return list((folder / "files").iterdir())


def whole_batches(folder: Path, receipt: Receipt) -> int:
    """Open the store after a kill, check that it holds whole batches only and takes more; how many it held."""
    store = opened(folder)
    rows = store.rows(receipt)
    assert rows % SIZE == 0
    held = rows // SIZE
    for number in range(held):
        assert store.append(batch(number, SIZE), receipt) == Appended(0, SIZE)
    assert store.append(batch(held, SIZE), receipt) == Appended(SIZE, 0)
    return held


@pytest.mark.parametrize("acknowledged", [1, 2, 5])
def test_a_kill_at_any_moment_loses_no_acknowledged_batch(tmp_path: Path, receipt: Receipt, acknowledged: int) -> None:
    with writer(tmp_path) as process:
        assert process.stdout is not None
        for _ in range(acknowledged):
            process.stdout.readline()
        process.kill()
        told = acknowledged + len(process.stdout.readlines())
    assert whole_batches(tmp_path / "reads", receipt) in {told, told + 1}


@pytest.mark.parametrize(
    ("step", "held"),
    [("file 1", 1), ("file 2", 1), ("folder 1", 1), ("commit 1", 1), ("committed 1", 2)],
)
def test_a_kill_between_the_steps_of_a_batch_leaves_all_of_it_or_nothing(
    tmp_path: Path, receipt: Receipt, step: str, held: int
) -> None:
    with writer(tmp_path, step) as process:
        assert process.stdout is not None
        assert process.stdout.readlines() == ["0\n"]
    assert process.returncode == -9
    assert whole_batches(tmp_path / "reads", receipt) == held


@pytest.mark.section("464.10")
def test_what_a_kill_left_of_a_batch_is_removed_at_the_next_start(tmp_path: Path, receipt: Receipt) -> None:
    with writer(tmp_path, "commit 1") as process:
        process.wait()
    folder = tmp_path / "reads"
    left = set(data_files(folder))
    opened(folder)
    kept = set(data_files(folder))
    assert kept < left
    assert len(kept) == batch(0, SIZE)["time"].dt.strftime("%Y-%m").n_unique()


def test_nothing_is_removed_while_somebody_writes(folder: Path, receipt: Receipt) -> None:
    opened(folder).append(batch(0, SIZE), receipt)
    unfinished = data_files(folder)[0].with_name("unfinished.reads")
    unfinished.write_bytes(b"half a file")
    with writing(folder) as alone:
        assert alone
        opened(folder)
        assert unfinished.exists()
    opened(folder)
    assert not unfinished.exists()


def test_a_damaged_catalogue_stops_the_store(folder: Path, receipt: Receipt) -> None:
    with closing(opened(folder)) as store:
        store.append(batch(0, SIZE), receipt)
    catalogue = folder / NAME
    catalogue.write_bytes(catalogue.read_bytes()[:100] + b"\xff" * 4000)
    with pytest.raises(StoreUnavailable):
        opened(folder)


def test_a_lost_file_is_told_and_never_passed_over(folder: Path, receipt: Receipt) -> None:
    store = opened(folder)
    store.append(batch(0, SIZE), receipt)
    assert store.find(PlateQuery(parse("0AB*")), receipt).total == SIZE
    for path in data_files(folder):
        path.unlink()
    with pytest.raises(StoreUnavailable) as told:
        opened(folder)
    assert "0AB" not in told.value.diagnostic


def test_a_full_disk_leaves_the_store_as_it_was(folder: Path, receipt: Receipt) -> None:
    store = opened(folder)
    store.append(batch(0, SIZE), receipt)
    before = set(data_files(folder))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(StoreUnavailable, match="nothing half-stored"):
            store.append(batch(1, SIZE), receipt)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert set(data_files(folder)) == before
    assert whole_batches(folder, receipt) == 1


def test_readers_see_whole_batches_while_one_writes(folder: Path, receipt: Receipt) -> None:
    store = opened(folder)
    other = opened(folder)
    asked = PlateQuery(parse("*AB*"))
    with ThreadPoolExecutor() as pool:
        written = pool.submit(lambda: [store.append(batch(number, SIZE), receipt) for number in range(6)])
        seen = []
        while not written.done():
            seen += [store.find(asked, receipt).total, other.find(asked, receipt).total]
    assert written.result() == [Appended(SIZE, 0)] * 6
    assert all(total % SIZE == 0 for total in seen)
    assert seen[::2] == sorted(seen[::2])
    assert seen[1::2] == sorted(seen[1::2])
    assert other.find(asked, receipt).total == 6 * SIZE


def test_small_batches_are_joined_and_nothing_is_lost_or_hidden_meanwhile(folder: Path, receipt: Receipt) -> None:
    store = opened(folder)
    asked = PlateQuery(parse("*AB*"))
    batches = [batch(number, 2, months=0) for number in range(3 * JOINED)]
    with ThreadPoolExecutor() as pool:
        written = pool.submit(lambda: [store.append(one, receipt) for one in batches])
        seen = []
        while not written.done():
            seen.append(store.find(asked, receipt).total)
    assert written.result() == [Appended(2, 0)] * len(batches)
    assert seen == sorted(seen)
    for seen_by in (store, opened(folder)):
        assert seen_by.find(asked, receipt).total == seen_by.rows(receipt) == 2 * len(batches)
    assert [store.append(one, receipt) for one in batches] == [Appended(0, 2)] * len(batches)
    assert len(data_files(folder)) == 3


def test_a_batch_stands_when_small_files_can_not_be_joined(
    folder: Path, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_folder: ReadFolder) -> bool:
        raise OSError("no space left on device")

    monkeypatch.setattr(ReadFolder, "join_small_files", full)
    store = opened(folder)
    assert store.append(batch(0, SIZE), receipt) == Appended(SIZE, 0)
    assert store.rows(receipt) == SIZE


@pytest.mark.parametrize("step", ["file 2", "commit 2", "committed 2"], ids=["in", "before", "after"])
def test_a_kill_around_the_joining_loses_no_read(tmp_path: Path, receipt: Receipt, step: str) -> None:
    folder = tmp_path / "reads"
    store = opened(folder)
    for number in range(2, JOINED):
        store.append(batch(number, 2, months=0), receipt)
    command = [sys.executable, "-m", "tests.unit.store.writer", str(tmp_path), "2", step, "0"]
    assert subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False).stdout == b"0\n"
    assert store.rows(receipt) == 2 * JOINED
    for number in range(JOINED):
        store.append(batch(number, 2, months=0), receipt)
    for seen_by in (store, opened(folder)):
        assert seen_by.find(PlateQuery(parse("*AB*")), receipt).total == seen_by.rows(receipt) == 2 * JOINED


def test_two_writers_take_turns_and_each_read_once(folder: Path, receipt: Receipt) -> None:
    stores = [opened(folder) for _ in range(2)]
    with ThreadPoolExecutor() as pool:
        parts = pool.map(lambda store: [store.append(batch(n, SIZE), receipt) for n in range(4)], stores)
        taken = [appended.accepted for part in parts for appended in part]
    assert sum(taken) == 4 * SIZE
    assert [store.rows(receipt) for store in stores] == [4 * SIZE] * 2
