"""Shredding the log's details takes two persons, spares what is held, and leaves the tree as it was (464.9, 464.10)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.policy.people import NOW, TRAINED, Station, analyst, person, purpose, search
from tests.unit.retention.turns import WatchedTurn
from workbench.accesslog.notary import Notary, export_log
from workbench.accesslog.record import Kind
from workbench.accesslog.verify import verify
from workbench.errors import AssentRequired, BadInput, NotFound, Refused
from workbench.gate import Request
from workbench.policy.caller import Realm
from workbench.policy.decision import Assent
from workbench.policy.roles import Operation, Role
from workbench.release.publication.figures import TABLES, Tally
from workbench.retention.certificates import certificates
from workbench.retention.holding import lift_hold, place_hold, review_hold, standing_holds
from workbench.retention.plan import preview
from workbench.retention.shredding import shred_details
from workbench.settings import Settings
from workbench.wire.log import LogQuery
from workbench.wire.retention import (
    AskPreview,
    HeldCase,
    LiftHold,
    PlaceHold,
    ReviewHold,
    Shred,
    ShredCertificate,
    ShredPreview,
)

pytestmark = pytest.mark.section("464.9", "464.10")

LONG = replace(TRAINED, trained_until=NOW + timedelta(days=15 * 365))
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


BEFORE = NOW + timedelta(days=1)
ZONE = "America/Los_Angeles"


def look(station: Station, before: datetime = BEFORE) -> ShredPreview:
    return preview(station.gate, station.reader, station.registers, ADAM, AskPreview(before=before), Settings())


def as_told(told: ShredPreview) -> Shred:
    held = sum(case.records for case in told.held)
    return Shred(before=told.before, records=told.records, held=held, leaves_sha256=told.leaves_sha256)


def shred(station: Station, said: Shred | None = None) -> ShredCertificate:
    said = said or as_told(look(station))
    return shred_details(station.gate, station.reader, station.registers, ADAM, said, Settings())


def hold(station: Station, case: str = " 2026-00417 ") -> int:
    day = (station.clock + timedelta(days=30)).date()
    said = PlaceHold(case_number=case, reason="Discovery request of the defence", review_by=day)
    return place_hold(station.gate, station.registers, ADAM, said, ZONE).hold


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
    held = hold(station)
    assert [each.case_number for each in standing_holds(station.gate, station.registers, ADAM)] == ["2026-00417"]
    certificate = approved(station)
    assert (certificate.spans, certificate.held) == ([(2, 4)], 2)
    assert station.reader.get(0).body["elements"] == {"pattern": PLATE}
    assert look(station).records == 0
    lift = LiftHold(hold=held, reason="The case was closed in court")
    lift_hold(station.gate, station.registers, EVE, lift)
    assert approved(station).spans == [(0, 2)]


def test_a_hold_that_does_not_stand_is_not_counted_as_lifted(station: Station) -> None:
    lift = LiftHold(hold=hold(station), reason="The case was closed in court")
    lift_hold(station.gate, station.registers, EVE, lift)
    with pytest.raises(NotFound):
        lift_hold(station.gate, station.registers, EVE, lift)
    assert (station.records()[-1].kind, station.records()[-1].action) == (Kind.REFUSAL, "hold.lift")
    assert _retention(station)["hold.lift"] == 1
    with pytest.raises(Refused):
        lift_hold(station.gate, station.registers, analyst(), lift)


def _retention(station: Station) -> dict[str, int]:
    """What the public is told of a quarter's retention."""
    counted = Tally()
    counted.count(station.records())
    return next(counts for table, counts in zip(TABLES, counted.tables, strict=True) if table.title == "Retention")


def test_a_file_that_was_taken_out_for_a_held_case_keeps_its_records_whatever_its_purpose_states(
    station: Station,
) -> None:
    later, station.clock = station.clock, NOW
    taking = Request("export.reads", Operation.EXPORT, {"case_number": "2026-00777"}, Realm.LIVE)
    receipt = station.gate.admit(analyst(), purpose(case_number="2026-00500"), taking)
    station.gate.release(receipt, {"count": 1, "read_ids": ["b" * 32]})
    station.clock = later
    held = hold(station, " 2026-00777")
    certificate = approved(station)
    assert (certificate.spans, certificate.held) == ([(0, 4)], 2)
    assert station.reader.released_to(["2026-00777"], Realm.LIVE) == {"2026-00777": {"b" * 32}}
    lift_hold(station.gate, station.registers, EVE, LiftHold(hold=held, reason="The case was closed in court"))
    assert approved(station).spans == [(4, 6)]


def test_an_approval_shreds_once_and_nothing_but_what_it_is_of(station: Station) -> None:
    said = as_told(look(station))
    with pytest.raises(AssentRequired) as asked:
        shred(station, said)
    approve(station, asked)
    with pytest.raises(AssentRequired):
        shred(station, said.model_copy(update={"before": BEFORE + timedelta(days=1)}))
    assert shred(station, said).approved_by == "eve"
    with pytest.raises(AssentRequired) as again:
        shred(station, said)
    assert again.value.assent != asked.value.assent


def test_what_is_too_young_is_refused_whoever_approves(station: Station) -> None:
    young = station.clock - timedelta(days=1000)
    told = as_told(look(station)).model_copy(update={"before": young})
    for attempt in (lambda: look(station, young), lambda: shred(station, told)):
        with pytest.raises(Refused, match="kept for 1825 days") as refused:
            attempt()
        assert refused.value.section == "464.9"
        assert not isinstance(refused.value, AssentRequired)


def test_only_administrators_ask_for_it(station: Station) -> None:
    said = as_told(look(station))
    with pytest.raises(Refused):
        preview(station.gate, station.reader, station.registers, analyst(), AskPreview(before=BEFORE), Settings())
    with pytest.raises(Refused):
        certificates(station.gate, station.reader, analyst())
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


def test_a_preview_tells_what_would_go_and_which_cases_keep_theirs(station: Station) -> None:
    hold(station)
    hold(station, "2026-0041X")
    told = look(station)
    assert (told.records, told.held) == (2, [HeldCase(case_number="2026-00417", records=2)])
    assert told.oldest == told.newest == NOW
    assert station.reader.get(told.record + 1).body["count"] == 2


@pytest.mark.parametrize("meanwhile", ["placed", "lifted"])
def test_what_was_approved_is_what_is_shredded_or_nothing(station: Station, meanwhile: str) -> None:
    held = hold(station, "2026-00500")
    said = as_told(look(station))
    with pytest.raises(AssentRequired) as asked:
        shred(station, said)
    approve(station, asked)
    if meanwhile == "placed":
        hold(station)
    else:
        lift = LiftHold(hold=held, reason="The case was closed in court")
        lift_hold(station.gate, station.registers, EVE, lift)
    with pytest.raises(BadInput, match="no longer what the preview told"):
        shred(station, said)
    assert station.reader.get(0).body["elements"] == {"pattern": PLATE}
    assert station.records()[-1].body["outcome"] == "failed"


def test_a_shredding_waits_for_a_hold_that_is_being_placed_and_then_takes_nothing(station: Station) -> None:
    said = as_told(look(station))
    with pytest.raises(AssentRequired) as asked:
        shred(station, said)
    approve(station, asked)
    station.registers.holds.turn = turn = WatchedTurn()
    with ThreadPoolExecutor(1) as pool:
        with turn:
            shredding = pool.submit(shred, station, said)
            assert turn.waited_for.wait(10)
            day = (station.clock + timedelta(days=30)).date()
            held = PlaceHold(case_number="2026-00417", reason="Discovery request of the defence", review_by=day)
            station.registers.holds.place(held, "adam", station.clock, 0)
        with pytest.raises(BadInput, match="no longer what the preview told"):
            shredding.result()
    assert station.reader.get(0).body["elements"] == {"pattern": PLATE}


def test_certificates_are_read_back_from_the_log_and_outlive_what_they_are_of(station: Station) -> None:
    first = approved(station)
    assert certificates(station.gate, station.reader, ADAM) == [first]
    station.clock += YEARS
    told = look(station, station.clock - timedelta(days=1825))
    assert told.records == 6, "three looks and their answers, but neither requests nor certificates"


def test_a_hold_goes_on_or_is_refused_a_day_that_is_over(station: Station) -> None:
    held, today = hold(station), station.clock.date()
    until = today + timedelta(days=90)
    said = ReviewHold(hold=held, reason="The appeal has not been heard", review_by=until)
    assert review_hold(station.gate, station.registers, EVE, said, ZONE).review_by == until
    assert station.registers.holds.standing()[0].review_by == until
    for day in (today, date(2001, 1, 1)):
        over = said.model_copy(update={"review_by": day})
        with pytest.raises(BadInput, match="is over") as refused:
            review_hold(station.gate, station.registers, EVE, over, ZONE)
        assert refused.value.where == "review_by"
        assert station.records()[-1].body["outcome"] == "refused"
    lift_hold(station.gate, station.registers, EVE, LiftHold(hold=held, reason="The case was closed in court"))
    with pytest.raises(NotFound):
        review_hold(station.gate, station.registers, EVE, said, ZONE)
