"""What was counted of misreads, and the matrix in force (464.7(d)), on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.contract.registers import LATER, NOW
from tests.policy.people import Station, analyst, ask_for
from workbench.gate import Request
from workbench.plates.confusion import Confusion
from workbench.policy.caller import Realm
from workbench.policy.roles import Operation
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.confusion import Origin

pytestmark = pytest.mark.section("464.7(d)")

B8 = ("B", "8")
COUNTS = {("B", "B"): 899.5, B8: 100.5, ("", "1"): 3.0}


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as station:
        yield station


@pytest.fixture
def receipt(station: Station) -> Receipt:
    """What the gate gives for a batch."""
    return station.gate.admit(analyst(), None, ask_for(Operation.INGEST))


def test_before_anything_was_measured_the_matrix_is_the_assumed_one(registers: Registers) -> None:
    assert registers.confusion.in_force() is Confusion.prior()
    assert registers.confusion.due() is None


def test_a_batch_counts_once_and_counts_add_up(registers: Registers, receipt: Receipt) -> None:
    for batch in ("b-1", "b-2", "b-1"):
        registers.confusion.add_candidates(batch, COUNTS, receipt)
    assert registers.confusion.counts() == {
        Origin.CANDIDATES: {("B", "B"): 1799.0, B8: 201.0, ("", "1"): 6.0},
        Origin.REVIEW: {},
    }


def test_a_batch_that_comes_in_many_threads_counts_once(registers: Registers, receipt: Receipt) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: registers.confusion.add_candidates(f"b-{n % 2}", COUNTS, receipt), range(8)))
    assert registers.confusion.counts()[Origin.CANDIDATES][B8] == 201.0


def test_nothing_of_the_training_store_can_be_counted(registers: Registers, station: Station) -> None:
    taken = Request("collection.take", Operation.INGEST, {}, Realm.TRAINING)
    with pytest.raises(TypeError, match="training store"):
        registers.confusion.add_candidates("b-1", COUNTS, station.gate.admit(analyst(), None, taken))
    assert registers.confusion.counts() == {origin: {} for origin in Origin}


def test_a_version_is_due_when_the_counts_grew_by_a_thousand_and_by_a_tenth(
    registers: Registers, receipt: Receipt
) -> None:
    registers.confusion.add_candidates("b-1", {("B", "B"): 999.0}, receipt)
    assert registers.confusion.due() is None
    registers.confusion.add_candidates("b-2", {B8: 19_001.0}, receipt)
    draft = registers.confusion.due()
    assert draft is not None
    assert (draft.name, draft.characters) == ("measured-1", 20_000)
    registers.confusion.put_in_force(draft, 17, NOW)
    registers.confusion.add_candidates("b-3", {B8: 1999.0}, receipt)
    assert registers.confusion.due() is None
    registers.confusion.add_candidates("b-4", {B8: 1.0}, receipt)
    draft = registers.confusion.due()
    assert draft is not None
    assert (draft.name, draft.characters) == ("measured-2", 22_000)


def test_the_newest_version_is_in_force_as_it_was_made(
    registers: Registers, registers_url: str, receipt: Receipt
) -> None:
    registers.confusion.add_candidates("b-1", COUNTS, receipt)
    draft = registers.confusion.due()
    assert draft is not None
    registers.confusion.put_in_force(draft, 17, NOW)
    registers.confusion.add_candidates("b-2", COUNTS, receipt)
    with closing(Registers.open(registers_url)) as opened_anew:
        for each in (registers, opened_anew):
            matrix = each.confusion.in_force()
            assert (matrix.version, matrix.pairs, dict(matrix.counts)) == ("measured-1", 1000, COUNTS)
            assert matrix.told(*B8) == "seen in 1 of 10 B's"
            assert each.confusion.in_force() is matrix


def test_of_two_versions_with_one_number_the_first_stands(registers: Registers, receipt: Receipt) -> None:
    registers.confusion.add_candidates("b-1", COUNTS, receipt)
    first = registers.confusion.due()
    registers.confusion.add_candidates("b-2", COUNTS, receipt)
    second = registers.confusion.due()
    assert first is not None
    assert second is not None
    for draft, record, moment in ((first, 17, NOW), (second, 18, LATER)):
        registers.confusion.put_in_force(draft, record, moment)
    assert registers.confusion.in_force().pairs == 1000
