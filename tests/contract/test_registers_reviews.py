"""The register of reviews (464.7(g), 464.9) keeps its promises on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.contract.registers import LATER, NOW
from tests.policy.people import Station, analyst, ask_for
from tests.unit.store.reads_ground import read, receipt_of, table
from workbench.policy.caller import Realm
from workbench.policy.reviews import Outcome, Said
from workbench.policy.roles import Operation
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.confusion import Origin
from workbench.store.registers.reviews import Terms
from workbench.wire.reads import READ_COLUMNS

pytestmark = pytest.mark.section("464.7(g)")

READ: dict[str, Any] = table(
    [
        read(
            "r-1",
            "7A8C123",
            NOW,
            confidence=0.5,
            candidates=[{"plate": "7ABC123", "confidence": 0.25}],
            vehicle_year=2019,
            latitude=32.79,
            received=LATER,
        )
    ]
).row(0, named=True)
OTHER: dict[str, Any] = {**READ, "read_id": "r-2", "plate": "6XYZ999"}
ACCEPTED = Said(0, Outcome.ACCEPTED, "ana")
CORRECTED = Said(0, Outcome.CORRECTED, "ben", "7ABC123")


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as station:
        yield station


@pytest.fixture
def receipt(station: Station) -> Receipt:
    return station.gate.admit(analyst(), None, ask_for(Operation.INGEST))


def say(registers: Registers, receipt: Receipt, said: Said, one: dict[str, Any] = READ, **terms: bool) -> int:
    kept = registers.reviews.say(one, said, "a note", Terms(**terms), NOW, receipt)
    return kept.reviews[-1].review


def test_what_counts_is_seen_by_every_process_from_then_on(
    registers: Registers, registers_url: str, receipt: Receipt
) -> None:
    with closing(Registers.open(registers_url)) as other:
        assert other.reviews.in_force(receipt).is_empty()
        number = say(registers, receipt, CORRECTED)
        (row,) = other.reviews.in_force(receipt).iter_rows(named=True)
        assert {name: row[name] for name in READ_COLUMNS} == READ
        assert (row["outcome"], row["corrected"], row["said_by"], row["waits_for"]) == (
            "corrected",
            "7ABC123",
            "ben",
            None,
        )
        say(registers, receipt, ACCEPTED, OTHER)
        assert set(other.reviews.in_force(receipt)["read_id"]) == {"r-1", "r-2"}
        assert registers.reviews.undo(number, "", "ben", Terms(), LATER, receipt) is not None
        outcomes = dict(other.reviews.in_force(receipt).select("read_id", "outcome").iter_rows())
        assert outcomes == {"r-1": None, "r-2": "accepted"}


def test_a_word_is_taken_back_once(registers: Registers, receipt: Receipt) -> None:
    number = say(registers, receipt, ACCEPTED)
    kept = registers.reviews.undo(number, "why", "ben", Terms(), LATER, receipt)
    assert kept is not None
    (one,) = kept.reviews
    assert (one.undone_by, one.undone_at, one.undone_reason, one.undone_record) == ("ben", LATER, "why", receipt.index)
    assert registers.reviews.undo(number, "why", "ben", Terms(), LATER, receipt) is None
    assert registers.reviews.undo(99, "why", "ben", Terms(), LATER, receipt) is None
    assert registers.reviews.words("r-1", receipt) == []


def test_words_that_come_at_once_are_all_kept_and_teach_once(registers: Registers, receipt: Receipt) -> None:
    said = [Said(0, Outcome.CORRECTED, f"person-{number}", "7ABC123") for number in range(8)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda one: say(registers, receipt, one, teaches=True), said))
    assert {one.by for one in registers.reviews.words("r-1", receipt)} == {one.by for one in said}
    assert registers.confusion.counts()[Origin.REVIEW]["B", "8"] == 1


@pytest.mark.section("464.7(f)")
def test_the_read_of_a_word_is_shown_of_granted_sources_alone(registers: Registers, receipt: Receipt) -> None:
    number = say(registers, receipt, ACCEPTED)
    assert registers.reviews.read_of(number, {"department"}, receipt) == READ
    assert registers.reviews.read_of(number, {"state"}, receipt) is None
    assert registers.reviews.read_of(number + 1, {"department"}, receipt) is None


@pytest.mark.section("464.9")
def test_what_was_said_goes_with_the_read_in_every_process(
    registers: Registers, registers_url: str, receipt: Receipt
) -> None:
    number = say(registers, receipt, CORRECTED, teaches=True)
    say(registers, receipt, ACCEPTED, OTHER)
    registers.reviews.undo(number, "why", "ana", Terms(), LATER, receipt)
    with closing(Registers.open(registers_url)) as other:
        assert len(other.reviews.in_force(receipt)) == 2
        assert registers.reviews.purge(lambda asked: asked & {"r-1", "never there"}, receipt) == 1
        for each in (registers, other):
            assert each.reviews.in_force(receipt)["read_id"].to_list() == ["r-2"]
            assert each.reviews.words("r-1", receipt) == []
    assert registers.reviews.purge(lambda asked: asked & {"r-1"}, receipt) == 0


@pytest.mark.section("464.5")
def test_no_word_is_seen_or_kept_without_a_receipt_for_the_agencys_reads(
    registers: Registers, receipt: Receipt, station: Station
) -> None:
    number = say(registers, receipt, ACCEPTED)
    for wrong in (None, receipt_of(station, Realm.TRAINING)):
        given: Any = wrong
        for look in (
            lambda given: registers.reviews.words("r-1", given),
            lambda given: registers.reviews.of({"r-1"}, given),
            registers.reviews.in_force,
            lambda given: registers.reviews.read_of(number, {"department"}, given),
            lambda given: say(registers, given, ACCEPTED),
            lambda given: registers.reviews.undo(number, "", "ana", Terms(), NOW, given),
            lambda given: registers.reviews.purge(frozenset, given),
        ):
            with pytest.raises(TypeError):
                look(given)
