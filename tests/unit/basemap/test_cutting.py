"""464.7(d): lines are cut at tiles and thinned without moving, and a tile says exactly what was put into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.basemap.cutting import EXTENT, cut, on_plane, thinned
from workbench.basemap.vector_tile import Layer, geometry, varint, zigzag

pytestmark = pytest.mark.section("464.7(d)")

PLACES = st.tuples(st.floats(-116, -115), st.floats(32.5, 33.5))


@settings(deadline=None)
@given(st.lists(PLACES, min_size=2, max_size=12), st.integers(5, 14))
def test_every_piece_lies_in_its_tile_and_every_point_of_the_line_near_a_piece(
    line: list[tuple[float, float]], zoom: int
) -> None:
    laid = on_plane(line)
    pieces = cut(laid, zoom)
    scale = EXTENT * 2**zoom
    ends = [(column * EXTENT + x, row * EXTENT + y) for (column, row), x, y in _points(pieces)]
    assert all(-65 <= x <= EXTENT + 65 and -65 <= y <= EXTENT + 65 for _, x, y in _points(pieces))
    if ends:
        for x, y in (laid[0], laid[-1]):
            assert min(abs(x * scale - across) + abs(y * scale - up) for across, up in ends) < 20


def _points(pieces: dict[tuple[int, int], list[list[tuple[int, int]]]]) -> Iterator[tuple[tuple[int, int], int, int]]:
    for place, found in pieces.items():
        for piece in found:
            assert len(piece) > 1
            for x, y in piece:
                yield place, x, y


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 5000), st.floats(0, 5000)), min_size=2, max_size=40), st.floats(1, 200))
def test_a_thinned_line_keeps_its_ends_and_leaves_no_point_far_off(line: list[tuple[float, float]], off: float) -> None:
    thin = thinned(line, off)
    assert (thin[0], thin[-1]) == (line[0], line[-1])
    assert set(thin) <= set(line)
    assert len(thinned(line, 1e9)) == 2


def test_a_tile_is_encoded_as_the_specification_says() -> None:
    assert varint(0) == b"\x00"
    assert varint(300) == b"\xac\x02"
    assert [zigzag(number) for number in (0, -1, 1, -2, 2)] == [0, 1, 2, 3, 4]
    # The specification's own example of a line, section 4.3.5.3.
    assert geometry([[(2, 2), (2, 10), (10, 10)]]) == bytes([9, 4, 4, 18, 0, 16, 16, 0])
    assert geometry([[(2, 2), (2, 10), (10, 10)], [(1, 1), (3, 5)]]) == bytes(
        [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8]
    )


def test_keys_and_values_stand_once_in_a_layer() -> None:
    layer = Layer("roads")
    for _ in range(3):
        layer.add([[(0, 0), (1, 1)]], {"kind": "highway", "name": "I- 8"})
    encoded = layer.encoded()
    assert encoded.count(b"highway") == 1
    assert len(layer.features) == 3
