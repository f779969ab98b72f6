"""464.5: who, when, what was asked and why is on record, durably, before anything is read and before it goes out."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from tests.policy.people import NOW, Station, analyst, purpose, search
from workbench.accesslog.record import Kind
from workbench.errors import LogUnavailable, PurposeRequired
from workbench.policy.purpose import IDLE_LIMIT, PROMPT, SHIFT_LIMIT
from workbench.store.receipt import demand

pytestmark = pytest.mark.section("464.5")


def test_the_record_can_be_seen_from_outside_before_the_asker_holds_his_receipt(
    station: Station, tmp_path: Path
) -> None:
    receipt = station.gate.admit(analyst(), purpose(), search())
    with sqlite3.connect(tmp_path / "log.sqlite") as another:
        assert another.execute("SELECT seq, username FROM access_record").fetchall() == [(receipt.index, "ana")]


def test_the_four_facts_and_the_organisation_are_on_record(station: Station) -> None:
    body = station.reader.get(station.gate.admit(analyst(), purpose(), search()).index).body
    assert body["user"] == "ana"
    assert body["organisation"] == "Test Police Department"
    assert body["time"] == "2026-03-02T12:00:00.00+00:00"
    assert body["elements"]["pattern"] == "7ABC???"
    stated = body["purpose"]
    assert (stated["category"], stated["case_number"]) == ("stolen_or_wanted_vehicle", "2026-00417")
    assert stated["narrative"]
    assert stated["why_this_plate"]
    assert stated["prompt"] == PROMPT


def test_one_search_leaves_two_records_what_was_asked_and_what_was_given(station: Station) -> None:
    receipt = station.gate.admit(analyst(), purpose(), search())
    station.gate.release(receipt, {"count": 0})
    assert station.kinds() == [Kind.INTENT, Kind.RESULT]


@pytest.mark.parametrize("receipt", [None, 0, "record 0", object()], ids=["nothing", "a number", "a word", "a thing"])
def test_no_record_no_read(receipt: object) -> None:
    with pytest.raises(TypeError, match="no receipt, no read"):
        demand(receipt)


def test_a_log_that_can_not_be_written_lets_nobody_in_and_nothing_out(station: Station) -> None:
    receipt = station.gate.admit(analyst(), purpose(), search())
    station.journal.close()
    with pytest.raises(LogUnavailable, match=r"nothing is released.*464\.5"):
        station.gate.admit(analyst(), purpose(), search())
    with pytest.raises(LogUnavailable):
        station.gate.release(receipt, {"count": 1})


@pytest.mark.parametrize(
    ("later", "used", "open_"),
    [
        (timedelta(0), timedelta(0), True),
        (IDLE_LIMIT - timedelta(seconds=1), timedelta(0), True),
        (IDLE_LIMIT, timedelta(0), False),
        (SHIFT_LIMIT - timedelta(minutes=1), SHIFT_LIMIT - timedelta(minutes=2), True),
        (SHIFT_LIMIT, SHIFT_LIMIT - timedelta(minutes=2), False),
    ],
    ids=["at once", "almost idle", "idle", "end of the shift nears", "shift over"],
)
def test_a_purpose_ends_with_idleness_and_with_the_shift(
    station: Station, later: timedelta, used: timedelta, open_: bool
) -> None:
    station.clock = NOW + later
    declared = purpose(last_used_at=NOW + used)
    if open_:
        station.gate.admit(analyst(), declared, search())
        return
    with pytest.raises(PurposeRequired, match="has ended"):
        station.gate.admit(analyst(), declared, search())


def test_without_a_purpose_nothing_runs(station: Station) -> None:
    with pytest.raises(PurposeRequired, match="No purpose has been declared"):
        station.gate.admit(analyst(), None, search())
    assert station.kinds() == [Kind.REFUSAL]
