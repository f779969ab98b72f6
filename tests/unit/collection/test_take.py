"""A batch is taken under a record, once, and wholly or not at all (464.7.1(a), 464.7(f), 464.9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.policy.people import Station, person
from tests.unit.collection.desk import Desk
from tests.unit.collection.ground import OWN_HEADER, SAMPLES
from workbench.accesslog.record import Kind, canonical
from workbench.collection import take
from workbench.errors import BadInput, FormatError, Refused, StoreUnavailable
from workbench.policy.caller import Realm
from workbench.policy.roles import Role

OWN = (SAMPLES / "own.csv").read_bytes()


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as station:
        yield station


@pytest.fixture
def desk(tmp_path: Path, station: Station) -> Desk:
    return Desk(tmp_path, station)


@pytest.mark.section("464.9")
def test_a_receipt_counts_every_entry_and_names_the_lines_that_were_rejected(desk: Desk) -> None:
    receipt = desk.take(OWN)
    assert (receipt.accepted, receipt.duplicate, receipt.rejected, receipt.repeated) == (2, 0, 1, False)
    assert [(problem.line, problem.reason) for problem in receipt.problems] == [
        (4, "the latitude 95 is not between -90 and 90 degrees")
    ]
    assert receipt.format == "csv"
    assert desk.rows() == 2


@pytest.mark.section("464.5")
def test_taking_a_batch_stands_in_the_log_before_and_after_with_counts_and_without_a_plate(desk: Desk) -> None:
    receipt = desk.take(OWN)
    before, after = desk.station.records()
    assert (before.kind, before.index, before.action) == (Kind.INTENT, receipt.record, "collection.take")
    assert before.body["elements"]["sha256"] == receipt.sha256
    assert (after.kind, after.body["intent"], after.body["accepted"]) == (Kind.RESULT, before.index, 2)
    for record in (before, after):
        assert b"7SYN482" not in canonical(record.body)


def test_the_same_bytes_on_the_same_terms_give_the_first_receipt_again(desk: Desk) -> None:
    first = desk.take(OWN)
    again = desk.take(OWN, name="renamed.csv")
    assert again == first.model_copy(update={"repeated": True})
    assert desk.rows() == 2


def test_the_same_bytes_on_other_terms_are_another_batch(desk: Desk) -> None:
    first = desk.take(OWN)
    other = desk.take(OWN, source="state")
    assert other.batch_id != first.batch_id
    assert (other.accepted, other.repeated, other.first) == (2, False, first.batch_id)
    assert desk.take(OWN, source="state") == other.model_copy(update={"repeated": True})


@pytest.mark.section("464.7.1(a)")
def test_the_same_reads_on_other_terms_add_nothing_and_have_a_receipt_that_names_the_first(desk: Desk) -> None:
    first = desk.take(OWN)
    second = desk.take(OWN, provenance="court_order", court_order="ECU 002417")
    assert (second.accepted, second.duplicate, second.rejected) == (0, 2, 1)
    assert (second.first, first.first, second.repeated) == (first.batch_id, "", False)
    assert desk.station.registers.batches.get(first.batch_id) == first
    assert desk.station.registers.batches.get(second.batch_id) == second
    assert desk.rows() == 2


def test_a_read_that_comes_in_two_files_is_kept_once(desk: Desk) -> None:
    desk.take(OWN)
    more = OWN + b"2026-01-02T00:00:11Z,7SYN484,CA,0.5,32.7,-115.5,EC-04,,,,,,,,EX-4\n"
    receipt = desk.take(more)
    assert (receipt.accepted, receipt.duplicate, receipt.rejected) == (1, 2, 1)


def test_training_reads_stay_in_the_training_store(tmp_path: Path, station: Station) -> None:
    live, training = Desk(tmp_path, station), Desk(tmp_path, station, Realm.TRAINING)
    assert training.take(OWN).accepted == 2
    assert (live.rows(), training.rows()) == (0, 2)
    assert live.take(OWN).accepted == 2


@pytest.mark.section("464.7.1(a)")
@pytest.mark.parametrize(
    ("terms", "section"),
    [
        ({"provenance": "court_order"}, "464.7.1(a)"),
        ({"provenance": "court_order", "court_order": "none"}, "464.7.1(a)"),
        ({"source": "neighbours"}, "464.7(f)"),
    ],
)
def test_what_the_policy_does_not_allow_is_refused_and_recorded(
    desk: Desk, terms: dict[str, Any], section: str
) -> None:
    with pytest.raises(Refused) as caught:
        desk.take(OWN, **terms)
    assert caught.value.section == section
    assert desk.station.kinds() == [Kind.REFUSAL]
    assert desk.rows() == 0


@pytest.mark.section("464.7.1(a)")
def test_a_court_order_with_its_number_is_kept_with_each_read(desk: Desk) -> None:
    assert desk.take(OWN, provenance="court_order", court_order="ECU 002417").accepted == 2


@pytest.mark.section("464.4")
@pytest.mark.parametrize("role", [Role.OFFICER, Role.VENDOR, Role.AUDITOR])
def test_whoever_may_not_hand_over_reads_is_refused(desk: Desk, role: Role) -> None:
    with pytest.raises(Refused):
        desk.take(OWN, person(role))


@pytest.mark.parametrize(
    "data",
    [
        OWN + "2026-01-02T00:00:00Z,7SYN485,CA,0.9,32.7,-115.5,Peña,,,,,,,,\n".encode("latin-1"),
        (SAMPLES / "rekor.json").read_bytes()[:500],
        (SAMPLES / "rekor.jsonl").read_bytes()[:-30],
        OWN.replace(b"camera", b"kamera"),
        OWN + b"7" * (2 << 20),
        b"",
    ],
    ids=[
        "latin-1 at the end",
        "truncated JSON",
        "truncated JSON lines",
        "wrong column",
        "long line at the end",
        "empty",
    ],
)
def test_nothing_of_a_file_that_cannot_be_read_is_taken_and_it_may_come_again(desk: Desk, data: bytes) -> None:
    with pytest.raises(FormatError):
        desk.take(data)
    assert desk.rows() == 0
    failed = desk.station.records()[1]
    assert (failed.kind, failed.body["outcome"]) == (Kind.RESULT, "failed")
    assert b"7SYN" not in canonical(failed.body)
    assert desk.take(OWN).repeated is False


@pytest.mark.parametrize(
    "terms",
    [
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"latitude": 32.0},
        {"latitude": 95.0, "longitude": 0.0},
        {"latitude": float("nan"), "longitude": 0.0},
        {"format": "word"},
        {"camera": "x\u202ey"},
    ],
)
def test_terms_that_cannot_hold_are_told_before_anything_is_recorded(desk: Desk, terms: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        desk.take(OWN, **terms)
    assert desk.station.records() == []


def test_a_stop_between_the_commit_and_the_receipt_heals_when_the_batch_comes_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as stop:
        stop.setattr(desk.station.registers.batches, "add", _stopped)
        with pytest.raises(KeyboardInterrupt):
            desk.take(OWN)
    healed = desk.take(OWN)
    assert (healed.accepted, healed.duplicate, healed.repeated) == (0, 2, False)
    assert desk.take(OWN).repeated is True
    assert desk.rows() == 2


def _stopped(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "error",
    [StoreUnavailable("The disk is full."), BadInput("No table of reads."), OSError(28, "full"), MemoryError("7SYN1")],
    ids=lambda error: type(error).__name__,
)
def test_a_store_that_cannot_be_written_takes_nothing_and_the_record_has_an_outcome(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def full(*_: object) -> None:
        raise error

    with monkeypatch.context() as away:
        away.setattr(desk.store, "append", full)
        with pytest.raises(type(error)):
            desk.take(OWN)
    failed = desk.station.records()[-1]
    assert (failed.kind, failed.body["outcome"]) == (Kind.RESULT, "failed")
    assert b"7SYN" not in canonical(failed.body)
    assert desk.take(OWN).accepted == 2


def test_a_batch_of_too_many_entries_is_refused_as_a_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take, "MOST", 2)
    with pytest.raises(FormatError, match="more than 2 entries"):
        desk.take(OWN)
    assert desk.rows() == 0


def test_a_receipt_lists_the_first_thousand_problems_and_counts_all(desk: Desk) -> None:
    receipt = desk.take(OWN_HEADER.encode() + b"1,2\n" * 1500)
    assert (len(receipt.problems), receipt.rejected, receipt.accepted) == (1000, 1500, 0)


def test_a_link_is_not_followed(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "cars.csv").write_bytes(OWN)
    (tmp_path / "link.csv").symlink_to(tmp_path / "cars.csv")
    with pytest.raises(BadInput, match="can't be opened"):
        desk.take(tmp_path / "link.csv")
    assert desk.take(tmp_path / "cars.csv").accepted == 2


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_every_sample_goes_into_the_store(desk: Desk, name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    receipt = desk.take(data, camera="X-1", latitude=32.7, longitude=-115.5, time_zone="America/Los_Angeles")
    assert receipt.accepted >= 1
    assert receipt.accepted == desk.rows()
