"""A video is looked at frame by frame; each passing car is one read, from its best frame, at its moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.unit.collection.photographs.ground import PhotographBench
from tests.unit.ocr.drawn import photograph
from workbench.collection.photographs import handin
from workbench.wire.photographs import BatchState, ImageKind, Medium, PhotographState
from workbench.wire.stated import Stated

pytestmark = pytest.mark.section("464.9")
BEGUN = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
RATE = 9


def filmed(path: Path, plates: list[str], seconds: float = 2.0) -> bytes:
    """One car after the other drives through the picture, with an empty second between them."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), RATE, (640, 480))
    assert writer.isOpened()
    empty = np.full((480, 640, 3), (70, 60, 55), np.uint8)
    for plate in plates:
        car = photograph(plate)
        for frame in range(round(seconds * RATE)):
            moved = np.array([[1, 0, 12 * frame - 100], [0, 1, 2 * frame]], np.float64)
            writer.write(cv2.warpAffine(car, moved, (640, 480), borderMode=cv2.BORDER_REPLICATE))
        for _ in range(2 * RATE):
            writer.write(empty)
    writer.release()
    return path.read_bytes()


def test_each_passing_car_is_one_read_from_its_best_frame(bench: PhotographBench) -> None:
    film = filmed(bench.folder / "film.mp4", ["7ABC123", "5XYZ789"])
    batch = bench.begin()
    bench.send(batch, "drive.mp4", film, Stated(time=BEGUN.isoformat()))
    handin.close(bench.desk, bench.ana, batch)
    bench.read()
    video, *frames = bench.photographs(batch)
    assert (video.medium, video.state, video.plates) == (Medium.VIDEO, PhotographState.READ, [])
    assert [frame.plates[0].plate for frame in frames] == ["7ABC123", "5XYZ789"]
    assert {frame.state for frame in frames} == {PhotographState.READ}
    assert bench.progress(batch).state is BatchState.DONE
    assert bench.rows() == 2
    for frame, first in zip(frames, (0.0, 4.0), strict=True):
        assert frame.video == video.sha256
        assert frame.second is not None
        assert first <= frame.second <= first + 2
        assert frame.time is not None
        assert abs(frame.time - BEGUN - timedelta(seconds=frame.second)) < timedelta(milliseconds=10)
        assert bench.images.has(ImageKind.ORIGINAL, frame.sha256, bench.receipt())
    assert bench.images.get(ImageKind.ORIGINAL, video.sha256, bench.receipt()) == film


def test_a_video_without_a_time_is_asked_for_once_for_each_car(bench: PhotographBench) -> None:
    batch = bench.hand_in({"drive.mp4": filmed(bench.folder / "film.mp4", ["7ABC123"])})
    bench.read()
    _, frame = bench.photographs(batch)
    assert (frame.state, frame.missing) == (PhotographState.INCOMPLETE, ["time"])
    bench.complete(batch, frame.photograph, time=BEGUN.isoformat())
    bench.read()
    assert bench.rows() == 1


@pytest.mark.parametrize(
    ("harm", "words"),
    [(lambda film: film[:200], "damaged"), (lambda film: film[:24] + bytes(4000), "damaged")],
    ids=["cut off", "noise"],
)
def test_a_video_that_can_not_be_read_says_so(bench: PhotographBench, harm: type, words: str) -> None:
    film = filmed(bench.folder / "film.mp4", ["7ABC123"], seconds=0.5)
    batch = bench.hand_in({"drive.mp4": harm(film)})
    bench.read()
    (video,) = bench.photographs(batch)
    assert (video.medium, video.state) == (Medium.VIDEO, PhotographState.FAILED)
    assert words in video.reason
