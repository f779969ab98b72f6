"""Lists and hits on both databases (464.7(f), 464.7(g)): whole versions, each hit once, marked until verified."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.contract.registers import LATER, NOW
from tests.policy.people import Station, analyst, ask_for, purpose, search
from tests.postgres import Postgres
from workbench.errors import BadInput
from workbench.plates.key import pack_many
from workbench.policy.caller import Realm
from workbench.policy.hits import OPEN, Matched, Status
from workbench.policy.roles import Operation
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.hit_words import News, Place, Word
from workbench.store.registers.hits import NewHit
from workbench.store.registers.hotlists import Counted, Entry, Offered
from workbench.wire.hits import HitQuery, VerifyHit, WithdrawHit
from workbench.wire.hits import Place as PageEnd
from workbench.wire.hotlists import HotlistReceipt
from workbench.wire.ingest import Rejected
from workbench.wire.search import Window

pytestmark = pytest.mark.section("464.7(g)")

DAY = timedelta(days=1)
OURS = ("department", "state")


@pytest.fixture
def receipt(tmp_path: Path) -> Iterator[Receipt]:
    """What the gate gives for a batch."""
    with Station(tmp_path) as station:
        yield station.gate.admit(analyst(), None, ask_for(Operation.INGEST))


@pytest.fixture
def bytes_on_disk(request: pytest.FixtureRequest, registers_url: str, tmp_path: Path) -> Callable[[], bytes]:
    """Every byte of the database's tables, and of what SQLite keeps beside them."""
    if registers_url.startswith("postgresql"):
        server: Postgres = request.getfixturevalue("postgres")
        return lambda: server.tables(registers_url)
    return lambda: b"".join(path.read_bytes() for path in tmp_path.glob("registers.sqlite*"))


def entry(plate: str, state: str | None = "CA", **changes: Any) -> Entry:
    values: dict[str, Any] = {
        "entry_id": f"id-{plate}",
        "plate": plate,
        "state": state,
        "reason": "stolen vehicle",
        "case_number": "26-118",
        "entered": NOW - DAY,
        "expires": NOW + 30 * DAY,
        "note": "",
    }
    return Entry(**{**values, **changes})


def install(registers: Registers, *entries: Entry, name: str = "stolen", source: str = "state") -> HotlistReceipt:
    number = registers.hotlists.begin(Offered(name, source, "csv", "ab" * 32, "t", "adam", 7, NOW))
    registers.hotlists.load(number, 0, entries)
    counted = Counted(len(entries), 1, 1, [Rejected(line=4, reason="no expiry")])
    return registers.hotlists.put_in_force(number, counted, "adam", LATER)


def hit(registers: Registers, receipt: Receipt, read_id: str = "r-1", place: int = 0, **read: Any) -> NewHit:
    (listed,) = registers.hotlists.listed(registers.hotlists.watched(receipt).lists[0], [place], receipt)
    values = {
        "read_id": read_id,
        "time": NOW,
        "camera": "EC-04",
        "latitude": 32.792,
        "longitude": -115.5631,
        "source": "department",
        "plate": "7ABC123",
        "state": None,
        "confidence": 0.5,
    }
    return NewHit({**values, **read}, listed, Matched.LOOKALIKE)


def pages(registers: Registers, receipt: Receipt, query: HitQuery) -> list[str]:
    """The reads of all pages, in their order."""
    found, _ = registers.hits.page(query, OURS, receipt)
    if not found:
        return []
    last = PageEnd(time=found[-1].time, hit=found[-1].hit, open=found[-1].status in OPEN)
    return [each.read_id for each in found] + pages(registers, receipt, query.model_copy(update={"before": last}))


def test_a_new_version_takes_the_place_of_the_old_one_whole(registers: Registers, receipt: Receipt) -> None:
    first = install(registers, entry("7ABC123"), entry("7ABC124", None))
    assert (first.version, first.accepted, first.duplicate, first.rejected) == (1, 2, 1, 1)
    assert registers.hotlists.standing("stolen") == (first, "t")
    before = registers.hotlists.watched(receipt)
    assert before is registers.hotlists.watched(receipt)
    assert before.keys.tolist() == pack_many(["7ABC123", "7ABC124"]).tolist()
    assert [before.states[code] for code in before.state] == ["CA", None]
    second = install(registers, entry("6XYZ999"))
    after = registers.hotlists.watched(receipt)
    assert (second.version, after.keys.tolist()) == (2, pack_many(["6XYZ999"]).tolist())
    assert registers.hotlists.listed(before.lists[0], [0], receipt) == []
    lines = registers.hotlists.page(None, 10)
    assert [(line.version, line.state, line.ended_by, line.ended) for line in lines] == [
        (2, "active", "", None),
        (1, "replaced", "adam", LATER),
    ]
    assert [line.version for line in registers.hotlists.page(lines[0].number, 10)] == [1]
    assert [line.version for line in registers.hotlists.page(None, 1)] == [2]


def test_a_list_that_is_being_loaded_is_not_in_force_and_what_a_stop_left_is_swept(
    registers: Registers, receipt: Receipt
) -> None:
    install(registers, entry("7ABC123"))
    left = registers.hotlists.begin(Offered("stolen", "state", "csv", "cd" * 32, "t", "adam", 8, NOW))
    registers.hotlists.load(left, 0, [entry("6XYZ999")])
    assert len(registers.hotlists.watched(receipt)) == 1
    assert len(registers.hotlists.page(None, 10)) == 1
    install(registers, entry("5AAA555"))
    assert registers.hotlists.watched(receipt).keys.tolist() == pack_many(["5AAA555"]).tolist()
    with pytest.raises(BadInput, match="Somebody else began"):
        registers.hotlists.put_in_force(left, Counted(1, 0, 0, []), "adam", LATER)
    registers.hotlists.discard(left)
    assert len(registers.hotlists.page(None, 10)) == 2


def test_a_retired_list_matches_nothing_and_its_hits_stay(registers: Registers, receipt: Receipt) -> None:
    install(registers, entry("7ABC123"))
    registers.hits.add([hit(registers, receipt)], receipt)
    assert registers.hotlists.retire("stolen", "adam", LATER)
    assert not registers.hotlists.retire("stolen", "adam", LATER)
    assert len(registers.hotlists.watched(receipt)) == 0
    (line,) = registers.hotlists.page(None, 10)
    assert (line.state, line.hits) == ("retired", 1)
    assert registers.hits.page(HitQuery(), OURS, receipt)[1] == 1


def test_a_hit_is_made_once_and_stays_as_it_was(registers: Registers, receipt: Receipt) -> None:
    install(registers, entry("7ABC123"))
    made = hit(registers, receipt)
    registers.hits.add([made, made], receipt)
    (first,), total = registers.hits.page(HitQuery(), OURS, receipt)
    assert (first.status, first.matched, first.version, total) == (Status.UNVERIFIED, Matched.LOOKALIKE, 1, 1)
    assert (first.listed_plate, first.reason, first.case_number) == ("7ABC123", "stolen vehicle", "26-118")
    registers.hits.verify(VerifyHit(hit=first.hit, result=Status.CONFIRMED, reference="C-1"), OURS, "ana", NOW, receipt)
    install(registers, entry("7ABC123", note="seen again"))
    registers.hits.add([hit(registers, receipt), hit(registers, receipt, "r-2")], receipt)
    found, total = registers.hits.page(HitQuery(), OURS, receipt)
    assert {each.read_id: (each.status, each.version) for each in found} == {
        "r-1": (Status.CONFIRMED, 1),
        "r-2": (Status.UNVERIFIED, 2),
    }
    assert total == 2


def test_hits_come_by_the_time_of_the_read_and_in_pages(registers: Registers, receipt: Receipt) -> None:
    install(registers, entry("7ABC123"))
    times = {"a": NOW, "b": NOW - DAY, "c": NOW, "d": NOW - 3 * DAY, "e": NOW - 2 * DAY}
    registers.hits.add([hit(registers, receipt, name, time=time) for name, time in times.items()], receipt)
    for limit in (1, 2, 5):
        assert pages(registers, receipt, HitQuery(limit=limit)) == ["c", "a", "b", "e", "d"]
    window = Window(start=NOW - 2 * DAY, end=NOW)
    assert pages(registers, receipt, HitQuery(window=window, limit=1)) == ["b", "e"]
    assert pages(registers, receipt, HitQuery(hotlist="other")) == []
    assert pages(registers, receipt, HitQuery(status=Status.CONFIRMED)) == []
    assert len(pages(registers, receipt, HitQuery(status=Status.UNVERIFIED, hotlist="stolen"))) == 5


@pytest.mark.section("464.7(f)")
@pytest.mark.parametrize(
    ("sources", "seen"), [(("department", "state"), 1), (("department",), 0), (("state",), 0), ((), 0)]
)
def test_a_hit_is_shown_to_whoever_was_granted_both_its_read_and_its_list(
    registers: Registers, receipt: Receipt, sources: tuple[str, ...], seen: int
) -> None:
    install(registers, entry("7ABC123"))
    registers.hits.add([hit(registers, receipt)], receipt)
    found, total = registers.hits.page(HitQuery(), sources, receipt)
    assert (len(found), total) == (seen, seen)
    (whole,), _ = registers.hits.page(HitQuery(), OURS, receipt)
    assert (registers.hits.get(whole.hit, sources, receipt) is not None) is bool(seen)
    said = VerifyHit(hit=whole.hit, result=Status.CONFIRMED, reference="C-1")
    assert (registers.hits.verify(said, sources, "ana", NOW, receipt) is not None) is bool(seen)


def test_every_verification_stays_and_the_last_one_counts(registers: Registers, receipt: Receipt) -> None:
    install(registers, entry("7ABC123"))
    registers.hits.add([hit(registers, receipt)], receipt)
    (made,), _ = registers.hits.page(HitQuery(), OURS, receipt)
    assert "UNVERIFIED" in made.mark
    unable = VerifyHit(hit=made.hit, result=Status.UNABLE, note="The line to Sacramento is down.")
    registers.hits.verify(unable, OURS, "ana", NOW, receipt)
    sure = VerifyHit(hit=made.hit, result=Status.CONFIRMED, reference="CLETS 118")
    found = registers.hits.verify(sure, OURS, "otto", LATER, receipt)
    assert found is not None
    assert (found.status, found.mark) == (Status.CONFIRMED, "")
    told = [(each.result, each.by, each.at, each.reference, each.record) for each in found.verifications]
    assert told == [
        (Status.UNABLE, "ana", NOW, "", receipt.index),
        (Status.CONFIRMED, "otto", LATER, "CLETS 118", receipt.index),
    ]
    assert registers.hits.get(made.hit, OURS, receipt) == found
    nothing = sure.model_copy(update={"hit": made.hit + 1})
    assert registers.hits.verify(nothing, OURS, "otto", LATER, receipt) is None


def test_those_that_wait_come_first_in_pages_too_and_are_counted(registers: Registers, receipt: Receipt) -> None:
    install(registers, entry("7ABC123"))
    times = {"a": NOW, "b": NOW - DAY, "c": NOW, "d": NOW - 3 * DAY, "e": NOW - 2 * DAY}
    registers.hits.add([hit(registers, receipt, name, time=time) for name, time in times.items()], receipt)
    numbers = {each.read_id: each.hit for each in registers.hits.page(HitQuery(), OURS, receipt)[0]}
    said = {"c": Status.MISREAD, "b": Status.UNABLE, "e": Status.DISMISSED}
    for name, result in said.items():
        registers.hits.verify(VerifyHit(hit=numbers[name], result=result, note="x"), OURS, "ana", NOW, receipt)
    for limit in (1, 2, 5):
        assert pages(registers, receipt, HitQuery(limit=limit, first="open")) == ["a", "b", "d", "c", "e"]
    assert pages(registers, receipt, HitQuery(open=True, limit=2)) == ["a", "b", "d"]
    counts = registers.hits.counts(HitQuery(open=True, status=Status.MISREAD), OURS, receipt)
    assert counts == {Status.UNVERIFIED: 2, Status.MISREAD: 1, Status.UNABLE: 1, Status.DISMISSED: 1}
    assert registers.hits.counts(HitQuery(hotlist="other"), OURS, receipt) == {}


def test_what_was_taken_back_stays_in_the_history_and_counts_no_more(registers: Registers, receipt: Receipt) -> None:
    install(registers, entry("7ABC123"))
    registers.hits.add([hit(registers, receipt)], receipt)
    number = registers.hits.page(HitQuery(), OURS, receipt)[0][0].hit
    assert registers.hits.last_word(number) is None
    registers.hits.verify(VerifyHit(hit=number, result=Status.UNABLE, note="x"), OURS, "ben", NOW, receipt)
    misread = VerifyHit(hit=number, result=Status.MISREAD)
    registers.hits.verify(misread, OURS, "ana", NOW, receipt)
    assert registers.hits.last_word(number) == Word("ana", NOW)
    with pytest.raises(BadInput, match="Nothing of yours"):
        registers.hits.withdraw(WithdrawHit(hit=number), OURS, "ben", LATER, receipt)
    back = registers.hits.withdraw(WithdrawHit(hit=number, note="slip"), OURS, "ana", LATER, receipt)
    assert back is not None
    assert [each.result for each in back.verifications] == [Status.UNABLE, Status.MISREAD, Status.WITHDRAWN]
    assert (back.status, registers.hits.last_word(number)) == (Status.UNABLE, Word("ben", NOW))
    assert registers.hits.withdraw(WithdrawHit(hit=number + 1), OURS, "ana", LATER, receipt) is None


def test_a_look_up_has_its_time_and_was_not_made_before_the_read(registers: Registers, receipt: Receipt) -> None:
    install(registers, entry("7ABC123"))
    registers.hits.add([hit(registers, receipt)], receipt)
    number = registers.hits.page(HitQuery(), OURS, receipt)[0][0].hit
    said = VerifyHit(hit=number, result=Status.CONFIRMED, reference="C-1", looked_up=NOW - timedelta(hours=1))
    with pytest.raises(BadInput, match="before the plate was read"):
        registers.hits.verify(said, OURS, "ana", LATER, receipt)
    for looked_up, kept in ((LATER, LATER), (None, LATER + DAY)):
        again = said.model_copy(update={"looked_up": looked_up})
        found = registers.hits.verify(again, OURS, "ana", LATER + DAY, receipt)
        assert found is not None
        assert found.verifications[-1].looked_up == kept
    misread = VerifyHit(hit=number, result=Status.MISREAD, looked_up=LATER)
    found = registers.hits.verify(misread, OURS, "ana", LATER, receipt)
    assert found is not None
    assert found.verifications[-1].looked_up is None


def test_news_are_numbers_of_the_sources_that_were_granted_and_the_bell_rings(
    registers: Registers, receipt: Receipt
) -> None:
    install(registers, entry("7ABC123"))
    rung: list[int] = []
    with registers.hits.bell.heard(lambda: rung.append(1)):
        registers.hits.add([hit(registers, receipt, name) for name in ("a", "b")], receipt)
        news = registers.hits.news(Place(), OURS, "ana")
        assert (news.hits, news.words, len(rung)) == (2, 0, 1)
        assert registers.hits.news(news.newest, OURS, "ana") == News(news.newest, 0, 0)
        assert registers.hits.news(Place(), ("department",), "ana") == News(Place(), 0, 0)
        misread = VerifyHit(hit=news.newest.hit, result=Status.MISREAD)
        registers.hits.verify(misread, OURS, "ana", NOW, receipt)
    registers.hits.add([hit(registers, receipt, "c")], receipt)
    assert len(rung) == 2
    assert registers.hits.news(news.newest, OURS, "ana").words == 0
    others = registers.hits.news(news.newest, OURS, "ben")
    assert (others.hits, others.words) == (1, 1)


def test_a_hit_tells_the_age_of_its_list_and_whether_it_is_in_force(registers: Registers, receipt: Receipt) -> None:
    install(registers, entry("7ABC123"))
    registers.hits.add([hit(registers, receipt)], receipt)
    (found,) = registers.hits.page(HitQuery(), OURS, receipt)[0]
    assert (found.version_installed, found.version_in_force) == (NOW, True)
    install(registers, entry("6XYZ999"))
    (found,) = registers.hits.page(HitQuery(), OURS, receipt)[0]
    assert (found.version_installed, found.version_in_force) == (NOW, False)


@pytest.mark.section("464.9")
def test_a_hit_whose_read_is_gone_goes_with_all_that_was_found_of_it(
    registers: Registers, receipt: Receipt, bytes_on_disk: Callable[[], bytes]
) -> None:
    install(registers, entry("7ABC123"))
    gone, stays = hit(registers, receipt, "gone", plate="7A8C1Z3"), hit(registers, receipt, "stays", plate="7ABCI23")
    registers.hits.add([gone, stays], receipt)
    for one in registers.hits.page(HitQuery(), OURS, receipt)[0]:
        said = VerifyHit(hit=one.hit, result=Status.CONFIRMED, note=f"It was the {one.plate}, seen twice.")
        registers.hits.verify(said, OURS, "ana", NOW, receipt)
    before = bytes_on_disk()
    assert b"7A8C1Z3, seen" in before
    assert before.replace(b"7A8C1Z3, seen", b"").count(b"7A8C1Z3")

    assert registers.hits.purge(lambda asked: asked & {"gone", "never there"}, receipt) == 1

    after = bytes_on_disk()
    assert b"7A8C1Z3" not in after
    assert b"7ABCI23, seen" in after
    assert pages(registers, receipt, HitQuery()) == ["stays"]
    (left,), _ = registers.hits.page(HitQuery(), OURS, receipt)
    assert len(left.verifications) == 1
    assert registers.hits.purge(lambda asked: asked & {"gone"}, receipt) == 0


@pytest.mark.section("464.5")
def test_no_receipt_no_plate(registers: Registers, tmp_path: Path) -> None:
    forged: Any = object()
    with Station(tmp_path / "..") as station:
        learner = purpose(realm=Realm.TRAINING)
        practice = station.gate.admit(analyst(), learner, search(realm=Realm.TRAINING))
    for wrong in (forged, practice):
        for asked in (
            registers.hotlists.watched,
            lambda given: registers.hotlists.listed(1, [0], given),
            lambda given: registers.hits.add([], given),
            lambda given: registers.hits.page(HitQuery(), OURS, given),
            lambda given: registers.hits.purge(frozenset, given),
            lambda given: registers.hits.counts(HitQuery(), OURS, given),
            lambda given: registers.hits.get(1, OURS, given),
            lambda given: registers.hits.withdraw(WithdrawHit(hit=1), OURS, "ana", NOW, given),
            lambda given: registers.hits.verify(
                VerifyHit(hit=1, result=Status.CONFIRMED), OURS, "ana", datetime.now(tz=NOW.tzinfo), given
            ),
        ):
            with pytest.raises(TypeError):
                asked(wrong)
