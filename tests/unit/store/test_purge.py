"""A purge is physical: after it the plate is in no byte of the store, and before it the same search finds it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.policy.people import NOW, Station
from tests.unit.store.bytes_search import encodings, seen
from tests.unit.store.purge_ground import FORMS, GIVEN, GONE, MONTH, PLATE, READING, RESOLVED, filled, found
from tests.unit.store.reads_ground import SEALING, batch, opened, read, receipt_of, table
from workbench.errors import StoreUnavailable
from workbench.plates.pattern import parse
from workbench.store.dictionary import dictionary
from workbench.store.engine import Here, Task
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.segment import Segment
from workbench.store.sightings import Work
from workbench.store.upkeep.purge import Which

pytestmark = pytest.mark.section("464.9")

ROOT = Path(__file__).parents[3]
EVERY = PlateQuery(parse("7*"), candidates=True)


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receipt]:
    with Station(tmp_path_factory.mktemp("station")) as station:
        yield receipt_of(station)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "reads"


def total(store: ReadStore, pattern: str, receipt: Receipt) -> int:
    return store.find(PlateQuery(parse(pattern), candidates=True), receipt).total


def test_the_search_finds_each_form_wherever_it_stands(tmp_path: Path) -> None:
    forms = encodings(PLATE, GIVEN)
    for number, needle in enumerate(forms.values()):
        (tmp_path / f"{number}.txt").write_bytes(b"before" + needle + b"after")
    assert seen(tmp_path, SEALING, forms).keys() == forms.keys()


def test_a_purged_plate_is_in_no_byte_of_the_store(
    folder: Path, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dictionary, "_LEAST", 0)  # so that a dictionary is kept as a file
    store = opened(folder)
    stays = filled(store, receipt)
    before = seen(folder, SEALING, FORMS)
    for text in (GIVEN, "7QZX 481", "7QZX-481", READING):
        assert before[f"{text} in ASCII"]
    assert {Path(name).suffix for name in before["key, unsigned, little endian"]} == {".reads", ".plates"}
    files = set(folder.rglob("*"))

    done = store.purge(Which(read_ids=GONE), receipt)

    assert found(folder) == set()
    assert (done.purged, done.held, done.absent, done.left) == (len(GONE), 0, 0, stays)
    assert sum(file.purged for file in done.files) == len(GONE)
    assert not {folder / "files" / file.old for file in done.files} & set(folder.rglob("*"))
    assert {folder / "files" / file.old for file in done.files} <= files
    assert (folder / "catalogue.sqlite-wal").stat().st_size == 0
    for plate in (PLATE, RESOLVED, READING):
        assert total(store, plate, receipt) == total(opened(folder), plate, receipt) == 0
    assert total(store, "7AAA11?", receipt) == 3
    assert store.rows(receipt) == opened(folder).rows(receipt) == stays


def test_a_word_of_one_month_is_not_kept_in_the_file_of_another(folder: Path, receipt: Receipt) -> None:
    store = opened(folder)
    reads = [read("a", PLATE, NOW, plate_as_given=GIVEN), read("b", "7AAA111", NOW - MONTH, plate_as_given="7-aaa-111")]
    store.append(table(reads), receipt)
    assert len(seen(folder, SEALING, {"given": GIVEN.encode()})["given"]) == 1


def test_everything_that_is_old_goes_but_for_what_is_held(folder: Path, receipt: Receipt) -> None:
    store = opened(folder)
    old, late = NOW - 800 * timedelta(days=1), NOW - timedelta(days=1)
    store.append(
        table(
            [
                read("old", "7AAA111", old, received=old),
                read("old, taken in late", "7AAA112", old, received=late),
                read("old and held", "7AAA113", old),
                read("at the cut-off", "7AAA114", late),
                read("new", "7AAA115", NOW),
            ]
        ),
        receipt,
    )
    done = store.purge(Which(before=late, held={"old and held", "new"}), receipt)
    assert (done.purged, done.held, done.left) == (1, 1, 4)
    assert sorted(store.find(EVERY, receipt).reads["plate"]) == ["7AAA112", "7AAA113", "7AAA114", "7AAA115"]
    again = store.purge(Which(before=late, held={"old and held"}), receipt)
    assert (again.purged, again.held, again.files) == (0, 1, ())


def test_held_reads_stay_though_they_are_named(folder: Path, receipt: Receipt) -> None:
    store = opened(folder)
    stays = filled(store, receipt)
    done = store.purge(Which(read_ids=[*GONE, "never seen"], held=[GONE[0], "1-7"]), receipt)
    assert (done.purged, done.held, done.absent, done.left) == (len(GONE) - 1, 1, 1, stays + 1)
    assert total(store, PLATE, receipt) == 1


def test_all_can_be_purged_and_the_store_goes_on(folder: Path, receipt: Receipt) -> None:
    store = opened(folder)
    filled(store, receipt)
    assert store.purge(Which(before=NOW + MONTH), receipt).left == 0
    assert list((folder / "files").glob("*.reads")) == []
    assert total(store, "7*", receipt) == opened(folder).rows(receipt) == 0
    assert store.append(batch(1, 200), receipt).accepted == 200
    assert total(store, "1AB*", receipt) == 200


def test_what_a_kill_or_a_repair_left_is_removed_with_it(folder: Path, receipt: Receipt) -> None:
    store = opened(folder)
    filled(store, receipt)
    (name, *_) = seen(folder, SEALING, FORMS)[f"{GIVEN} in ASCII"]
    holding = (folder / "files" / name).read_bytes()
    (folder / "files" / "left.reads").write_bytes(holding)
    (folder / "quarantine").mkdir()
    (folder / "quarantine" / "aside.reads").write_bytes(holding)
    done = store.purge(Which(read_ids=GONE), receipt)
    assert (done.swept, done.set_aside) == (("left.reads",), ("aside.reads",))
    assert found(folder) == set()


@pytest.mark.parametrize(
    "step",
    ["file 1", "file 2", "folder 1", "commit 1", "committed 1", "removed 1", "removed 3", "settle 1"],
)
def test_a_kill_at_any_step_leaves_all_or_nothing_and_the_next_start_ends_it(
    tmp_path: Path, receipt: Receipt, step: str
) -> None:
    folder = tmp_path / "reads"
    store = opened(folder)
    stays = filled(store, receipt)
    command = [sys.executable, "-m", "tests.unit.store.purger", str(tmp_path), step]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    late = step.split()[0] in {"committed", "removed", "settle"}
    for seen_by in (store, opened(folder)):
        assert seen_by.rows(receipt) == stays + (0 if late else len(GONE))
        assert total(seen_by, PLATE, receipt) == (0 if late else 2)
    assert bool(found(folder)) is not late
    opened(folder).purge(Which(read_ids=GONE), receipt)
    assert found(folder) == set()


class Meanwhile(Here):
    """Does something else once, between the plates and the files of a search."""

    def __init__(self) -> None:
        self.act: Any = None

    def each(self, asked: Sequence[tuple[Segment, Task[Any]]], work: Work) -> Iterator[tuple[Segment, Any]]:
        act, self.act = self.act, None
        if act:
            act()
        return super().each(asked, work)


def test_a_search_that_began_before_ends_on_what_it_saw_and_the_next_sees_the_purge(
    folder: Path, receipt: Receipt
) -> None:
    opened(folder)
    engine = Meanwhile()
    store = ReadStore(ReadFolder(folder, receipt.realm, SEALING), receipt.realm, engine)
    filled(store, receipt)
    other = opened(folder)
    engine.act = lambda: other.purge(Which(read_ids=GONE), receipt)
    assert total(store, PLATE, receipt) == 2
    assert total(store, PLATE, receipt) == total(other, PLATE, receipt) == 0


def test_a_purge_that_fails_leaves_everything_as_it_was(
    folder: Path, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: ReadFolder, *_: object) -> None:
        raise OSError("no space left on device")

    store = opened(folder)
    stays = filled(store, receipt)
    before = set(folder.rglob("*"))
    monkeypatch.setattr(ReadFolder, "replace", full)
    with pytest.raises(StoreUnavailable):
        store.purge(Which(read_ids=GONE), receipt)
    assert set(folder.rglob("*")) == before
    assert store.rows(receipt) == opened(folder).rows(receipt) == stays + len(GONE)


def test_without_a_receipt_nothing_is_purged(folder: Path, receipt: Receipt) -> None:
    store = opened(folder)
    filled(store, receipt)
    with pytest.raises(TypeError, match="no receipt, no read"):
        store.purge(Which(read_ids=GONE), replace(receipt, index=receipt.index + 1))
    assert total(store, PLATE, receipt) == 2


def test_a_folder_without_its_catalogue_is_not_begun_anew(folder: Path, receipt: Receipt) -> None:
    store = opened(folder)
    filled(store, receipt)
    store.close()
    files = set((folder / "files").iterdir())
    (folder / "catalogue.sqlite").rename(folder / "elsewhere")
    with pytest.raises(StoreUnavailable, match="catalogue"):
        opened(folder)
    assert set((folder / "files").iterdir()) == files
