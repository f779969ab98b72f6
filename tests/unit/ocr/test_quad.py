"""A line is cut out level, at its own size, however it stands in the photograph."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ocr.quad import Quad, ordered, overlap, upright

pytestmark = pytest.mark.section("464.7(d)")


def box(left: float, top: float, width: float, height: float, turn: float = 0.0) -> Quad:
    """A rectangle, turned round its middle by degrees with the clock."""
    corners = cv2.boxPoints(((left + width / 2, top + height / 2), (width, height), turn))
    return Quad(ordered(np.asarray(corners, np.float32)), 1.0)


@given(st.floats(-30, 30), st.floats(60, 200), st.floats(10, 25))
def test_a_turned_rectangle_keeps_its_sides(turn: float, width: float, height: float) -> None:
    quad = box(100, 100, width, height, turn)
    assert quad.width == pytest.approx(width, rel=1e-3)
    assert quad.height == pytest.approx(height, rel=1e-3)
    assert quad.centre == pytest.approx((100 + width / 2, 100 + height / 2), rel=1e-3)


@given(st.floats(-20, 20), st.floats(-0.2, 0.5), st.floats(-0.2, 0.5))
def test_widening_adds_shares_of_the_height_on_each_side(turn: float, along: float, across: float) -> None:
    quad = box(50, 50, 120, 30, turn)
    wider = quad.widened(along, across)
    assert wider.width == pytest.approx(120 + 60 * along, abs=0.1)
    assert wider.height == pytest.approx(30 + 60 * across, abs=0.1)
    assert wider.centre == pytest.approx(quad.centre, abs=0.1)


@pytest.mark.parametrize("turn", [-15.0, 0.0, 15.0])
def test_what_is_cut_out_begins_at_the_top_left_of_the_text(turn: float) -> None:
    image = np.zeros((200, 300, 3), np.uint8)
    quad = box(100, 80, 120, 30, turn)
    left = (quad.corners[0] + quad.corners[3]) / 2 * 0.75 + (quad.corners[1] + quad.corners[2]) / 2 * 0.25
    cv2.circle(image, (round(float(left[0])), round(float(left[1]))), 8, (255, 255, 255), -1)
    crop = upright(quad, image)
    assert crop.shape == (30, 120, 3)
    assert crop[:, :60].mean() > 20 * max(0.1, crop[:, 60:].mean())


def test_overlap_is_of_the_smaller_one() -> None:
    assert overlap(box(0, 0, 100, 20), box(40, 5, 10, 10)) == pytest.approx(1.0)
    assert overlap(box(0, 0, 100, 20), box(90, 0, 100, 20)) == pytest.approx(0.1)
    assert overlap(box(0, 0, 100, 20), box(0, 30, 100, 20)) == 0.0
