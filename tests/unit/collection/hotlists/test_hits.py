"""A batch's reads become hits, once, before its receipt is given; a stop in between heals (464.7(g), 464.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.policy.conftest import station
from tests.policy.people import NOW, Station, analyst, person, purpose
from tests.unit.collection.desk import SETTINGS, Desk
from tests.unit.collection.ground import OWN_HEADER
from tests.unit.collection.hotlists.lists import install
from workbench.accesslog.record import Kind, canonical
from workbench.collection.hotlists import make
from workbench.collection.hotlists.look import page_of_hits, verify_hit
from workbench.errors import BadInput, NotFound, PurposeRequired, Refused, StoreUnavailable, TrainingRequired
from workbench.policy.caller import Caller, Realm, Standing
from workbench.policy.hits import Matched, Status
from workbench.policy.roles import Role
from workbench.store.registers.watched import Watched
from workbench.wire.hits import Hit, HitPage, HitQuery, VerifyHit

__all__ = ["station"]
pytestmark = pytest.mark.section("464.7(g)")

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(tmp_path: Path, station: Station) -> Desk:
    return Desk(tmp_path, station)


def reads(*given: tuple[str, str, float | str], at: Any = NOW - HOUR) -> bytes:
    """Reads of plate, state and confidence, each a second after the one before."""
    lines = (
        f"{(at + timedelta(seconds=place)).isoformat()},{plate},{state},{sure},32.792,-115.5631,EC-04,,,,,,,,\n"
        for place, (plate, state, sure) in enumerate(given)
    )
    return f"{OWN_HEADER}{''.join(lines)}".encode()


def look(station: Station, caller: Caller | None = None, **query: Any) -> HitPage:
    asked = HitQuery.model_validate(query)
    return page_of_hits(station.gate, station.registers, caller or analyst(), purpose(), asked, SETTINGS)


def hits(station: Station) -> list[Hit]:
    return look(station).hits[::-1]


@pytest.mark.parametrize(
    ("read", "entry", "matched"),
    [
        (("7ABC123", "CA", 0.9), "7ABC123,CA", Matched.EXACT),
        (("7ABC123", "", ""), "7ABC123,CA", Matched.EXACT),
        (("7ABC123", "CA", 0.9), "7ABC123,", Matched.EXACT),
        (("7ABC123", "USA", 0.9), "7ABC123,CA", Matched.EXACT),
        (("7ABC123", "Kansai", 0.9), "7ABC123,CA", Matched.EXACT),
        (("7A8C123", "CA", 0.99), "7ABC123,CA", Matched.LOOKALIKE),
        (("7ABC123", "CA", 0.79), "7ABC123,CA", Matched.LOOKALIKE),
        (("7ABC123", "AZ", 0.99), "7ABC123,CA", None),
        (("7ABC123", "MX-BCN", 0.99), "7ABC123,CA", None),
        (("7ABC123", "MEX", 0.99), "7ABC123,CA", None),
        (("7ABC123", "MX-SON", 0.99), "7ABC123,MX-BCN", None),
        (("7ABC123", "MEX", 0.99), "7ABC123,MX-BCN", Matched.EXACT),
        (("7ABC124", "CA", 0.99), "7ABC123,CA", None),
        (("7ABC12", "CA", 0.99), "7ABC123,CA", None),
    ],
)
def test_what_meets_an_entry_and_how(
    station: Station, desk: Desk, read: tuple[str, str, float | str], entry: str, matched: Matched | None
) -> None:
    install(station, f"{entry},,,,,\n")
    receipt = desk.take(reads(read))
    found = hits(station)
    assert [hit.matched for hit in found] == ([matched] if matched else [])
    assert receipt.hits == len(found)
    assert all(hit.status is Status.UNVERIFIED and "UNVERIFIED" in hit.mark for hit in found)


@pytest.mark.parametrize(
    ("entered", "expires", "met"),
    [
        ("2026-03-02", "2026-03-02", True),
        ("2026-03-03", "2026-03-04", True),
        ("2026-02-01", "2026-03-02T11:30:00Z", False),
        ("2026-02-01", "2026-03-02T12:30:00Z", True),
    ],
)
def test_an_entry_counts_from_a_day_before_its_first_day_until_it_expires(
    station: Station, desk: Desk, entered: str, expires: str, met: bool
) -> None:
    station.clock = NOW - 3 * HOUR
    install(station, f"7ABC123,CA,,,{entered},{expires},\n")
    station.clock = NOW + HOUR
    assert desk.take(reads(("7ABC123", "CA", 0.9), at=NOW)).hits == int(met)


@pytest.mark.parametrize(("entered", "expires"), [("1991-01-01", "2098-12-31")])
def test_the_longest_entry_can_be_shown(station: Station, desk: Desk, entered: str, expires: str) -> None:
    install(station, f"7ABC123,CA,,,{entered},{expires},\n")
    assert desk.take(reads(("7ABC123", "CA", 0.9))).hits == len(hits(station)) == 1


def test_reads_of_before_an_entry_began_show_nobodys_past(station: Station, desk: Desk) -> None:
    install(station, "7ABC123,CA,,,2026-03-01,2026-12-31,\n")
    assert desk.take(reads(("7ABC123", "CA", 0.9), at=NOW - timedelta(days=3))).hits == 0


@pytest.mark.section("464.5")
def test_the_batchs_record_counts_its_hits_and_names_their_reads_and_no_plate(station: Station, desk: Desk) -> None:
    install(station, "7ABC123,CA,,,,,\n7ABC123,CA,wanted,,,,\n")
    receipt = desk.take(reads(("7ABC123", "CA", 0.9), ("7A8C123", "CA", 0.9), ("6XYZ999", "CA", 0.9)))
    result = station.records()[-1]
    told = result.body["hits"]
    assert (receipt.hits, told["count"], told["lookalikes"], told["reads"]) == (4, 4, 2, 2)
    assert told["read_ids"] == sorted({hit.read_id for hit in hits(station)})
    assert b"7ABC" not in canonical(result.body)
    assert station.registers.batches.get(receipt.batch_id) == receipt


def test_a_read_makes_its_hit_once_however_often_it_comes(station: Station, desk: Desk) -> None:
    install(station, "7ABC123,CA,,,,,\n")
    data = reads(("7ABC123", "CA", 0.9))
    first = desk.take(data)
    assert desk.take(data) == first.model_copy(update={"repeated": True})
    again = desk.take(data + reads(("6XYZ999", "CA", 0.9), at=NOW).split(b"\n", 1)[1])
    assert (again.duplicate, again.hits) == (1, 1)
    (hit,) = hits(station)
    assert hit.batch_record == first.record


def test_of_reads_with_the_same_identity_the_first_one_counts(station: Station, desk: Desk) -> None:
    install(station, "7ABC123,CA,,,,,\n6XYZ999,CA,,,,,\n")
    lines = reads(("7ABC123", "CA", 0.9), ("6XYZ999", "CA", 0.9)).replace(b",EC-04,,,,,,,,", b",EC-04,,,,,,,,V-1")
    receipt = desk.take(lines)
    assert (receipt.accepted, receipt.duplicate, receipt.hits) == (1, 1, 1)
    assert [hit.plate for hit in hits(station)] == ["7ABC123"]


@pytest.mark.section("464.9")
def test_a_stop_between_the_reads_and_their_hits_heals_when_the_batch_comes_again(
    station: Station, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(station, "7ABC123,CA,,,,,\n")
    data = reads(("7ABC123", "CA", 0.9))

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stop:
        stop.setattr(station.registers.hits, "add", stopped)
        with pytest.raises(KeyboardInterrupt):
            desk.take(data)
    assert (desk.rows(), hits(station)) == (1, [])
    healed = desk.take(data)
    assert (healed.accepted, healed.duplicate, healed.hits, healed.repeated) == (0, 1, 1, False)
    assert len(hits(station)) == 1


@pytest.mark.section("464.9")
def test_hits_that_cannot_be_kept_are_told_and_made_when_the_batch_comes_again(
    station: Station, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(station, "7ABC123,CA,,,,,\n")
    data = reads(("7ABC123", "CA", 0.9))

    def full(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as away:
        away.setattr(station.registers.hits, "add", full)
        with pytest.raises(StoreUnavailable, match="reads were taken, but their hits") as told:
            desk.take(data)
    assert "Hand the batch over again" in told.value.how
    failed = station.records()[-1]
    assert (failed.kind, failed.body["outcome"]) == (Kind.RESULT, "failed")
    assert "their hits were not made" in failed.body["reason"]
    assert desk.take(data).hits == 1


def test_a_list_that_is_replaced_in_the_midst_is_looked_at_anew(
    station: Station, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(station, "7ABC123,CA,stolen,,,,\n")
    looked: list[Watched] = []
    meetings = make.meetings

    def replaced(watched: Watched, table: Any) -> Any:
        if not looked:
            install(station, "6XYZ999,CA,,,,,\n7ABC123,CA,wanted,,,,\n")
        looked.append(watched)
        return meetings(watched, table)

    monkeypatch.setattr(make, "meetings", replaced)
    assert desk.take(reads(("7ABC123", "CA", 0.9))).hits == 1
    assert [(hit.reason, hit.version) for hit in hits(station)] == [("wanted", 2)]


def test_a_batch_of_many_pieces_has_all_its_hits(station: Station, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "PIECE", 3)
    install(station, "7ABC123,CA,,,,,\n")
    many = [("7ABC123" if place % 2 else "6XYZ999", "CA", 0.9) for place in range(20)]
    assert desk.take(reads(*many)).hits == 10


def test_the_training_store_has_no_hits(station: Station, tmp_path: Path) -> None:
    install(station, "7ABC123,CA,,,,,\n")
    assert Desk(tmp_path, station, Realm.TRAINING).take(reads(("7ABC123", "CA", 0.9))).hits == 0
    assert hits(station) == []


def test_a_device_hands_in_reads_and_its_hits_are_made(station: Station, desk: Desk) -> None:
    install(station, "7ABC123,CA,,,,,\n")
    assert desk.take(reads(("7ABC123", "CA", 0.9)), person(Role.DEVICE, name="device:car")).hits == 1


@pytest.fixture
def hit(station: Station, desk: Desk) -> Hit:
    """One hit."""
    install(station, "7ABC123,CA,,,,,\n")
    desk.take(reads(("7ABC123", "CA", 0.9)))
    return hits(station)[0]


@pytest.mark.section("464.5")
def test_a_look_at_hits_is_on_record_before_and_after_with_the_reads_that_were_shown(
    station: Station, hit: Hit
) -> None:
    page = look(station, status="unverified")
    before, after = station.records()[-2:]
    assert (before.index, before.kind, before.action) == (page.record, Kind.INTENT, "hits.page")
    assert (after.index, after.body["intent"]) == (page.result_record, page.record)
    assert (after.body["count"], after.body["read_ids"]) == (1, [hit.read_id])
    assert (page.sources_searched, page.sources_left_out) == (["department"], ["state", "federal"][::-1])
    assert before.purpose["case_number"] == purpose().case_number


@pytest.mark.section("464.5", "464.4")
def test_nobody_sees_a_hit_without_purpose_role_training_or_source(station: Station, hit: Hit) -> None:
    nobody = HitQuery()
    with pytest.raises(PurposeRequired):
        page_of_hits(station.gate, station.registers, analyst(), None, nobody, SETTINGS)
    with pytest.raises(TrainingRequired):
        look(station, analyst(standing=Standing()))
    practice = purpose(realm=Realm.TRAINING)
    with pytest.raises(TrainingRequired):
        page_of_hits(station.gate, station.registers, analyst(), practice, nobody, SETTINGS)
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.VENDOR, Role.DEVICE):
        with pytest.raises(Refused, match=r"does not include|never read"):
            look(station, person(role))
    with pytest.raises(Refused) as told:
        look(station, replace(analyst(), sources=frozenset()))
    assert told.value.section == "464.7(f)"
    with pytest.raises(BadInput, match="holds no time"):
        look(station, window={"start": NOW, "end": NOW})
    assert {record.kind for record in station.records()[-9:]} == {Kind.REFUSAL}
    assert look(station, replace(analyst(), sources=frozenset({"state"}))).hits == []


def test_a_verification_says_who_when_what_and_where_it_can_be_looked_up(station: Station, hit: Hit) -> None:
    station.clock = NOW + timedelta(minutes=3)
    said = VerifyHit(hit=hit.hit, result=Status.CONFIRMED, reference=" CLETS 26-118 ")
    told = verify_hit(station.gate, station.registers, analyst(), purpose(), said)
    (kept,) = told.hit.verifications
    assert (kept.by, kept.at, kept.result, kept.reference) == ("ana", station.clock, Status.CONFIRMED, "CLETS 26-118")
    assert (kept.record, told.hit.mark) == (told.record, "")
    before, after = station.records()[-2:]
    assert (before.action, before.body["elements"]["reference"]) == ("hits.verify", "CLETS 26-118")
    assert (after.body["read_ids"], after.body["result"]) == ([hit.read_id], "confirmed")
    assert look(station, status="unverified").hits == []


def test_a_verification_that_says_nothing_is_refused_on_record_and_the_hit_stays_unverified(
    station: Station, hit: Hit
) -> None:
    for said in (
        VerifyHit(hit=hit.hit, result=Status.CONFIRMED),
        VerifyHit(hit=hit.hit, result=Status.UNVERIFIED, reference="C-1"),
        VerifyHit(hit=hit.hit, result=Status.UNABLE, note="no"),
    ):
        with pytest.raises(Refused) as told:
            verify_hit(station.gate, station.registers, analyst(), purpose(), said)
        assert told.value.section == "464.7(g)"
    assert hits(station) == [hit]
    for note in ("x\u202ey", "x\0y"):
        with pytest.raises(ValueError, match="invisible"):
            VerifyHit(hit=hit.hit, result=Status.UNABLE, note=note)


@pytest.mark.section("464.7(f)")
def test_a_hit_of_another_source_can_be_verified_by_nobody_who_was_not_granted_it(station: Station, hit: Hit) -> None:
    said = VerifyHit(hit=hit.hit, result=Status.CONFIRMED, reference="C-1")
    other = replace(analyst(), sources=frozenset({"state"}))
    for who, asked in ((other, said), (analyst(), said.model_copy(update={"hit": 99}))):
        with pytest.raises(NotFound):
            verify_hit(station.gate, station.registers, who, purpose(), asked)
        assert station.records()[-1].body["outcome"] == "failed"
    assert hits(station) == [hit]
