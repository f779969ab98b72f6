"""Shredding the log's details takes two persons, spares what is held, and leaves the tree as it was (464.9, 464.10)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.policy.people import NOW, TRAINED, Station, analyst, person, purpose, search
from workbench.accesslog.notary import Notary, export_log
from workbench.accesslog.verify import verify
from workbench.errors import AssentRequired, BadInput, NotFound, Refused
from workbench.gate import Request
from workbench.policy.decision import Assent
from workbench.policy.roles import Operation, Role
from workbench.retention.holding import lift_hold, place_hold, standing_holds
from workbench.retention.shredding import shred_details
from workbench.settings import Settings
from workbench.wire.log import LogQuery
from workbench.wire.retention import LiftHold, PlaceHold, Shred, ShredCertificate

pytestmark = pytest.mark.section("464.9", "464.10")

LONG = replace(TRAINED, trained_until=NOW + timedelta(days=7 * 365))
ADAM, EVE = (person(Role.ADMINISTRATOR, name=name, standing=LONG) for name in ("adam", "eve"))
PLATE = "7ABC123"
YEARS = timedelta(days=6 * 365)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """A log with four old records, of two cases, and the clock six years later."""
    with Station(tmp_path) as station:
        for case in ("2026-00417", "2026-00500"):
            declared = purpose(case_number=case)
            receipt = station.gate.admit(analyst(), declared, search(PLATE))
            station.gate.release(receipt, {"count": 1, "read_ids": ["a" * 32]}, [PLATE])
        station.clock = NOW + YEARS
        yield station


def shred(station: Station, before: datetime = NOW + timedelta(days=1)) -> ShredCertificate:
    return shred_details(station.gate, station.reader, station.registers, ADAM, Shred(before=before), Settings())


def approve(station: Station, asked: pytest.ExceptionInfo[AssentRequired], by: str = "eve") -> None:
    station.registers.assents.answer(asked.value.assent, by, True, "", station.clock, record=0)


def approved(station: Station) -> ShredCertificate:
    with pytest.raises(AssentRequired) as asked:
        shred(station)
    approve(station, asked)
    return shred(station)


def test_nothing_is_shredded_without_a_second_person(station: Station) -> None:
    with pytest.raises(AssentRequired) as asked:
        shred(station)
    with pytest.raises(Refused):
        approve(station, asked, by="adam")
    with pytest.raises(AssentRequired):
        shred(station)
    assert station.reader.get(0).body["elements"] == {"pattern": PLATE}


def test_what_is_shredded_is_gone_and_the_log_still_verifies(station: Station, tmp_path: Path) -> None:
    with closing(Notary(lambda: station.journal.end, station.url, station.keys)) as notary:
        before = notary.checkpoint().encode()
        certificate = approved(station)
        assert certificate.spans == [(0, 4)]
        assert (certificate.shredded, certificate.held) == (4, 0)
        assert (certificate.requested_by, certificate.approved_by) == ("adam", "eve")
        gone = station.reader.get(1)
        assert gone.body["shredded"] is True
        assert (gone.user, gone.action, gone.body["count"]) == ("ana", "search.plates", 1)
        assert "read_ids" not in gone.body
        assert station.reader.page(LogQuery(plate=PLATE))[1] == 0
        assert station.reader.page(LogQuery(case_number="2026-00417"))[1] == 2
        notary.keep_checkpoint(notary.checkpoint(), witnessed=False)
        export_log(station.url, station.keys, tmp_path / "export")
        policy = f"log {notary.key}\nquorum none\n".encode()
        verdict = verify(tmp_path / "export", policy, [before])
        assert verdict.good, verdict.lines()


def test_what_is_held_stays_until_the_hold_is_lifted(station: Station) -> None:
    said = PlaceHold(case_number=" 2026-00417 ", reason="Discovery request of the defence")
    hold = place_hold(station.gate, station.registers, ADAM, said)
    assert [each.case_number for each in standing_holds(station.gate, station.registers, ADAM)] == ["2026-00417"]
    certificate = approved(station)
    assert (certificate.spans, certificate.held) == ([(2, 4)], 2)
    assert station.reader.get(0).body["elements"] == {"pattern": PLATE}
    with pytest.raises(BadInput, match="no details left"):
        shred(station)
    lift = LiftHold(hold=hold.hold, reason="The case was closed in court")
    lift_hold(station.gate, station.registers, EVE, lift)
    assert shred(station).spans == [(0, 2)]
    with pytest.raises(NotFound):
        lift_hold(station.gate, station.registers, EVE, lift)


def test_what_is_too_young_is_refused_whoever_approves(station: Station) -> None:
    with pytest.raises(Refused, match="kept for 1825 days") as refused:
        shred(station, before=station.clock - timedelta(days=1000))
    assert refused.value.section == "464.9"
    assert not isinstance(refused.value, AssentRequired)


def test_only_administrators_ask_for_it(station: Station) -> None:
    said = Shred(before=NOW + timedelta(days=1))
    with pytest.raises(Refused):
        shred_details(station.gate, station.reader, station.registers, analyst(), said, Settings())


def test_the_gate_shreds_on_no_other_receipt(station: Station) -> None:
    receipt = station.gate.admit(ADAM, None, Request("log.shred", Operation.RETAIN, {}))
    with pytest.raises(TypeError, match="no leave of two persons"):
        station.gate.shred(receipt, [(0, 4)])
    assert Assent.SECOND_PERSON not in receipt.assented
    assert station.reader.get(0).body["elements"] == {"pattern": PLATE}


def test_each_step_is_on_record(station: Station) -> None:
    certificate = approved(station)
    told = station.reader.get(certificate.result_record).body
    assert told["outcome"] == "released"
    assert told["spans"] == [[0, 4]]
    assert told["approved_by"] == "eve"
    assert told["leaves_sha256"] == certificate.leaves_sha256
