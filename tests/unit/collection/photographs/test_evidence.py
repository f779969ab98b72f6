"""Time, place and camera are told by somebody, or asked for; none of them is ever guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.policy.people import NOW
from tests.unit.collection.photographs.ground import PhotographBench, car, offer
from workbench.collection.photographs import evidence
from workbench.errors import BadInput
from workbench.store.registers.photograph_parts import Told
from workbench.wire.look import Exif
from workbench.wire.photographs import Origin, PhotographState
from workbench.wire.stated import Stated

pytestmark = pytest.mark.section("464.7.1(a)")

WHEN = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
CLOCK = "2026-03-01T09:30:00"
NONE = offer(camera="", latitude=None, longitude=None, time_zone="")
FULL = offer()
BARE = Told()


def known(said: Stated | None, exif: Exif, terms: object = FULL) -> Told:
    told = evidence.of_stated(said, terms, NOW)  # type: ignore[arg-type]
    return evidence.with_offer(evidence.with_exif(told, exif, terms, NOW), terms)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "exif", "terms", "time", "origin", "assumed"),
    [
        (
            Stated(time="2026-03-01T17:30:00Z"),
            Exif(local_time="2020-01-01T00:00:00"),
            FULL,
            WHEN,
            Origin.SIDECAR,
            False,
        ),
        (Stated(time=CLOCK), Exif(), FULL, WHEN, Origin.SIDECAR, True),
        (Stated(time=CLOCK, time_zone="America/Denver"), Exif(), FULL, WHEN - timedelta(hours=1), Origin.SIDECAR, True),
        (None, Exif(local_time=CLOCK, offset="-08:00"), NONE, WHEN, Origin.EXIF, False),
        (None, Exif(local_time=CLOCK, utc="2026-03-01T17:30:00+00:00"), FULL, WHEN, Origin.EXIF, False),
        (None, Exif(local_time=CLOCK), FULL, WHEN, Origin.EXIF, True),
        (None, Exif(local_time=CLOCK), NONE, None, Origin.EXIF, False),
        (None, Exif(), FULL, None, None, False),
        (None, Exif(local_time="2031-01-01T00:00:00", offset="+00:00"), FULL, None, None, False),
        (None, Exif(local_time="1980-01-01T00:00:00"), FULL, None, None, False),
    ],
    ids=[
        "a sidecar before the photograph itself",
        "a sidecar's clock in the offer's zone",
        "a sidecar's clock in its own zone",
        "the photograph's clock with its offset",
        "the satellites' time before an assumed zone",
        "the photograph's clock in the offer's zone",
        "a clock whose zone nobody tells",
        "nobody tells a time, and the offer has none to give",
        "a clock that runs ahead is not believed",
        "a clock that was never set is not believed",
    ],
)
def test_a_time_is_told_or_missing(
    said: Stated | None, exif: Exif, terms: object, time: datetime | None, origin: Origin | None, assumed: bool
) -> None:
    told = known(said, exif, terms)
    assert (told.time, told.time_from, told.offset_assumed) == (time, origin, assumed)
    wanted = [] if time else ["time_zone" if exif.local_time == CLOCK else "time"]
    assert [one for one in evidence.lacks(told) if one.startswith("time")] == wanted


def test_place_and_camera_come_from_the_sidecar_then_the_photograph_then_the_offer() -> None:
    exif = Exif(camera="Axis P1455 42", latitude=33.0, longitude=-116.0)
    stated = Stated(camera="EC-08", latitude=34.0, longitude=-117.0)
    for said, given, terms, wanted in (
        (stated, exif, FULL, ("EC-08", Origin.SIDECAR, 34.0, Origin.SIDECAR)),
        (None, exif, FULL, ("Axis P1455 42", Origin.EXIF, 33.0, Origin.EXIF)),
        (None, Exif(), FULL, ("EC-04", Origin.OFFER, 32.792, Origin.OFFER)),
        (None, Exif(), NONE, (None, None, None, None)),
    ):
        told = known(said, given, terms)
        assert (told.camera, told.camera_from, told.latitude, told.place_from) == wanted
    assert evidence.lacks(known(None, Exif(), NONE)) == ["time", "camera", "place"]


@pytest.mark.parametrize(
    "said",
    [Stated(latitude=32.0), Stated(time="yesterday"), Stated(time="2031-01-01T00:00:00Z"), Stated(time="7ABC123")],
)
def test_what_can_not_be_is_said_to_be_wrong(said: Stated) -> None:
    with pytest.raises(BadInput) as wrong:
        evidence.of_stated(said, FULL, NOW)
    assert "7ABC123" not in str(wrong.value)


def test_a_frame_of_a_video_was_seen_so_much_later() -> None:
    told = Told(time=WHEN, time_from=Origin.SIDECAR)
    assert evidence.later(told, 2.5).time == WHEN + timedelta(seconds=2.5)
    assert evidence.later(Told(local_time=CLOCK), 90.0).local_time == "2026-03-01T09:31:30"
    assert evidence.later(BARE, 1.0) == BARE


@pytest.mark.section("464.9")
def test_what_is_missing_is_named_asked_for_and_put_on_record(bench: PhotographBench) -> None:
    batch = bench.hand_in({"one.jpg": car("7ABC123", taken=None), "two.jpg": car("5XYZ789", taken=None, shade=30)})
    bench.read()
    one, two = bench.photographs(batch)
    assert (one.state, one.missing) == (PhotographState.INCOMPLETE, ["time"])
    assert "when it was taken" in one.reason
    assert bench.rows() == 0
    assert bench.progress(batch).incomplete == 2

    with pytest.raises(BadInput):
        bench.complete(batch, one.photograph, time="2031-01-01T00:00:00Z")
    assert bench.complete(batch, one.photograph, camera="EC-09").completed == 0
    done = bench.complete(batch, one.photograph, two.photograph, time="2026-03-01T17:30:00Z")
    assert (done.completed, done.left) == (2, [])
    record = next(each for each in bench.station.records() if each.index == done.record)
    assert record.body["elements"]["stated"]["time"] == "2026-03-01T17:30:00Z"
    bench.read()
    one, _ = bench.photographs(batch)
    assert (one.state, one.time, one.time_from, one.camera) == (PhotographState.READ, WHEN, Origin.PERSON, "EC-09")
    assert bench.rows() == sum(len(each.plates) for each in bench.photographs(batch))


@pytest.mark.section("464.9")
def test_only_the_zone_of_a_known_clock_needs_to_be_supplied(bench: PhotographBench) -> None:
    batch = bench.hand_in({"one.jpg": car("7ABC123")}, time_zone="")
    bench.read()
    (one,) = bench.photographs(batch)
    assert (one.missing, one.local_time) == (["time_zone"], CLOCK)
    assert bench.complete(batch, one.photograph, time_zone="America/Los_Angeles").completed == 1
    (one,) = bench.photographs(batch)
    assert (one.time, one.time_from, one.offset_assumed) == (WHEN, Origin.EXIF, True)


def test_a_photograph_of_another_batch_is_not_completed_by_the_way(bench: PhotographBench) -> None:
    first = bench.hand_in({"one.jpg": car("7ABC123", taken=None)})
    other = bench.hand_in({"two.jpg": car("5XYZ789", taken=None, shade=30)})
    bench.read()
    (one,) = bench.photographs(first)
    with pytest.raises(BadInput, match="none of this batch"):
        bench.complete(other, one.photograph, time="2026-03-01T17:30:00Z")
