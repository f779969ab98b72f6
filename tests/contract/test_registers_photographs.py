"""Photographs on both databases (464.7.1(a), 464.9): each step once, what is missing named, purged with their reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.registers import LATER, NOW
from tests.policy.people import Station, analyst, ask_for
from tests.unit.store.photograph_ground import OFFER, digest, new, seen, told
from workbench.errors import NotFound
from workbench.policy.roles import Operation
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.photograph_parts import Frame, read_id_of
from workbench.wire.photographs import BatchState, ImageKind, Medium, Origin, Photograph, PhotographState

pytestmark = pytest.mark.section("464.9")


@pytest.fixture
def receipt(tmp_path: Path) -> Iterator[Receipt]:
    """What the gate gives for a batch."""
    with Station(tmp_path) as station:
        yield station.gate.admit(analyst(), None, ask_for(Operation.INGEST))


@pytest.fixture
def batch(registers: Registers, receipt: Receipt) -> str:
    """An open batch."""
    return registers.photograph_batches.begin("b-1", OFFER, "ana", NOW, receipt).batch_id


@pytest.fixture
def add(registers: Registers, receipt: Receipt, batch: str) -> Callable[..., Photograph]:
    """Enter a file of the batch."""
    return lambda name, **changes: registers.photographs.add(batch, new(name, **changes), NOW, receipt)


Add = Callable[..., Photograph]
WAITING, LOOKED = PhotographState.WAITING, PhotographState.LOOKED


@pytest.mark.section("464.7.1(a)")
def test_a_batch_keeps_the_terms_that_it_was_begun_on(registers: Registers, receipt: Receipt, batch: str) -> None:
    other = OFFER.model_copy(update={"camera": "EC-99"})
    assert registers.photograph_batches.begin(batch, other, "adam", LATER, receipt).offer == OFFER
    kept = registers.photograph_batches.get(batch)
    assert (kept.offer, kept.by, kept.received, kept.state) == (OFFER, "ana", NOW, BatchState.OPEN)
    assert kept.record == receipt.index
    with pytest.raises(NotFound):
        registers.photograph_batches.get("b-2")


def test_a_photograph_goes_from_waiting_over_looked_to_read(registers: Registers, receipt: Receipt, add: Add) -> None:
    first, second = add("one.jpg"), add("two.jpg")
    assert registers.photographs.due([WAITING], 10, receipt) == []  # the batch is open still
    assert not registers.photographs.any_due()
    registers.photograph_batches.close("b-1")
    assert registers.photographs.any_due()
    assert [one.name for one in registers.photographs.due([WAITING], 1, receipt)] == ["one.jpg"]

    assert registers.photographs.keep(first.photograph, seen(("7ABC123", "8XYZ987")), receipt)
    assert not registers.photographs.keep(first.photograph, seen(("0000000",)), receipt)
    (looked,) = registers.photographs.due([LOOKED], 10, receipt)
    assert [plate.plate for plate in looked.plates] == ["7ABC123", "8XYZ987"]
    assert [plate.read_id for plate in looked.plates] == [read_id_of(digest("one.jpg"), number) for number in (1, 2)]
    assert (looked.camera, looked.camera_from, looked.place_from) == ("EC-04", Origin.OFFER, Origin.EXIF)
    assert registers.photograph_batches.settle() == []

    registers.photographs.read([first.photograph, second.photograph], receipt)
    states = {one.photograph: one.state for one in registers.photographs.of_batch("b-1", (), 0, 10, receipt)}
    assert states == {first.photograph: PhotographState.READ, second.photograph: WAITING}
    registers.photographs.fail(second.photograph, "The photograph is damaged.", receipt)
    assert registers.photograph_batches.settle() == ["b-1"]
    told_ = registers.photograph_batches.progress("b-1")
    assert (told_.state, told_.total, told_.read, told_.failed, told_.plates) == (BatchState.DONE, 2, 1, 1, 2)


def test_the_same_bytes_are_told_and_skipped_whatever_they_are_called(
    registers: Registers, receipt: Receipt, add: Add
) -> None:
    first = add("one.jpg")
    again = add("renamed.jpg", sha256=first.sha256)
    assert again.state is PhotographState.DUPLICATE
    assert f"photograph {first.photograph}" in again.reason
    registers.photographs.fail(first.photograph, "The reader was stopped.", receipt)
    assert add("third.jpg", sha256=first.sha256).state is WAITING


def test_what_was_left_half_handed_in_keeps_nothing_away_from_the_next_batch(
    registers: Registers, receipt: Receipt, add: Add
) -> None:
    """A hand-in that broke off is read by nobody; of two that were both finished the first to be closed is read."""
    left, mine = add("one.jpg"), registers.photograph_batches.begin("b-2", OFFER, "ana", NOW, receipt).batch_id
    again = registers.photographs.add(mine, new("one.jpg"), NOW, receipt)
    other = registers.photographs.add(mine, new("two.jpg"), NOW, receipt)
    assert (left.state, again.state) == (WAITING, WAITING)
    assert registers.photograph_batches.close(mine) is BatchState.READING
    assert [one.photograph for one in registers.photographs.due([WAITING], 10, receipt)] == [
        again.photograph,
        other.photograph,
    ]

    add("three.jpg")
    assert add("late.jpg", sha256=other.sha256).state is PhotographState.DUPLICATE
    registers.photograph_batches.close("b-1")
    states = {one.name: one.state for one in registers.photographs.of_batch("b-1", (), 0, 10, receipt)}
    duplicate = PhotographState.DUPLICATE
    assert states == {"one.jpg": duplicate, "three.jpg": WAITING, "late.jpg": duplicate}
    assert f"photograph {again.photograph}" in registers.photographs.get(left.photograph, receipt).reason
    assert registers.photographs.get(again.photograph, receipt).state is WAITING


@pytest.mark.parametrize(
    ("other", "alike"),
    [("0f1e2d3c4b5a6978", True), ("0f1e2d3c4b5a697f", True), ("8f1e2d3c4b5a6979", True), ("0f1e2d3c4b5a6987", False)],
)
def test_what_looks_the_same_is_marked_and_kept(
    registers: Registers, receipt: Receipt, add: Add, other: str, alike: bool
) -> None:
    first, second = add("one.jpg"), add("two.jpg")
    registers.photographs.keep(first.photograph, seen(), receipt)
    registers.photographs.keep(second.photograph, seen(dhash=other), receipt)
    kept = registers.photographs.get(second.photograph, receipt)
    assert (kept.similar_to == first.photograph) is alike
    assert kept.state is LOOKED
    assert registers.photograph_batches.progress("b-1").similar == alike


def test_what_a_photograph_lacks_is_named_until_somebody_supplies_it(
    registers: Registers, receipt: Receipt, add: Add
) -> None:
    one = add("one.jpg")
    registers.photograph_batches.close("b-1")
    lacking = seen(told=told(time=None), missing=("time",), reason="It tells no time.")
    registers.photographs.keep(one.photograph, lacking, receipt)
    kept = registers.photographs.get(one.photograph, receipt)
    assert (kept.state, kept.missing, kept.reason) == (PhotographState.INCOMPLETE, ["time"], "It tells no time.")
    assert registers.photograph_batches.settle() == ["b-1"]
    assert not registers.photographs.any_due()

    assert registers.photographs.complete(one.photograph, told(), (), "", receipt)
    assert not registers.photographs.complete(one.photograph, told(LATER), (), "", receipt)
    (due,) = registers.photographs.due([LOOKED], 10, receipt)
    assert (due.time, due.missing) == (told().time, [])
    assert registers.photographs.any_due()


def test_the_frames_of_a_video_are_photographs_all_of_them_or_none(
    registers: Registers, receipt: Receipt, add: Add
) -> None:
    video = add("drive.mp4", medium=Medium.VIDEO)
    frames = [Frame(f"drive.mp4 at {at} s", digest(str(at)), 10, at, seen((f"7ABC12{at:.0f}",))) for at in (1.0, 4.0)]
    assert registers.photographs.keep_frames(video.photograph, frames, "", receipt)
    assert not registers.photographs.keep_frames(video.photograph, frames, "", receipt)
    whole, *made = registers.photographs.of_batch("b-1", (), 0, 10, receipt)
    assert (whole.state, whole.plates) == (PhotographState.READ, [])
    assert [(one.second, one.video, one.state) for one in made] == [(at, video.sha256, LOOKED) for at in (1.0, 4.0)]


def test_what_was_called_off_is_never_read_and_what_was_read_stands(
    registers: Registers, receipt: Receipt, add: Add
) -> None:
    read, looked, waiting = add("one.jpg"), add("two.jpg"), add("three.jpg")
    registers.photograph_batches.close("b-1")
    registers.photographs.keep(read.photograph, seen(), receipt)
    registers.photographs.read([read.photograph], receipt)
    registers.photographs.keep(looked.photograph, seen(("8XYZ987",)), receipt)
    assert registers.photograph_batches.cancel("b-1") is BatchState.CANCELLED
    assert not registers.photographs.keep(waiting.photograph, seen(), receipt)
    assert not registers.photographs.any_due()
    assert registers.photographs.get(looked.photograph, receipt).plates == []
    progress = registers.photograph_batches.progress("b-1")
    assert (progress.read, progress.cancelled, progress.plates) == (1, 2, 1)
    held = registers.photograph_purge.held(receipt)
    assert held[ImageKind.ORIGINAL] == {read.sha256}
    assert held[ImageKind.CROP] == {digest("crop of 7ABC123")}
    registers.photograph_batches.begin("b-2", OFFER, "ana", NOW, receipt)
    again = registers.photographs.add("b-2", new("two.jpg"), NOW, receipt)
    assert again.state is WAITING  # it may be handed in again


def test_plates_go_with_their_reads_and_a_photograph_with_its_last(
    registers: Registers, receipt: Receipt, add: Add
) -> None:
    both, one, none = add("both.jpg"), add("one.jpg"), add("none.jpg")
    for photograph, plates in ((both, ("7ABC123", "8XYZ987")), (one, ("9DEF456",)), (none, ())):
        registers.photographs.keep(photograph.photograph, seen(plates, dhash=digest(photograph.name)[:16]), receipt)
    registers.photographs.read([each.photograph for each in (both, one, none)], receipt)
    absent = {read_id_of(both.sha256, 1), read_id_of(one.sha256, 1)}

    gone = registers.photograph_purge.purge(lambda asked: absent & set(asked), None, receipt)
    assert (gone.plates, gone.numbers) == (2, [one.photograph])
    assert [plate.number for plate in registers.photographs.get(both.photograph, receipt).plates] == [2]
    assert registers.photograph_purge.held(receipt)[ImageKind.ORIGINAL] == {both.sha256, none.sha256}

    later = NOW + timedelta(days=1)
    gone = registers.photograph_purge.purge(lambda _: set(), later, receipt)
    assert gone.numbers == [none.photograph]  # it is old, and no read of it ever stood
    registers.photograph_batches.close("b-1")
    registers.photograph_batches.settle()
    gone = registers.photograph_purge.purge(frozenset, later, receipt)
    assert (gone.numbers, gone.batches) == ([both.photograph], 1)
    assert registers.photograph_batches.page() == []


def test_what_has_made_no_read_yet_is_not_taken_for_purged(registers: Registers, receipt: Receipt, add: Add) -> None:
    one = add("one.jpg")
    registers.photographs.keep(one.photograph, seen(), receipt)
    assert registers.photograph_purge.purge(frozenset, None, receipt).numbers == []
    assert registers.photographs.get(one.photograph, receipt).plates


@pytest.mark.section("464.5")
@pytest.mark.parametrize(
    "call",
    [
        lambda r, given: r.photographs.due([WAITING], 1, given),
        lambda r, given: r.photographs.get(1, given),
        lambda r, given: r.photographs.of_batch("b-1", (), 0, 1, given),
        lambda r, given: r.photographs.of_reads(["a"], given),
        lambda r, given: r.photographs.add("b-1", new("one.jpg"), NOW, given),
        lambda r, given: r.photographs.keep(1, seen(), given),
        lambda r, given: r.photographs.complete(1, told(), (), "", given),
        lambda r, given: r.photograph_purge.held(given),
    ],
)
def test_no_photograph_is_shown_or_changed_without_a_receipt(
    registers: Registers, batch: str, call: Callable[[Registers, object], object]
) -> None:
    with pytest.raises(TypeError, match="no receipt, no read"):
        call(registers, None)
