"""The store of reads: what goes in once, comes out by plate, time, place and source, and only on a receipt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.policy.people import NOW, Station
from tests.unit.store.reads_ground import SEALING, batch, opened, read, receipt_of, table
from workbench.errors import BadInput, StoreUnavailable
from workbench.plates.pattern import parse
from workbench.policy.caller import Realm
from workbench.store.reads import Appended, ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.segments.catalogue import Catalogue
from workbench.store.segments.places import metres_between
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.search import Circle, Window

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receipt]:
    with Station(tmp_path_factory.mktemp("station")) as station:
        yield receipt_of(station)


@pytest.fixture
def store(tmp_path: Path) -> ReadStore:
    return opened(tmp_path / "reads")


def ids(store: ReadStore, receipt: Receipt, pattern: str, *, lookalikes: bool = False, **asked: Any) -> list[str]:
    return store.find(PlateQuery(parse(pattern, lookalikes=lookalikes), **asked), receipt).reads["read_id"].to_list()


def test_an_empty_store_answers_with_an_empty_table(store: ReadStore, receipt: Receipt) -> None:
    found = store.find(PlateQuery(parse("7*")), receipt)
    assert (found.total, found.plates, found.reads.schema) == (0, 0, READ_SCHEMA)
    assert store.rows(receipt) == 0
    assert store.append(table([]), receipt) == Appended(0, 0)


def test_what_was_taken_comes_back_as_it_was(store: ReadStore, receipt: Receipt) -> None:
    whole = read(
        "r1",
        "7ABC123",
        NOW.replace(microsecond=123456),
        plate_as_given="7abc-123",
        confidence=0.5,
        latitude=32.79,
        longitude=-115.56,
        vehicle_year=2019,
        candidates=[{"plate": "7A8C123", "confidence": 0.25}],
        received=NOW,
    )
    given = table([whole])
    store.append(given, receipt)
    assert store.find(PlateQuery(parse("7*")), receipt).reads.equals(given)


def test_an_id_is_taken_once_within_a_batch_and_between_batches(store: ReadStore, receipt: Receipt) -> None:
    first = table([read("a", "7ABC123"), read("a", "9ZZZ999"), read("b", "7ABC123")])
    assert store.append(first, receipt) == Appended(2, 1)
    assert store.append(first, receipt) == Appended(0, 3)
    assert store.append(table([read("b", "7ABC123"), read("c", "7ABC123")]), receipt) == Appended(1, 1)
    assert store.rows(receipt) == 3
    assert ids(store, receipt, "9*") == []


def test_a_batch_over_months_is_one_batch(store: ReadStore, receipt: Receipt, tmp_path: Path) -> None:
    assert store.append(batch(1, 100, months=5), receipt) == Appended(100, 0)
    with closing(Catalogue(tmp_path / "reads", Realm.LIVE, SEALING)) as catalogue:
        assert catalogue.version() == 1
        assert len({entry.month for entry in catalogue.read().entries}) >= 5
    assert store.append(batch(1, 100, months=5), receipt) == Appended(0, 100)


def test_newest_first_with_the_total_before_the_limit(store: ReadStore, receipt: Receipt) -> None:
    store.append(table(read(f"r{n}", f"7ABC12{n % 3}", NOW - n * HOUR) for n in range(10)), receipt)
    found = store.find(PlateQuery(parse("7ABC*"), limit=4), receipt)
    assert found.reads["read_id"].to_list() == ["r0", "r1", "r2", "r3"]
    assert (found.total, found.plates) == (10, 3)


def test_exact_matches_come_before_newer_lookalikes(store: ReadStore, receipt: Receipt) -> None:
    store.append(table([read("old", "7ABC123", NOW - HOUR), read("new", "7A8C123")]), receipt)
    assert ids(store, receipt, "7ABC*") == ["old"]
    assert ids(store, receipt, "7ABC*", lookalikes=True) == ["old", "new"]
    assert ids(store, receipt, "7ABC*", lookalikes=True, limit=1) == ["old"]
    assert ids(store, receipt, "7A8C*", lookalikes=True) == ["new", "old"]


def test_the_observed_and_the_corrected_plate_are_both_searched(store: ReadStore, receipt: Receipt) -> None:
    store.append(table([read("r", "7A8C123", resolved_plate="7ABC123"), read("s", "7ABC123")]), receipt)
    assert set(ids(store, receipt, "7ABC*")) == {"r", "s"}
    assert ids(store, receipt, "7A8C*") == ["r"]
    found = store.find(PlateQuery(parse("7A?C123")), receipt)
    assert (found.total, found.plates) == (2, 1)


def test_a_window_holds_its_start_and_not_its_end(store: ReadStore, receipt: Receipt) -> None:
    store.append(table(read(f"r{n}", "7ABC123", NOW + n * HOUR) for n in range(4)), receipt)
    assert ids(store, receipt, "7*", window=Window(start=NOW + HOUR, end=NOW + 3 * HOUR)) == ["r2", "r1"]
    assert ids(store, receipt, "7*", window=Window(start=NOW + 4 * HOUR, end=NOW + 5 * HOUR)) == []


def test_a_circle_is_measured_on_the_sphere_and_leaves_out_reads_without_a_place(
    store: ReadStore, receipt: Receipt
) -> None:
    near: dict[str, Any] = {"latitude": 32.79, "longitude": -115.56}
    east: dict[str, Any] = {"latitude": 32.79, "longitude": -115.56 + 0.0107}  # 1,000 m at this latitude
    store.append(table([read("near", "7A", **near), read("east", "7A", **east), read("nowhere", "7A")]), receipt)
    assert ids(store, receipt, "7A", circle=Circle(latitude=32.79, longitude=-115.56, radius_m=990)) == ["near"]
    assert set(ids(store, receipt, "7A", circle=Circle(latitude=32.79, longitude=-115.56, radius_m=1010))) == {
        "near",
        "east",
    }


@pytest.mark.parametrize(
    ("here", "there", "metres"),
    [
        ((0, 0), (0, 1), 111_195),
        ((0, 179.5), (0, -179.5), 111_195),
        ((90, 0), (90, 77), 0),
        ((0, 0), (0, 180), 20_015_115),
    ],
)
def test_distances(here: tuple[float, float], there: tuple[float, float], metres: float) -> None:
    (found,) = metres_between(*here, np.array([float(there[0])]), np.array([float(there[1])]))
    assert found == pytest.approx(metres, abs=1)


def test_a_limit_cuts_the_answer_and_not_the_count(store: ReadStore, receipt: Receipt) -> None:
    for number in range(3):
        store.append(batch(number, 60), receipt)
    every = store.find(PlateQuery(parse("*AB*"), limit=1000), receipt)
    first = store.find(PlateQuery(parse("*AB*"), limit=25), receipt)
    assert first.reads.equals(every.reads.head(25))
    assert (first.total, first.plates) == (every.total, every.plates) == (180, 180)


def test_a_store_opened_again_holds_the_same(store: ReadStore, receipt: Receipt, tmp_path: Path) -> None:
    store.append(batch(1, 50), receipt)
    other = opened(tmp_path / "reads")
    assert other.rows(receipt) == 50
    store.append(batch(2, 50), receipt)
    assert other.rows(receipt) == 100
    assert len(ids(other, receipt, "2AB*")) == 50
    assert other.append(batch(2, 50), receipt) == Appended(0, 50)


@pytest.mark.section("464.5")
@pytest.mark.parametrize("forged", [None, "receipt", object(), 7])
def test_without_a_receipt_there_is_no_read(store: ReadStore, forged: Any) -> None:
    for ask in (lambda: store.find(PlateQuery(parse("7*")), forged), lambda: store.rows(forged)):
        with pytest.raises(TypeError, match="no receipt, no read"):
            ask()
    with pytest.raises(TypeError, match="no receipt, no read"):
        store.append(batch(1, 1), forged)


@pytest.mark.section("464.4.1")
def test_a_receipt_for_one_store_does_not_open_the_other(receipt: Receipt, tmp_path: Path) -> None:
    training = opened(tmp_path / "training", Realm.TRAINING)
    with pytest.raises(TypeError, match="opens the live store"):
        training.find(PlateQuery(parse("7*")), receipt)


def test_a_folder_of_one_realm_is_not_opened_as_the_other(store: ReadStore, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="another store"):
        opened(tmp_path / "reads", Realm.TRAINING)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        (table([read("a", "7abc")]), "plate"),
        (table([read("a", "")]), "plate"),
        (table([read("a", "7ABC\n")]), "plate"),
        (table([read("a", "7\u0410BC")]), "plate"),
        (table([read("a", "7ABC", resolved_plate="7-ABC")]), "resolved_plate"),
        (table([read("a", "7ABC") | {"read_id": None}]), "read_id"),
        (table([read("a", "7ABC") | {"source": None}]), "source"),
        (table([read("a", "7ABC") | {"time": None}]), "time"),
        (table([read("a", "7ABC")]).drop("camera"), "['camera']"),
        (table([read("a", "7ABC")]).with_columns(pl.col("time").dt.replace_time_zone(None)), "['time', 'time']"),
    ],
)
def test_what_is_no_table_of_reads_is_not_taken(
    store: ReadStore, receipt: Receipt, given: pl.DataFrame, where: str
) -> None:
    with pytest.raises(BadInput) as told:
        store.append(given, receipt)
    assert told.value.where == where
    assert store.rows(receipt) == 0
