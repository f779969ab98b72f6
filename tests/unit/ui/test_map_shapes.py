"""464.7(d): an area on the map can be searched, or it is told what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import BadInput
from workbench.mapping.shapes import (
    LONGEST,
    Shape,
    area_of,
    named,
    placed,
    renamed,
    typed_circle,
    typed_polygon,
    typed_rectangle,
)
from workbench.wire.polygon import Polygon
from workbench.wire.search import Circle

pytestmark = pytest.mark.section("464.7(d)")

CIRCLE = Circle(latitude=32.8, longitude=-115.5, radius_m=900)
TRIANGLE = Polygon(vertices=((32.7, -115.6), (32.8, -115.6), (32.8, -115.5)))


def shape(name: str) -> Shape:
    return Shape(name, CIRCLE)


def test_what_the_page_sends_becomes_what_is_searched() -> None:
    assert area_of({"circle": CIRCLE.model_dump()}) == CIRCLE
    assert area_of({"polygon": {"vertices": [[32.7, -115.6], [32.8, -115.6], [32.8, -115.5]]}}) == TRIANGLE


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "no area that can be searched"),
        ({"circle": {"latitude": 320, "longitude": 0, "radius_m": 1}}, "latitude"),
        ({"circle": {"latitude": 32, "longitude": 0, "radius_m": float("nan")}}, "radius_m"),
        ({"polygon": {"vertices": [[0, 0], [1, 1]]}}, "vertices"),
        ({"polygon": {"vertices": [[0, 0], [1, 1], [0, 1], [1, 0]]}}, r"Sides 1 and 3 cross or touch"),
        ({"polygon": {"vertices": [[0, 0], [20, 0], [0, 1]]}}, "wider than 5 degrees"),
        ({"polygon": "<script>"}, "no area that can be searched"),
    ],
)
def test_nonsense_from_the_page_is_told_in_words(content: object, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        area_of(content)


@settings(deadline=None)
@given(
    st.floats(-80, 80),
    st.floats(-170, 170),
    st.floats(0.001, 4, exclude_max=True),
    st.floats(0.001, 4, exclude_max=True),
)
def test_a_typed_rectangle_is_one_and_keeps_its_sides(south: float, west: float, up: float, across: float) -> None:
    made = Shape("Scene A", typed_rectangle(south, west, south + up, west + across))
    assert made.kind == "rectangle"
    assert made.bounds() == pytest.approx((south, west, south + up, west + across))


@pytest.mark.parametrize(
    ("sides", "told"),
    [
        ((33, -115, 32, -114), "South must be less"),
        ((32, -115, 33, -115), "South must"),
        ((32, -115, 89, -114), "wider"),
    ],
)
def test_a_rectangle_that_is_none_is_told(sides: tuple[float, float, float, float], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        typed_rectangle(*sides)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((91, 0, 5), "latitude from -90"),
        ((float("nan"), 0, 5), "latitude"),
        ((1, 1, 0), "radius"),
        ((1, 1, 3e5), "radius"),
    ],
)
def test_a_circle_that_is_none_is_told(numbers: tuple[float, float, float], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        typed_circle(*numbers)


def test_corners_are_read_line_by_line_in_any_common_form() -> None:
    assert typed_polygon("32.7, -115.6\n\n32.8; -115.6\n +32.8 -115.5 ") == TRIANGLE


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "at least three corners"),
        ("32.7, -115.6\n32.8, -115.6\n32.8", r"Line 3 is no place: 32\.8"),
        ("32.7, -115.6\n<b>\n32.8, -115.5", r"Line 2 is no place: <b>"),
        ("32.7,-115.6\n32.8,-115.6\n32.8,-115.6", "stands twice"),
        ("320,-115.6\n32.8,-115.6\n32.8,-115.5", "vertices 0 0"),
    ],
)
def test_a_corner_that_cannot_be_read_is_named(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        typed_polygon(text)


def test_names_go_on_where_a_gap_is() -> None:
    assert named([], "Scene") == "Scene A"
    assert named([shape("Scene A"), shape("Scene C")], "Scene") == "Scene B"
    assert named([shape(f"Scene {letter}") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"], "Scene") == "Scene 27"
    assert named([shape("Area")], "Area", alone=True) == "Area"


def test_an_area_takes_the_place_of_the_one_of_its_name() -> None:
    first, other = shape("Scene A"), Shape("Scene A", TRIANGLE)
    assert placed([first, shape("Scene B")], other) == (other, shape("Scene B"))
    assert placed([first], shape("Scene B")) == (first, shape("Scene B"))


def test_a_name_is_neither_taken_nor_empty_nor_long_nor_hidden() -> None:
    two = [shape("Scene A"), shape("Scene B")]
    assert [each.name for each in renamed(two, "Scene A", " Bank ")] == ["Bank", "Scene B"]
    assert [each.name for each in renamed(two, "Scene A", "Bank\N{RIGHT-TO-LEFT OVERRIDE}")] == [
        "Bank[U+202E]",
        "Scene B",
    ]
    for wrong in ("", "  ", "Scene B", "x" * (LONGEST + 1)):
        with pytest.raises(BadInput):
            renamed(two, "Scene A", wrong)


def test_each_kind_is_told_in_words() -> None:
    assert shape("A").words() == "circle of 900 m around 32.80000, -115.50000"
    assert (
        Shape("A", TRIANGLE).words().startswith("polygon from 32.70000, -115.60000 to 32.80000, -115.50000, 3 corners")
    )
    south, west, north, east = shape("A").bounds()
    assert (north - south) * 111_320 == pytest.approx(1800)
    assert east - west > north - south
