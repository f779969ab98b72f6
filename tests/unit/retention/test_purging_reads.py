"""A purge takes two persons, spares what is held, leaves the plate in no byte, and ends in a certificate (464.9)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from tests.policy.people import NOW, TRAINED, Station, analyst, person, purpose, search
from tests.unit.collection.desk import Desk
from tests.unit.collection.ground import OWN_HEADER
from tests.unit.retention.turns import WatchedTurn
from tests.unit.store.bytes_search import encodings, seen
from tests.unit.store.reads_ground import SEALING
from workbench.collection.drop import clear
from workbench.errors import AssentRequired, BadInput, Refused
from workbench.gate import Request
from workbench.plates.pattern import parse
from workbench.policy.roles import Operation, Role
from workbench.retention.certificates import purge_certificates
from workbench.retention.holding import place_hold
from workbench.retention.reads import Keep, preview_purge, purge_reads
from workbench.settings import Settings
from workbench.store.images import ImageStore
from workbench.store.reads import ReadStore
from workbench.store.reads_query import PlateQuery
from workbench.wire.purging import AskPurge, Going, HeldReads, Purge, PurgeCertificate, PurgePreview
from workbench.wire.retention import PlaceHold

pytestmark = pytest.mark.section("464.9")

LONG = replace(TRAINED, trained_until=NOW + timedelta(days=15 * 365))
ADAM = person(Role.ADMINISTRATOR, name="adam", standing=LONG)
GONE, HELD = "7QZX481", "8WVU927"
"""Two vehicles that were read long ago; the second one was found for a case that is held."""
CASE = "2026-00417"
BEFORE = NOW + timedelta(days=1)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, station: Station) -> Desk:
    """A store with reads of both, of which one was searched for; then three years go by and a third is read."""
    desk = Desk(tmp_path, station)
    for plate, age in ((GONE, 3), (GONE, 40), (HELD, 5)):
        desk.take(lines(plate, NOW - timedelta(days=age)))
    found_for(desk, CASE)
    station.clock = NOW + timedelta(days=3 * 365)
    desk.take(lines("9NEW001", station.clock), analyst(standing=LONG))
    return desk


@pytest.fixture
def keep(tmp_path: Path, station: Station, desk: Desk) -> Iterator[Keep]:
    """What a purge reaches."""
    images = ImageStore.open(tmp_path / "images", SEALING)
    drop = tmp_path / "drop"
    yield Keep(
        station.gate,
        station.reader,
        station.registers,
        desk.store,
        images,
        Settings(),
        lambda before: clear(drop, before),
    )
    images.close()


def lines(plate: str, time: datetime) -> bytes:
    return f"{OWN_HEADER}{time:%Y-%m-%dT%H:%M:%S+00:00},{plate},CA,0.9,32.792,-115.5631,EC-04,,,,,,,,\n".encode()


def found_for(desk: Desk, case: str) -> None:
    declared = purpose(case_number=case, declared_at=desk.station.clock, last_used_at=desk.station.clock)
    receipt = desk.station.gate.admit(analyst(standing=LONG), declared, search(HELD))
    reads = desk.store.find(PlateQuery(parse(HELD)), receipt).reads
    desk.station.gate.release(receipt, {"count": len(reads), "read_ids": reads["read_id"].to_list()}, [HELD])


def hold(keep: Keep, case: str = CASE) -> None:
    day = (keep.gate.now() + timedelta(days=30)).date()
    said = PlaceHold(case_number=case, reason="Discovery request of the defence", review_by=day)
    place_hold(keep.gate, keep.registers, ADAM, said, "America/Los_Angeles")


def look(keep: Keep) -> PurgePreview:
    return preview_purge(keep, ADAM, AskPurge(before=BEFORE))


def as_told(told: PurgePreview) -> Purge:
    return Purge(before=told.before, reads=told.reads, held=told.held, reads_sha256=told.reads_sha256)


def approved(keep: Keep, said: Purge) -> PurgeCertificate:
    with pytest.raises(AssentRequired) as asked:
        purge_reads(keep, ADAM, said)
    keep.registers.assents.answer(asked.value.assent, "eve", True, "", keep.gate.now(), record=0)
    return purge_reads(keep, ADAM, said)


def names(folder: Path, plate: str) -> dict[str, set[str]]:
    """Where this plate stands in the store of reads and in the images, in which form."""
    forms = encodings(plate)
    return {part: found for part in ("live", "images") if (found := set(seen(folder / part, SEALING, forms)))}


def test_a_purged_plate_is_in_no_file_of_the_store_and_a_held_one_stands(keep: Keep, tmp_path: Path) -> None:
    hold(keep)
    assert "key, unsigned, little endian" in names(tmp_path, GONE)["live"]
    assert names(tmp_path, HELD)["live"]
    done = approved(keep, as_told(look(keep)))
    assert (done.purged, done.held, done.left) == (2, 1, 2)
    assert names(tmp_path, GONE) == {}
    assert names(tmp_path, HELD)["live"]
    assert look(keep).reads == 0


def test_an_approval_purges_once_and_nothing_but_what_it_is_of(keep: Keep) -> None:
    said = as_told(look(keep))
    with pytest.raises(AssentRequired) as asked:
        purge_reads(keep, ADAM, said)
    keep.registers.assents.answer(asked.value.assent, "eve", True, "", keep.gate.now(), record=0)
    for other in ({"reads": said.reads + 1}, {"before": BEFORE + timedelta(days=1)}, {"reads_sha256": "0" * 64}):
        with pytest.raises(AssentRequired):
            purge_reads(keep, ADAM, said.model_copy(update=other))
    assert purge_reads(keep, ADAM, said).approved_by == "eve"
    with pytest.raises(AssentRequired) as again:
        purge_reads(keep, ADAM, said)
    assert again.value.assent != asked.value.assent


def test_a_preview_counts_by_month_and_source_and_names_what_holds_keep(keep: Keep) -> None:
    hold(keep)
    told = look(keep)
    assert told.going == [
        Going(month="2026-01", source="department", reads=1),
        Going(month="2026-02", source="department", reads=1),
    ]
    assert (told.reads, told.held, told.left) == (2, 1, 2)
    assert told.cases == [HeldReads(case_number=CASE, reads=1)]


def test_a_read_of_two_held_cases_is_kept_once_and_told_for_both(keep: Keep, desk: Desk) -> None:
    found_for(desk, "2026-00999")
    hold(keep)
    hold(keep, "2026-00999")
    told = look(keep)
    assert (told.held, [(case.case_number, case.reads) for case in told.cases]) == (1, [(CASE, 1), ("2026-00999", 1)])


def test_what_is_too_young_is_refused_whoever_approves(keep: Keep) -> None:
    young = AskPurge(before=keep.gate.now() - timedelta(days=729))
    said = as_told(look(keep)).model_copy(update={"before": young.before})
    for attempt in (lambda: preview_purge(keep, ADAM, young), lambda: purge_reads(keep, ADAM, said)):
        with pytest.raises(Refused, match="kept for 730 days") as refused:
            attempt()
        assert refused.value.section == "464.9"
        assert not isinstance(refused.value, AssentRequired)


def test_a_longer_schedule_keeps_them_longer(keep: Keep) -> None:
    settings = Settings.model_validate({"retention": {"days": 2000}, "log": {"detail_days": 2000}})
    with pytest.raises(Refused, match="kept for 2000 days"):
        look(replace(keep, settings=settings))


def test_nothing_is_purged_without_a_second_person(keep: Keep, tmp_path: Path) -> None:
    said = as_told(look(keep))
    with pytest.raises(AssentRequired) as asked:
        purge_reads(keep, ADAM, said)
    with pytest.raises(Refused):
        keep.registers.assents.answer(asked.value.assent, "adam", True, "", keep.gate.now(), record=0)
    with pytest.raises(AssentRequired):
        purge_reads(keep, ADAM, said)
    assert names(tmp_path, GONE)


def test_what_was_approved_is_what_is_purged_or_nothing(keep: Keep, tmp_path: Path) -> None:
    said = as_told(look(keep))
    with pytest.raises(AssentRequired) as asked:
        purge_reads(keep, ADAM, said)
    keep.registers.assents.answer(asked.value.assent, "eve", True, "", keep.gate.now(), record=0)
    hold(keep)
    with pytest.raises(BadInput, match="no longer what the preview told"):
        purge_reads(keep, ADAM, said)
    assert names(tmp_path, GONE)
    assert names(tmp_path, HELD)


def test_a_purge_that_was_interrupted_is_on_record_with_what_went_and_is_ended_by_another(
    keep: Keep, station: Station
) -> None:
    def full(_before: datetime) -> int:
        raise OSError("No space left on device")

    told = look(keep)
    with pytest.raises(OSError, match="No space"):
        approved(replace(keep, clear=full), as_told(told))
    failed = station.records()[-1].body
    assert (failed["outcome"], failed["reason"], failed["purged"], failed["left"]) == ("failed", "OSError", 3, 1)
    assert failed["reads_sha256"] == told.reads_sha256
    again = look(keep)
    assert (again.reads, again.unfinished) == (0, True)
    assert approved(keep, as_told(again)).purged == 0
    assert not look(keep).unfinished


def test_a_purge_that_took_nothing_leaves_nothing_unfinished(keep: Keep) -> None:
    with pytest.raises(BadInput):
        approved(keep, as_told(look(keep)).model_copy(update={"reads": 7}))
    assert not look(keep).unfinished


def test_a_hold_that_comes_during_a_purge_is_placed_once_it_is_done_and_never_before(keep: Keep) -> None:
    keep.registers.holds.turn = turn = WatchedTurn()
    comes = Thread(target=hold, args=[keep])

    def meanwhile(_before: datetime) -> int:
        comes.start()
        assert turn.waited_for.wait(10), "nobody is told that it is held while it goes"
        assert keep.registers.holds.standing() == []
        return 0

    done = approved(replace(keep, clear=meanwhile), as_told(look(keep)))
    comes.join()
    [placed] = keep.registers.holds.standing()
    assert (done.purged, done.held) == (3, 0)
    assert placed.record > done.record


def test_a_purge_waits_for_a_hold_that_is_being_placed_and_then_takes_nothing(keep: Keep, tmp_path: Path) -> None:
    said = as_told(look(keep))
    with pytest.raises(AssentRequired) as asked:
        purge_reads(keep, ADAM, said)
    keep.registers.assents.answer(asked.value.assent, "eve", True, "", keep.gate.now(), record=0)
    keep.registers.holds.turn = turn = WatchedTurn()
    with ThreadPoolExecutor(1) as pool:
        with turn:
            purging = pool.submit(purge_reads, keep, ADAM, said)
            assert turn.waited_for.wait(10)
            day = (keep.gate.now() + timedelta(days=30)).date()
            held = PlaceHold(case_number=CASE, reason="Discovery request of the defence", review_by=day)
            keep.registers.holds.place(held, "adam", keep.gate.now(), 0)
        with pytest.raises(BadInput, match="no longer what the preview told"):
            purging.result()
    assert names(tmp_path, HELD)


def test_an_analyst_purges_nothing(keep: Keep) -> None:
    said = as_told(look(keep))
    rosa = analyst(name="rosa", standing=LONG)
    for attempt in (
        lambda: preview_purge(keep, rosa, AskPurge(before=BEFORE)),
        lambda: purge_reads(keep, rosa, said),
        lambda: purge_certificates(keep.gate, keep.reader, rosa),
    ):
        with pytest.raises(Refused):
            attempt()


def test_the_certificate_is_read_back_from_the_log(keep: Keep, station: Station) -> None:
    hold(keep)
    told = look(keep)
    done = approved(keep, as_told(told))
    assert purge_certificates(keep.gate, keep.reader, ADAM) == [done]
    assert (done.requested_by, done.approved_by, done.reads_sha256) == ("adam", "eve", told.reads_sha256)
    assert done.files_before_sha256 != done.files_after_sha256
    body = station.reader.get(done.result_record).body
    assert not {"read_ids", "plate"} & body.keys(), "a certificate names no read"
    assert GONE not in str(body)


def test_what_was_handed_in_before_goes_with_the_reads(keep: Keep, tmp_path: Path) -> None:
    done = tmp_path / "drop" / "department" / "done"
    done.mkdir(parents=True)
    (done / "cars.csv").write_text(GONE)
    rejected = tmp_path / "drop" / "department" / "rejected"
    rejected.mkdir()
    (rejected / "lorries.csv").write_text(GONE)
    keep = replace(keep, clear=lambda _before: clear(tmp_path / "drop", datetime.now(UTC) + timedelta(days=1)))
    certificate = approved(keep, as_told(look(keep)))
    assert certificate.handed_in == 2
    assert [*done.iterdir(), *rejected.iterdir()] == []


def test_that_a_purge_begins_is_kept_beside_the_keys_before_a_read_goes(keep: Keep, station: Station) -> None:
    hold(keep)

    def meanwhile(_before: datetime) -> int:
        [begun] = station.keys.purges()
        assert (begun.before, begun.void) == (BEFORE, False)
        return 0

    done = approved(replace(keep, clear=meanwhile), as_told(look(keep)))
    [begun] = station.keys.purges()
    assert begun.record == done.record
    assert len(begun.held) == done.held == 1


def test_a_purge_that_took_nothing_is_kept_as_one(
    keep: Keep, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> object:
        raise OSError("No space left on device")

    monkeypatch.setattr(ReadStore, "purge", full)
    with pytest.raises(OSError, match="No space"):
        approved(keep, as_told(look(keep)))
    assert [begun.void for begun in station.keys.purges()] == [True]


def test_nobody_without_two_persons_leave_writes_down_a_purge(keep: Keep) -> None:
    receipt = keep.gate.admit(ADAM, None, Request("purge.preview", Operation.RETAIN, {}))
    with pytest.raises(TypeError, match="two persons"):
        keep.gate.keep_purge(receipt, BEFORE, ())
