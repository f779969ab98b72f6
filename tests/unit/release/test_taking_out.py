"""From a message to a file (464.5, 464.9, 464.11): asked afresh, confirmed, made, recorded with its hash, given."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest
from alpr_lab import assets as shipped

from tests.policy.people import NOW, Station, analyst, person, purpose
from tests.unit.release.ground import PICTURE, csv_rows, pages
from tests.unit.release.test_sharing import SHERIFF, asked
from tests.unit.search.movement_ground import DAY, DAY_BEFORE, SCENE, seen
from tests.unit.store.photograph_ground import OFFER, new, plate
from tests.unit.store.photograph_ground import seen as seen_in
from tests.unit.store.reads_ground import SEALING, opened, receipt_of, table
from workbench.accesslog.notary import Notary
from workbench.accesslog.record import Kind, Record
from workbench.custodian.exporting import taken_out
from workbench.custodian.queries import Queries
from workbench.custodian.services import Services
from workbench.errors import AssentRequired, BadInput, LogUnavailable, PurposeRequired, Refused, TrainingRequired
from workbench.gate import Gate
from workbench.policy.caller import Caller, Realm, Standing
from workbench.policy.roles import Role
from workbench.release import making
from workbench.release.sharing import enter_release
from workbench.release.verify import verify
from workbench.settings import Settings
from workbench.store.as_reviewed import ReadsAsReviewed
from workbench.store.images import ImageStore
from workbench.store.reads import ReadStore
from workbench.store.registers import Registers
from workbench.wire.docket import Kind as DocketKind
from workbench.wire.docket import State
from workbench.wire.export import Format, TakenOut, TakeOut, unpack
from workbench.wire.log import LogQuery
from workbench.wire.photographs import ImageKind
from workbench.wire.search import Window

pytestmark = pytest.mark.section("464.5", "464.9", "464.11")

WITH_LIBRARIES = pytest.mark.skipif(
    not (shipped.static_dir() / "manifest.json").is_file(), reason="alpr-lab isn't built in this environment"
)
WHY = "For the case file: where the pick-up was seen."
PLATES = {"purpose_id": "p-1", "pattern": "7ABC*", "window": DAY_BEFORE}
ASKED: dict[str, dict[str, Any]] = {
    "plates": PLATES,
    "vehicle": {"purpose_id": "p-1", "plate": "7ABC123", "window": DAY_BEFORE},
    "canvass": {"purpose_id": "p-1", "scenes": [{"window": DAY_BEFORE, "area": SCENE}]},
}


@dataclass(frozen=True)
class _Rooms:
    """The rooms of the custodian that an export passes through."""

    gate: Gate
    registers: Registers
    settings: Settings
    stores: Mapping[Realm, ReadStore]
    stores_as_reviewed: Mapping[Realm, ReadsAsReviewed]
    queries: Queries
    notary: Notary
    images: ImageStore


class _Room:
    """All of them real, over two reads; Ana declared the purpose ``p-1``, and ``p-2`` for the training store."""

    def __init__(self, station: Station, folder: Path) -> None:
        self.station = station
        station.registers.policies.install("2026-01", "Sample", "adam", 0, NOW)
        station.registers.purposes.add(purpose())
        station.registers.purposes.add(purpose(purpose_id="p-2", realm=Realm.TRAINING))
        stores = {realm: opened(folder / realm.value, realm) for realm in Realm}
        reads = [seen("r-1", "7ABC123", "EC-01", DAY / 3), seen("r-2", "7ABC128", "EC-05", DAY / 4)]
        stores[Realm.LIVE].append(table(reads), receipt_of(station))
        self.notary = Notary(lambda: station.journal.end, station.url, station.keys)
        self.images = ImageStore.open(folder / "images", SEALING)
        reviewed = {realm: ReadsAsReviewed(store, None) for realm, store in stores.items()}
        self.rooms = _Rooms(
            station.gate, station.registers, Settings(), stores, reviewed, Queries(), self.notary, self.images
        )
        self.before = len(station.records())

    def ask(self, caller: Caller | None = None, kind: str = "plates", **said: Any) -> tuple[TakenOut, bytes]:
        query = {**ASKED[kind], **said.pop("query", {})}
        message = TakeOut.model_validate({"query": query, "format": "csv", "why": WHY, **said})
        return unpack(bytes(taken_out(cast("Services", self.rooms), caller or analyst(), message).body))

    def confirmed(self, kind: str = "plates", **said: Any) -> tuple[TakenOut, bytes]:
        with pytest.raises(AssentRequired) as asked:
            self.ask(kind=kind, **said)
        self.station.registers.assents.answer(asked.value.assent, "ana", True, "yes", NOW, record=1)
        return self.ask(kind=kind, **said)

    def since(self) -> list[Record]:
        return self.station.records()[self.before :]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[_Room]:
    with Station(tmp_path) as station:
        yield _Room(station, tmp_path)


@pytest.mark.section("464.10(b)")
def test_nothing_is_taken_out_unasked_however_narrow_the_search(room: _Room) -> None:
    with pytest.raises(AssentRequired, match="which no log follows"):
        room.ask()
    [refused] = room.since()
    assert (refused.kind, refused.action, refused.body["needs"]) == (Kind.REFUSAL, "export.reads", "own")


@pytest.mark.parametrize("kind", ASKED)
def test_the_result_record_holds_the_file_before_it_goes_out(room: _Room, kind: str) -> None:
    head, file = room.confirmed(kind)
    _, intent, result = room.since()
    assert (intent.kind, result.kind) == (Kind.INTENT, Kind.RESULT)
    assert (head.record, head.result_record) == (intent.index, result.index)
    assert result.body["file"] == {
        "name": head.name,
        "format": "csv",
        "bytes": len(file),
        "sha256": hashlib.sha256(file).hexdigest(),
    }
    assert head.sha256 == result.body["file"]["sha256"]
    assert sorted(line["read_id"] for line in csv_rows(file)) == result.body["read_ids"]
    assert {line["export_record"] for line in csv_rows(file)} == {str(intent.index)}
    assert head.count == len(csv_rows(file)) > 0
    assert room.notary.receipt(result.index).startswith(b"c2sp.org/tlog-proof@v1")
    assert head.receipt


def test_the_intent_record_says_what_was_asked_as_what_for_which_case_and_why(room: _Room) -> None:
    room.confirmed(format="pdf", case_number="2026-00999", paper="A4")
    elements = room.since()[1].body["elements"]
    assert (elements["pattern"], elements["search"], elements["format"]) == ("7ABC*", "plates", "pdf")
    assert (elements["case_number"], elements["why"], elements["paper"]) == ("2026-00999", WHY, "A4")


@pytest.mark.parametrize("changed", [{"format": "pdf"}, {"why": f"{WHY} And more."}, {"query": {"pattern": "7AB*"}}])
def test_a_confirmation_is_of_this_file_alone(room: _Room, changed: dict[str, Any]) -> None:
    with pytest.raises(AssentRequired) as asked:
        room.ask()
    room.station.registers.assents.answer(asked.value.assent, "ana", True, "yes", NOW, record=1)
    with pytest.raises(AssentRequired):
        room.ask(**changed)


NARROWED = {"read_ids": ["r-2"], "narrowed": "camera EC-05"}


@pytest.mark.parametrize("kind", ASKED)
def test_of_an_answer_only_the_chosen_reads_go_out_and_stand_in_the_record(room: _Room, kind: str) -> None:
    chosen = {"read_ids": ["r-1"], "narrowed": "camera EC-01"}
    head, file = room.confirmed(kind, chosen=chosen)
    _, intent, result = room.since()
    assert [line["read_id"] for line in csv_rows(file)] == result.body["read_ids"] == ["r-1"]
    assert (head.count, result.body["count"]) == (1, 1)
    assert (intent.body["elements"]["narrowed"], intent.body["elements"]["chosen"]) == ("camera EC-01", 1)
    assert intent.body["elements"]["reads_sha256"] == result.body["reads_sha256"]
    assert "Narrowed to: camera EC-01" in csv_rows(file)[0]["export_query"]


def test_a_plate_that_was_not_chosen_is_neither_in_the_file_nor_seen_by_the_record(room: _Room) -> None:
    _, file = room.confirmed(chosen=NARROWED)
    assert b"7ABC123" not in file
    index = room.since()[2].index

    def concerned(plate: str) -> set[int]:
        return {record.index for record in room.station.reader.page(LogQuery(plate=plate))[0]}

    assert index in concerned("7ABC128")
    assert index not in concerned("7ABC123")


def test_a_word_for_some_reads_is_none_for_others_of_the_same_answer(room: _Room) -> None:
    room.confirmed(chosen=NARROWED)
    for other in ({**NARROWED, "read_ids": ["r-1"]}, {**NARROWED, "narrowed": "camera EC-06"}, None):
        with pytest.raises(AssentRequired):
            room.ask(chosen=other)


def test_reads_that_are_found_no_longer_are_told_and_nothing_goes_out(room: _Room) -> None:
    with pytest.raises(BadInput, match="Of the 2 reads chosen, the search finds 1 no longer"):
        room.confirmed(chosen={"read_ids": ["r-1", "r-9"], "narrowed": "one vehicle"})
    assert room.since()[-1].body["outcome"] == "failed"


def test_as_many_reads_are_asked_for_as_were_chosen(room: _Room) -> None:
    with pytest.raises(AssentRequired, match="which no log follows") as asked:
        room.ask(query={"limit": 501}, chosen=NARROWED)
    room.station.registers.assents.answer(asked.value.assent, "ana", True, "yes", NOW, record=1)
    assert room.ask(query={"limit": 501}, chosen=NARROWED)[0].count == 1


def test_a_package_of_evidence_is_verified_with_the_logs_own_key(room: _Room, tmp_path: Path) -> None:
    head, file = room.confirmed(format="evidence")
    path = tmp_path / head.name
    path.write_bytes(file)
    verdict = verify(path, f"log {room.notary.key}\nquorum none\n".encode())
    assert verdict.good, verdict.findings
    assert verdict.record == head.record


@pytest.mark.section("464.4")
@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.COMMUNITY_SERVICE_OFFICER, Role.TRAINER, Role.AUDITOR])
def test_a_role_that_takes_nothing_out_is_refused(room: _Room, role: Role) -> None:
    with pytest.raises(Refused, match="does not include 'export'"):
        room.ask(person(role))


@pytest.mark.section("464.4.1")
def test_without_training_and_without_a_purpose_there_is_no_file(room: _Room) -> None:
    with pytest.raises(TrainingRequired):
        room.ask(analyst(standing=Standing()))
    with pytest.raises(PurposeRequired):
        room.ask(query={"purpose_id": "none"})
    assert {record.kind for record in room.since()} == {Kind.REFUSAL}


@pytest.mark.section("464.7(f)")
def test_a_source_that_was_not_granted_is_in_no_file(room: _Room) -> None:
    with pytest.raises(Refused, match="not granted data from: state"):
        room.ask(query={"sources": ["state"]})


@pytest.mark.parametrize("why", ["", "evidence", "x" * 40])
def test_what_the_file_is_for_is_said_in_words(room: _Room, why: str) -> None:
    with pytest.raises(Refused, match="not said what the file is for"):
        room.ask(why=why)


def test_many_reads_are_approved_by_a_second_person_and_too_many_by_nobody(room: _Room) -> None:
    with pytest.raises(AssentRequired, match="more than 500") as asked:
        room.ask(query={"limit": 501})
    room.station.registers.assents.answer(asked.value.assent, "ben", True, "yes", NOW, record=1)
    assert room.ask(query={"limit": 501})[0].count == 2
    with pytest.raises(AssentRequired):
        room.ask(query={"limit": 501})
    with pytest.raises(Refused, match="10,000 may be taken out"):
        room.ask(query={"limit": 10_001})


def test_a_wide_search_and_its_file_are_one_question(room: _Room) -> None:
    old = Window(start=DAY_BEFORE.start.replace(year=2025), end=DAY_BEFORE.end)
    with pytest.raises(AssentRequired) as asked:
        room.ask(query={"window": old})
    assert "more than 30" in asked.value.message
    assert "which no log follows" in asked.value.message


def test_what_can_not_be_asked_is_on_record_under_the_exports_own_name(room: _Room) -> None:
    with pytest.raises(BadInput):
        room.ask(query={"pattern": "7<B"})
    [refused] = room.since()
    assert (refused.kind, refused.action, refused.body["elements"]["why"]) == (Kind.REFUSAL, "export.reads", WHY)


def test_a_file_that_can_not_be_made_is_recorded_as_failed_and_nothing_goes_out(
    room: _Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise OSError("no room for 7ABC123")

    monkeypatch.setattr(making, "csv_of", broken)
    with pytest.raises(AssentRequired) as asked:
        room.ask()
    room.station.registers.assents.answer(asked.value.assent, "ana", True, "yes", NOW, record=1)
    with pytest.raises(Exception, match="nothing was released") as failed:
        room.ask()
    assert "7ABC123" not in str(failed.value)
    assert room.since()[-1].body["outcome"] == "failed"


def test_without_a_result_record_nothing_goes_out(room: _Room, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssentRequired) as asked:
        room.ask()
    room.station.registers.assents.answer(asked.value.assent, "ana", True, "yes", NOW, record=1)
    monkeypatch.setattr(room.station.gate, "release", lambda *_: (_ for _ in ()).throw(LogUnavailable("full")))
    with pytest.raises(LogUnavailable):
        room.ask()


@pytest.mark.section("464.4.1")
def test_learners_practise_with_synthetic_reads_alone(room: _Room) -> None:
    with pytest.raises(AssentRequired):
        room.ask(analyst(standing=Standing()), query={"purpose_id": "p-2"})


@pytest.mark.parametrize("chosen", [Format.PDF, Format.EVIDENCE])
def test_a_photographs_read_has_its_crop_in_the_file(room: _Room, chosen: Format, tmp_path: Path) -> None:
    """The photograph of the read ``r-1``: its id is that of the read, as when it was read."""
    registers, receipt = room.station.registers, receipt_of(room.station)
    with room.images.keeping():
        crop = room.images.put(ImageKind.CROP, PICTURE, receipt)
        registers.photograph_batches.begin("b-1", OFFER, "ana", NOW, receipt)
        one = registers.photographs.add("b-1", new("car.jpg"), NOW, receipt)
        kept = replace(seen_in(), plates=[{**plate("7ABC123"), "crop": crop}])
        registers.photographs.keep(one.photograph, kept, receipt)
    read_id = registers.photographs.get(one.photograph, receipt).plates[0].read_id
    room.rooms.stores[Realm.LIVE].append(table([seen(read_id, "7ABC123", "EC-01", DAY / 5)]), receipt)
    head, file = room.confirmed(format=chosen)
    assert room.since()[-1].body["images"] == 1
    assert head.count == 3
    if chosen is Format.PDF:
        assert "7ABC123" in pages(file)[-1]
        assert b"/Image" in file.replace(b"/ImageB /ImageC /ImageI", b"")
        return
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.read("images/00001.png") == PICTURE
        assert json.loads(archive.read("manifest.json"))["images"] == {"images/00001.png": read_id}


@WITH_LIBRARIES
@pytest.mark.section("464.10(a)")
@pytest.mark.parametrize("kind", ASKED)
def test_a_map_is_a_page_that_holds_all_it_needs_and_names_its_record(room: _Room, kind: str) -> None:
    head, file = room.confirmed(kind, format="map")
    page, recorded = file.decode(), room.since()[-1].body["file"]
    assert (recorded["format"], recorded["sha256"]) == ("map", hashlib.sha256(file).hexdigest())
    assert f"record {head.record}; the result record" in page
    assert WHY in page
    assert not re.search(r"<(?:script|link)[^>]+(?:src|href)=|https?://(?!www\.w3\.org)", page)
    assert len(file) < 2_500_000


@WITH_LIBRARIES
def test_every_format_comes_under_a_name_that_tells_nothing(room: _Room) -> None:
    names = [room.confirmed(format=chosen)[0].name for chosen in Format]
    assert [name.rpartition(".")[2] for name in names] == ["csv", "xlsx", "pdf", "html", "zip"]
    assert not [name for name in names if "7ABC" in name]


def release(room: _Room, **changes: Any) -> int:
    """A request of the sheriff's, approved."""
    settings, docket = room.rooms.settings, room.station.registers.docket
    entered = enter_release(room.station.gate, room.station.registers, analyst("rosa"), asked(**changes), settings)
    assert docket.decide(entered.number, State.APPROVED, "adam", NOW, "", 0)
    return entered.number


def test_a_package_that_fulfils_a_request_says_so_and_stands_in_the_register(room: _Room, tmp_path: Path) -> None:
    number = release(room)
    head, file = room.confirmed(format="evidence", release=number, evidence="EV-26-0042")
    about = json.loads(zipfile.ZipFile(io.BytesIO(file)).read("about.json"))
    assert about["Released to"] == f"request {number}: {SHERIFF}, Det. R. Vega; 18 USC 2721(b)(1)"
    assert about["Booked into evidence as"] == "EV-26-0042"
    (tmp_path / "package.zip").write_bytes(file)
    policy = f"log {room.notary.key}\nquorum none\n".encode()
    assert verify(tmp_path / "package.zip", policy).good
    [act] = room.station.registers.docket.get(DocketKind.RELEASE, number).acts  # type: ignore[union-attr]
    assert act.body == {"name": head.name, "sha256": head.sha256, "reads": head.count, "evidence": "EV-26-0042"}
    asked_for = room.station.reader.get(head.record).body["elements"]
    assert (asked_for["release"], asked_for["evidence"]) == (number, "EV-26-0042")


def test_nothing_is_given_out_under_a_request_that_was_not_approved(room: _Room) -> None:
    settings = room.rooms.settings
    waits = enter_release(room.station.gate, room.station.registers, analyst("rosa"), asked(), settings)
    for number in (waits.number, 99):
        with pytest.raises(Refused, match="No approved request") as refused:
            room.ask(format="evidence", release=number)
        assert refused.value.section == "464.11"
        assert not isinstance(refused.value, AssentRequired)
    assert room.since()[-1].kind is Kind.REFUSAL


def test_synthetic_reads_fulfil_no_request(room: _Room) -> None:
    with pytest.raises(Refused, match="synthetic"):
        room.ask(format="evidence", release=release(room), query={"purpose_id": "p-2"})
