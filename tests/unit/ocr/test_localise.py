"""Halves of a plate are put together, neighbours that are none are not, and no line is kept twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tests.unit.ocr.test_quad import box
from workbench.ocr.charset import Posteriors
from workbench.ocr.detmap import Blobs, lines
from workbench.ocr.engines.easy import bearable
from workbench.ocr.engines.engine import Info
from workbench.ocr.localise import Sight, closer, distinct, first, joined
from workbench.ocr.quad import Pixels, Quad

pytestmark = pytest.mark.section("464.7(d)")


class Noting:
    """An engine that notes how it was asked to look."""

    def __init__(self) -> None:
        self.looks: list[tuple[tuple[int, ...], float]] = []

    def info(self) -> Info:
        return Info("noting", "1", "")

    def detect(self, image: Pixels, scale: float, threshold: float) -> list[Quad]:
        self.looks.append((image.shape[:2], scale))
        return [box(5, 5, 60, 20), box(5, 40, 4, 20), box(5, 70, 60, 3)]

    def recognise(self, crops: Sequence[Pixels]) -> list[Posteriors]:
        return [np.zeros((1, 37), np.float32) for _ in crops]


def test_two_halves_with_a_gap_for_a_seal_become_one_line() -> None:
    (both,) = joined([box(100, 50, 40, 30), box(165, 52, 60, 31), box(100, 200, 40, 30)])
    assert both.bounds == pytest.approx((100, 50, 225, 83), abs=1.5)


@pytest.mark.parametrize(
    "other",
    [box(210, 50, 60, 30), box(145, 66, 60, 30), box(145, 50, 60, 60), box(145, 50, 160, 30)],
    ids=["too far", "lower", "higher", "too long"],
)
def test_what_is_no_half_stays_alone(other: Quad) -> None:
    assert joined([box(100, 50, 40, 30), other]) == []


def test_of_lines_over_one_another_the_surer_one_stays() -> None:
    sure, unsure, apart = box(0, 0, 100, 20), Quad(box(2, 1, 95, 18).corners, 0.4), Quad(box(0, 50, 9, 9).corners, 0.3)
    assert distinct([unsure, apart, sure]) == [sure, apart]


@pytest.mark.parametrize(("height", "width"), [(480, 640), (1240, 1920), (6000, 8000), (16_384, 3_000)])
@pytest.mark.parametrize("wanted", [0.3, 1.0, 1.6])
def test_easyocr_is_given_no_more_than_a_reader_of_photographs_has_memory_for(
    height: int, width: int, wanted: float
) -> None:
    scale = bearable(np.zeros((height, width, 3), np.uint8), wanted)
    assert height * width * scale**2 <= 1_000_001
    assert scale == wanted or (scale < wanted and height * width * wanted**2 > 1_000_000)


@pytest.mark.parametrize(("height", "width"), [(300, 400), (720, 1280), (6000, 8000), (40, 9000)])
def test_no_look_takes_more_pixels_than_it_may(height: int, width: int) -> None:
    engine, image, sight = Noting(), np.zeros((height, width, 3), np.uint8), Sight()
    assert len(first(engine, image, sight)) == 1
    assert sum(len(quads) for quads in closer(engine, image, sight)) == 3
    for (high, wide), scale in engine.looks:
        assert high * wide * scale**2 <= 1.61 * sight.pixels
    assert engine.looks[0][1] == pytest.approx(
        min(max(1, 736 / min(height, width)), (sight.pixels / height / width) ** 0.5)
    )


def test_a_blob_of_the_map_is_a_line_grown_to_its_text() -> None:
    probability = np.zeros((100, 200), np.float32)
    probability[40:52, 60:140] = 0.9
    probability[10, 10] = 1.0
    (line,) = lines(probability, Blobs())
    assert line.score == pytest.approx(0.9, abs=0.1)
    grown = 80 * 12 * 1.6 / (2 * 92)
    assert line.width == pytest.approx(80 + 2 * grown, abs=3)
    assert line.height == pytest.approx(12 + 2 * grown, abs=3)
    assert lines(probability, Blobs(line=0.95)) == []
