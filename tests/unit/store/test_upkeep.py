"""A store is looked through to its last byte; what can be derived is repaired, what can't is named, nothing by half."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.policy.people import NOW, Station
from tests.unit.store.purge_ground import PLATE, filled
from tests.unit.store.reads_ground import SEALING, batch, opened, read, receipt_of, table
from workbench.errors import StoreUnavailable
from workbench.plates.pattern import parse
from workbench.policy.caller import Realm
from workbench.store.dictionary.table import Plates
from workbench.store.reads_disk import writing
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.segments.catalogue import Entry
from workbench.store.segments.folder import ReadFolder
from workbench.store.segments.layout import Copy
from workbench.store.segments.pages import PageFile
from workbench.store.upkeep.repair import check, repair
from workbench.store.upkeep.verdict import Trouble, Verdict

pytestmark = pytest.mark.section("464.9")

EVERY = PlateQuery(parse("[12345678]*"), limit=10_000, candidates=True)
READS = 9_000


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receipt]:
    with Station(tmp_path_factory.mktemp("station")) as station:
        yield receipt_of(station)


@pytest.fixture
def folder(tmp_path: Path, receipt: Receipt) -> Path:
    """A store of some files, the largest of which has several blocks in each copy; its dictionary is kept."""
    with closing(opened(tmp_path / "reads")) as store:
        filled(store, receipt)
        many = batch(5, READS, months=0).with_columns(batch_id=pl.lit("many"))
        readings = [[{"plate": f"9ZZ{number:04}", "confidence": 0.5}] for number in range(READS)]
        store.append(many.with_columns(candidates=pl.Series(readings, dtype=many.schema["candidates"])), receipt)
        store._folder.keep(store._state.counted())
        store.append(table([read("late", "7LAT123", NOW, batch_id="late")]), receipt)
    return tmp_path / "reads"


def looked(folder: Path) -> Verdict:
    return check(folder, Realm.LIVE, SEALING)


def answers(folder: Path, receipt: Receipt) -> pl.DataFrame:
    with closing(opened(folder)) as store:
        return store.find(EVERY, receipt).reads.sort("read_id")


def largest(folder: Path) -> Entry:
    with closing(ReadFolder(folder, Realm.LIVE, SEALING, as_it_is=True)) as opened_folder:
        return max(opened_folder.listing().entries, key=lambda entry: entry.rows)


def pages(folder: Path, entry: Entry, copy: Copy) -> list[int]:
    """The pages of a copy: of each block the one to search in."""
    with closing(ReadFolder(folder, Realm.LIVE, SEALING, as_it_is=True)) as opened_folder:
        return [int(page) for page in opened_folder.open(entry).blocks(copy).page]


def damage(path: Path, *numbers: int) -> None:
    """Turn a bit in the middle of pages."""
    file = PageFile.open(path, SEALING)
    with path.open("r+b") as raw:
        for number in numbers:
            at = int(file._ends[number] + file._ends[number + 1]) // 2
            raw.seek(at)
            (byte,) = raw.read(1)
            raw.seek(at)
            raw.write(bytes([byte ^ 1]))


def plates_file(folder: Path) -> Path:
    (path,) = (folder / "files").glob("*.plates")
    return path


def test_a_store_in_order_is_found_so_and_left_so(folder: Path, receipt: Receipt) -> None:
    before = {path: path.read_bytes() for path in (folder / "files").iterdir()}
    verdict = looked(folder)
    assert verdict.faults == ()
    assert (verdict.good, verdict.lost, verdict.set_aside) == (True, 0, 0)
    assert (verdict.files, verdict.reads) == (len(before), len(answers(folder, receipt)))
    done = repair(folder, Realm.LIVE, SEALING)
    assert done.before == done.after == verdict
    assert {path: path.read_bytes() for path in (folder / "files").iterdir()} == before


def one_copy(copy: Copy) -> Callable[[Path, Entry], list[int]]:
    return lambda folder, entry: pages(folder, entry, copy)


def across(folder: Path, entry: Entry) -> list[int]:
    """One block by place, another by plate: between them no read is lost for certain but by the third copy."""
    return [pages(folder, entry, Copy.BY_PLACE)[0], pages(folder, entry, Copy.BY_PLATE)[-1]]


def besides(folder: Path, entry: Entry) -> list[int]:
    """Identities and plates, which stand after the copies."""
    file = PageFile.open(folder / "files" / entry.name, SEALING)
    return [file.pages - 1, pages(folder, entry, Copy.BY_CANDIDATE)[0] - 1]


@pytest.mark.parametrize(
    "where",
    [one_copy(Copy.BY_PLACE), one_copy(Copy.BY_PLATE), one_copy(Copy.BY_CANDIDATE), across, besides],
    ids=["by place", "by plate", "by other readings", "some of each", "identities and plates"],
)
def test_what_one_copy_lost_is_written_anew_from_the_others(
    folder: Path, receipt: Receipt, where: Callable[[Path, Entry], list[int]]
) -> None:
    before = answers(folder, receipt)
    entry = largest(folder)
    damage(folder / "files" / entry.name, *where(folder, entry))
    verdict = looked(folder)
    (fault,) = verdict.faults
    assert (fault.trouble, fault.file, fault.lost, fault.reads) == (Trouble.READS, entry.name, 0, entry.rows)
    done = repair(folder, Realm.LIVE, SEALING)
    assert done.before == verdict
    assert done.after.faults == looked(folder).faults == ()
    assert answers(folder, receipt).equals(before)
    assert [path.name for path in (folder / "quarantine").iterdir()] == [entry.name]
    assert not (folder / "files" / entry.name).exists()


def cut_off(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def all_zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("harm", [Path.unlink, cut_off, all_zero])
def test_what_no_copy_has_is_named_and_nothing_changes_until_it_is_given_up(
    folder: Path, receipt: Receipt, harm: Callable[[Path], object]
) -> None:
    before = answers(folder, receipt)
    entry = largest(folder)
    harm(folder / "files" / entry.name)
    plates_file(folder).unlink()
    (folder / "files" / "stray").write_bytes(b"stray")
    files = set(folder.rglob("*"))

    done = repair(folder, Realm.LIVE, SEALING)
    assert done.before == done.after
    assert set(folder.rglob("*")) == files
    lost = done.before
    assert (lost.lost, lost.months, lost.batches) == (READS, (entry.month,), ("many",))

    told: list[Verdict] = []
    done = repair(folder, Realm.LIVE, SEALING, give_up=told.append)
    assert told == [lost]
    assert (done.after.faults, done.after.reads) == ((), lost.reads - READS)
    left = before.filter(pl.col("batch_id").is_null() | (pl.col("batch_id") != "many"))
    assert answers(folder, receipt).equals(left)
    with closing(opened(folder)) as store:
        assert store.append(before, receipt).accepted == READS
        assert store.find(EVERY, receipt).total == len(before)


def test_some_lost_reads_leave_the_others_of_their_file(folder: Path, receipt: Receipt) -> None:
    before = answers(folder, receipt)
    entry = largest(folder)
    damage(folder / "files" / entry.name, *[page for copy in Copy for page in pages(folder, entry, copy)[:2]])
    lost = looked(folder).lost
    assert 0 < lost < READS
    done = repair(folder, Realm.LIVE, SEALING, give_up=lambda _: None)
    assert done.after.faults == ()
    assert done.after.reads == done.before.reads - lost
    assert len(answers(folder, receipt).join(before, on="read_id", how="semi")) == len(before) - lost


def test_a_dictionary_that_tells_otherwise_is_counted_anew(folder: Path, receipt: Receipt) -> None:
    before = answers(folder, receipt)
    with closing(ReadFolder(folder, Realm.LIVE, SEALING)) as wrong:
        wrong.keep({copy: Plates.empty() for copy in (Copy.BY_PLATE, Copy.BY_CANDIDATE)})
    assert len(answers(folder, receipt)) < len(before)
    (fault,) = looked(folder).faults
    assert (fault.trouble, len(fault.told)) == (Trouble.DICTIONARY, 2)
    assert repair(folder, Realm.LIVE, SEALING).after.good
    assert answers(folder, receipt).equals(before)


def test_a_damaged_dictionary_is_counted_anew(folder: Path, receipt: Receipt) -> None:
    before = answers(folder, receipt)
    damage(plates_file(folder), 0)
    assert [fault.trouble for fault in looked(folder).faults] == [Trouble.DICTIONARY]
    assert repair(folder, Realm.LIVE, SEALING).after.good
    assert answers(folder, receipt).equals(before)


def test_strays_are_set_aside_and_nothing_is_deleted(folder: Path) -> None:
    (folder / "files" / "left.reads").write_bytes(b"left by a kill")
    (folder / "somebody's notes").write_bytes(b"notes")
    faults = looked(folder).faults
    assert {fault.file for fault in faults} == {"files/left.reads", "somebody's notes"}
    done = repair(folder, Realm.LIVE, SEALING)
    assert (done.after.good, done.after.set_aside) == (True, 2)
    assert (folder / "quarantine" / "left.reads").read_bytes() == b"left by a kill"
    assert (folder / "quarantine" / "somebody's notes").read_bytes() == b"notes"


def test_a_page_of_another_file_is_told(folder: Path) -> None:
    one, other = sorted((folder / "files").glob("*.reads"), key=lambda path: path.stat().st_size)[:2]
    one.write_bytes(other.read_bytes())
    assert {fault.file for fault in looked(folder).faults} == {one.name}


def test_no_plate_is_told(folder: Path) -> None:
    for path in (folder / "files").iterdir():
        damage(path, 0)
    assert PLATE not in repr(looked(folder))
    assert "AB0" not in repr(looked(folder))


def test_nobody_looks_while_somebody_writes(folder: Path) -> None:
    with writing(folder), pytest.raises(StoreUnavailable, match="being written"):
        looked(folder)


def test_a_folder_without_a_catalogue_is_not_looked_through(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="no store"):
        looked(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_repair_changes_nothing(folder: Path, receipt: Receipt, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: ReadFolder, *_: object) -> None:
        raise OSError("no space left on device")

    entry = largest(folder)
    damage(folder / "files" / entry.name, 0)
    verdict = looked(folder)
    with monkeypatch.context() as patched:
        patched.setattr(ReadFolder, "replace", full)
        with pytest.raises(StoreUnavailable):
            repair(folder, Realm.LIVE, SEALING)
    after = looked(folder)
    assert (after.faults, after.reads) == (verdict.faults, verdict.reads)
    assert repair(folder, Realm.LIVE, SEALING).after.good
    assert len(answers(folder, receipt)) == verdict.reads


def test_a_store_is_checked_after_all_that_can_happen_to_it(tmp_path: Path, receipt: Receipt) -> None:
    folder = tmp_path / "reads"
    with closing(opened(folder)) as store:
        for number in range(20):
            time = NOW - timedelta(days=number)
            store.append(
                table(read(f"{number}-{one}", f"7AB{one:03}", time, resolved_plate=f"8AB{one:03}") for one in range(4)),
                receipt,
            )
        assert store.rows(receipt) == 80
    assert looked(folder).good
