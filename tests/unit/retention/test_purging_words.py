"""What people typed of a plate ends with the reads that are as old (464.9): in no byte of the registers' files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.test_registers_audits import PERIOD
from tests.contract.test_registers_collection import RECEIPT
from tests.policy.people import NOW, Station, analyst, ask_for, purpose
from tests.unit.collection.desk import Desk
from tests.unit.collection.hotlists.lists import install
from tests.unit.retention.test_purging_reads import BEFORE, LONG, approved, as_told, hold, keep, lines, look, station
from tests.unit.store.bytes_search import encodings
from tests.unit.store.photograph_ground import OFFER
from workbench.collection.hotlists.look import page_of_hits, verify_hit
from workbench.policy.decision import Assent
from workbench.policy.hits import Status
from workbench.policy.roles import Operation
from workbench.retention.reads import Keep
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.wire.audits import AnnounceForeign
from workbench.wire.docket import Kind
from workbench.wire.docket import State as Entered
from workbench.wire.hits import HitQuery, VerifyHit
from workbench.wire.ingest import Rejected
from workbench.wire.saved import SavedForm

__all__ = ["keep", "station"]
pytestmark = pytest.mark.section("464.9")

OLD = NOW - timedelta(days=1)
LISTED = "7HIT481"
Plant = Callable[[Station, str], object]


@pytest.fixture
def desk(tmp_path: Path, station: Station) -> Desk:
    """A store with a hit of long ago that somebody looked up; then three years go by."""
    desk = Desk(tmp_path, station)
    install(station, f"{LISTED},,,,,,seen beside {LISTED}\n", expiry=NOW.date())
    desk.take(lines(LISTED, NOW - timedelta(days=3)))
    for hit in page_of_hits(station.gate, station.registers, analyst(), purpose(), HitQuery(), Settings()).hits:
        said = VerifyHit(hit=hit.hit, result=Status.CONFIRMED, reference=f"CLETS {LISTED}", note=f"It is {LISTED}.")
        verify_hit(station.gate, station.registers, analyst(), purpose(), said)
    station.clock = NOW + timedelta(days=3 * 365)
    desk.take(lines("9NEW001", station.clock), analyst(standing=LONG))
    return desk


def saved(station: Station, plate: str) -> None:
    station.registers.saved.keep("ana", f"each morning {plate}", SavedForm(pattern=plate), OLD, 0)


def narrated(station: Station, plate: str, case: str = "2026-00500") -> None:
    said = {"narrative": f"The car {plate} was taken.", "why_this_plate": f"{plate} is the owner's."}
    declared = purpose(purpose_id=f"p {plate}", case_number=case, declared_at=OLD, last_used_at=OLD, **said)
    station.registers.purposes.add(declared)


def question(station: Station, plate: str) -> None:
    asked = {"digest": plate.lower(), "needs": Assent.SECOND_PERSON, "username": "ana", "now": OLD}
    assent, _ = station.registers.assents.ask(summary={"elements": {"pattern": plate}}, **asked)
    station.registers.assents.answer(assent, "eve", False, f"{plate} is no case of ours.", OLD, record=1)


def glass(station: Station, plate: str) -> None:
    entry = station.registers.docket.enter(Kind.GLASS, {"asked": {"pattern": plate}}, "ana", OLD, 1)
    station.registers.docket.decide(entry.number, Entered.APPROVED, "adam", OLD, f"{plate} had a child in it.", 2)


def batch(station: Station, plate: str) -> None:
    wrong = [Rejected(line=2, reason=f"'{plate}+' is no plate.")]
    station.registers.batches.add(
        RECEIPT.model_copy(update={"name": f"{plate}.csv", "problems": wrong, "received": OLD})
    )


def photographs(station: Station, plate: str) -> None:
    receipt = station.gate.admit(analyst(standing=LONG), None, ask_for(Operation.INGEST))
    offer = OFFER.model_copy(update={"name": f"pictures of {plate}"})
    station.registers.photograph_batches.begin("b-photographs", offer, "ana", OLD, receipt)


def listed(station: Station, plate: str) -> None:
    terms = {"name": f"own {plate[:3]}", "entry_date": (OLD - timedelta(days=9)).date(), "expiry": OLD.date()}
    later, station.clock = station.clock, OLD - timedelta(days=5)
    install(station, f"{plate},,,,,,\n{plate}?+,,,,,,\n", **terms)
    station.clock = later


def foreign(station: Station, plate: str) -> None:
    registers, said = station.registers, AnnounceForeign(name="log.csv", file="x", source="x" * 20, drawn_at=OLD)
    period = {**PERIOD, "quarter": "log ab12", "file_name": "log.csv", "sealed_at": OLD}
    registers.audits.announce(said, period, "adam", OLD, 1, file=f"not made small: {plate}".encode())


PLANTS: dict[str, Plant] = {
    "7SAV481": saved,
    "7NAR481": narrated,
    "7QST481": question,
    "7GLS481": glass,
    "7BAT481": batch,
    "7PHO481": photographs,
    "7LST481": listed,
    "7FRN481": foreign,
}


def standing(folder: Path) -> set[str]:
    """The plates of which some form stands in a file of the registers, their log of writes included."""
    files = [path.read_bytes() for path in folder.glob("registers.sqlite*")]
    assert files
    plates = [*PLANTS, LISTED]
    return {plate for plate in plates if any(form in each for form in encodings(plate).values() for each in files)}


def test_what_was_typed_of_a_plate_is_in_no_byte_of_the_registers_after_the_purge(
    keep: Keep, station: Station, tmp_path: Path
) -> None:
    for plate, plant in PLANTS.items():
        plant(station, plate)
    assert standing(tmp_path) == {*PLANTS, LISTED}
    said = as_told(look(keep))
    assert standing(tmp_path) == {*PLANTS, LISTED}, "a look takes nothing"
    done = approved(keep, said)
    assert standing(tmp_path) == set()
    assert (done.purged, done.hits) == (1, 1)
    assert done.typed >= len(PLANTS) - 1


def test_what_is_newer_and_what_a_hold_keeps_stands(keep: Keep, station: Station) -> None:
    registers: Registers = station.registers
    hold(keep)
    narrated(station, "7NAR481", " 2026-00417 ".strip())
    narrated(station, "7NAR482", "2026-00500")
    registers.saved.keep("ana", "new", SavedForm(pattern="7NEW001"), BEFORE, 0)
    saved(station, "7SAV481")
    young = purpose(purpose_id="p young", declared_at=BEFORE, last_used_at=BEFORE)
    registers.purposes.add(young)
    approved(keep, as_told(look(keep)))
    assert [each.name for each in registers.saved.of("ana")] == ["new"]
    kept = [registers.purposes.get(each) for each in ("p 7NAR481", "p 7NAR482", "p young")]
    assert [each is not None for each in kept] == [True, False, True]


def test_a_batch_keeps_its_receipt_without_its_name(keep: Keep, station: Station) -> None:
    batch(station, "7BAT481")
    approved(keep, as_told(look(keep)))
    kept = station.registers.batches.get(RECEIPT.batch_id)
    assert kept is not None
    assert (kept.name, kept.problems, kept.accepted, kept.sha256) == ("", [], RECEIPT.accepted, RECEIPT.sha256)
