"""The store counts under which records it was called (464.5), so that its reads can be held against the log."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.policy.people import Station
from tests.unit.store.reads_ground import batch, opened, receipt_of
from workbench.plates.pattern import parse
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.store.served import SERVED, WIDTH, Served, counted, entries

pytestmark = pytest.mark.section("464.5")


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as station:
        yield station


def everything(path: Path) -> list[int]:
    return list(counted(path, 0, entries(path)))


def test_each_call_is_counted_under_the_record_that_it_rests_on(station: Station, tmp_path: Path) -> None:
    store = opened(tmp_path / "live")
    taken, asked = receipt_of(station), receipt_of(station)
    store.append(batch(1, 10), taken)
    store.find(PlateQuery(parse("1AB???")), asked)
    store.rows(asked)
    store.close()
    assert everything(tmp_path / "live" / SERVED) == [taken.index, asked.index, asked.index]


def test_the_count_goes_on_in_a_store_that_is_opened_again(station: Station, tmp_path: Path) -> None:
    for _ in range(2):
        store = opened(tmp_path / "live")
        store.rows(receipt_of(station))
        store.close()
    assert len(everything(tmp_path / "live" / SERVED)) == 2


def test_a_call_without_a_receipt_is_neither_served_nor_counted(tmp_path: Path) -> None:
    store = opened(tmp_path / "live")
    with pytest.raises(TypeError, match="no receipt"):
        store.rows(None)  # type: ignore[arg-type]
    store.close()
    assert not everything(tmp_path / "live" / SERVED)


def test_every_method_that_takes_a_receipt_counts_it_before_anything_else() -> None:
    methods = [each for _, each in inspect.getmembers(ReadStore, inspect.isfunction) if each.__name__[0] != "_"]
    asking = [each for each in methods if "receipt" in inspect.signature(each).parameters]
    assert len(asking) >= 8
    for method in asking:
        (made,) = ast.parse(inspect.cleandoc("\n" + inspect.getsource(method))).body
        assert isinstance(made, ast.FunctionDef)
        assert ast.unparse(made.body[1]) == "self._count(receipt)", method.__name__


def test_half_an_entry_is_cut_off_and_a_spoilt_one_left_out(tmp_path: Path) -> None:
    path = tmp_path / SERVED
    served = Served(path)
    for index in (7, 8, 2**40):
        served.note(index)
    served.close()
    spoilt = bytearray(path.read_bytes())
    spoilt[WIDTH + 3] ^= 1
    path.write_bytes(spoilt + b"\0" * 5)
    again = Served(path)
    again.note(9)
    again.close()
    assert everything(path) == [7, 2**40, 9]
    assert entries(tmp_path / "none") == 0
