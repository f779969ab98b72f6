"""One passing car is one track: by where its plate is, or by what it says; two cars are two."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.ocr.quad import Quad
from workbench.ocr.reader import Line
from workbench.ocr.track import Track, Tracker
from workbench.ocr.weigh import Text

pytestmark = pytest.mark.section("464.7(d)")


def line(text: str, left: float, rank: float = 1.0) -> Line:
    corners = np.array([[left, 50], [left + 100, 50], [left + 100, 80], [left, 80]], np.float32)
    return Line(Quad(corners, 0.9), (), (Text(text, 1.0, 0.0, 0),), rank)


def tracks(frames: list[tuple[float, list[Line]]]) -> list[Track]:
    tracker, done = Tracker(), list[Track]()
    for second, lines in frames:
        done += tracker.add(second, lines, second)
    return done + tracker.ended()


def texts(found: list[Track]) -> list[list[str]]:
    return sorted([each.line.texts[0].text for each in track.sightings] for track in found)


def test_a_plate_that_moves_far_between_frames_is_known_by_its_text() -> None:
    found = tracks([(0.0, [line("7ABC123", 0)]), (0.3, [line("7A8C123", 300)]), (0.6, [line("7ABC123", 600)])])
    assert texts(found) == [["7ABC123", "7A8C123", "7ABC123"]]


def test_a_plate_that_is_read_badly_is_known_by_its_place() -> None:
    found = tracks([(0.0, [line("7ABC123", 0)]), (0.3, [line("7A8CI2E", 10)])])
    assert texts(found) == [["7ABC123", "7A8CI2E"]]


def test_two_cars_side_by_side_are_two() -> None:
    frames = [(at / 3, [line("7ABC123", 20 * at), line("5XYZ789", 300 + 20 * at)]) for at in range(4)]
    assert texts(tracks(frames)) == [["5XYZ789"] * 4, ["7ABC123"] * 4]


def test_the_same_plate_later_is_another_passage() -> None:
    assert len(tracks([(0.0, [line("7ABC123", 0)]), (1.0, []), (2.0, [line("7ABC123", 0)])])) == 2


def test_another_car_at_the_same_place_is_another_one() -> None:
    assert len(tracks([(0.0, [line("7ABC123", 0)]), (0.3, [line("5XYZ789", 0)])])) == 2


def test_a_track_keeps_the_picture_of_its_best_frame_alone_and_the_most_legible_lines_vote() -> None:
    (track,) = tracks([(at / 3, [line("7ABC123", 0, rank=float(at % 5))]) for at in range(9)])
    assert [each.frame for each in track.sightings if each.frame is not None] == [track.best.frame]
    assert track.best.line.rank == 4.0
    assert [each.rank for each in track.voters()] == [4.0, 3.0, 3.0, 2.0, 2.0, 1.0]
