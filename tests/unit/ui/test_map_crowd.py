"""464.7(d): reads are drawn by their number and by where they lie, and no read is lost in the counting."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.ui.fakes import NOW, reads
from workbench.mapping.amount import CLUSTERED, EACH, STANDING, form_for
from workbench.mapping.cells import cells, heat, on_plane
from workbench.mapping.crowd import Crowd
from workbench.mapping.layers import Cell, short
from workbench.mapping.sight import Sight

pytestmark = pytest.mark.section("464.7(d)")

ZONE = "America/Los_Angeles"
VALLEY = Sight(32.4, -116.2, 33.6, -114.9, 9, 900)
START = datetime(2026, 11, 1, tzinfo=UTC)


def scattered(number: int, cameras: int = 1, seed: int = 3) -> pl.DataFrame:
    """Reads of cameras that move about the valley, an hour apart."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    return pl.DataFrame(
        {
            "read_id": [f"r{each}" for each in range(number)],
            "time": [START + timedelta(minutes=each) for each in range(number)],
            "plate": [f"7ABC{each % 900:03d}" for each in range(number)],
            "camera": [f"Patrol {each % cameras}" for each in range(number)],
            "source": ["department"] * number,
            "latitude": [chance.uniform(32.6, 33.3) for _ in range(number)],
            "longitude": [chance.uniform(-115.9, -115.2) for _ in range(number)],
        },
        schema_overrides={"time": pl.Datetime("us", "UTC")},
    )


def test_cameras_that_stand_still_are_circles_with_every_read_whatever_the_number() -> None:
    drawn = Crowd(reads(), ZONE).drawn(VALLEY, chosen="I-8 at Imperial Ave")
    assert sum(camera.count for camera in drawn.cameras) == 32
    assert len(drawn.cameras) == 6
    assert not drawn.moving
    (chosen,) = [camera for camera in drawn.cameras if camera.chosen]
    assert chosen.source == "department"
    assert chosen.text.startswith("I-8 at Imperial Ave\n")
    assert "source: department" in chosen.text


@pytest.mark.parametrize(
    ("number", "form"),
    [(1, "reads"), (EACH, "reads"), (EACH + 1, "clusters"), (CLUSTERED, "clusters"), (CLUSTERED + 1, "hexagons")],
)
def test_reads_of_cameras_that_move_are_drawn_by_their_number(number: int, form: str) -> None:
    assert form_for(number) == form
    assert form_for(number, "heat") == "heat"
    drawn = Crowd(scattered(number), ZONE).drawn(VALLEY)
    assert drawn.cameras == [] or number == 1
    if number > 1:
        assert len(drawn.points) == (0 if form == "hexagons" else number)
        assert drawn.points.clustered == (form == "clusters")
        assert bool(drawn.cells) == (form == "hexagons")


def test_both_kinds_of_cameras_stand_on_one_map() -> None:
    both = pl.concat([reads().select(scattered(1).columns), scattered(50)], how="vertical_relaxed")
    drawn = Crowd(both, ZONE).drawn(VALLEY)
    assert sum(camera.count for camera in drawn.cameras) == 32
    assert len(drawn.points) == 50
    assert drawn.told == "82 reads on the map. Each point is one read."


def test_more_cameras_than_can_be_told_apart_are_drawn_as_their_reads() -> None:
    many = scattered(STANDING + 1, cameras=STANDING + 1)
    assert len(Crowd(many, ZONE).drawn(VALLEY).points) == STANDING + 1
    assert len(Crowd(many.head(STANDING), ZONE).drawn(VALLEY).cameras) == STANDING


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(32.45, 33.55), st.floats(-116.1, -115)), min_size=1, max_size=60), st.integers(6, 17)
)
def test_every_read_in_sight_is_counted_in_the_hexagon_that_it_lies_in(
    places: list[tuple[float, float]], zoom: int
) -> None:
    frame = pl.DataFrame(places, schema=["latitude", "longitude"], orient="row")
    drawn = cells(on_plane(frame), Sight(32.4, -116.2, 33.6, -114.9, zoom))
    assert sum(cell.count for cell in drawn) == len(places)
    for up, across in places:
        assert any(_holds(cell, up, across) for cell in drawn)


def _holds(cell: Cell, up: float, across: float) -> bool:
    """Whether a place lies in a hexagon or at its rim."""
    corners = [*cell.corners, cell.corners[0]]
    wide = max(corner[1] for corner in corners) - min(corner[1] for corner in corners)
    turns = [
        (end[1] - start[1]) * (up - start[0]) - (end[0] - start[0]) * (across - start[1])
        for start, end in pairwise(corners)
    ]
    return all(turn <= 1e-6 * wide for turn in turns)


def test_what_is_out_of_sight_is_not_drawn_and_a_small_move_shows_no_gap() -> None:
    frame = on_plane(pl.DataFrame({"latitude": [32.5, 32.65, 40.0], "longitude": [-115.5, -115.5, -115.5]}))
    here = Sight(32.4, -115.6, 32.6, -115.4, 12)
    assert [cell.count for cell in cells(frame, here)] == [1]
    assert sum(cell.count for cell in cells(frame, here.wider(0.2))) == 2


def test_warmth_is_from_nothing_to_one() -> None:
    warm = heat(on_plane(scattered(3000)), VALLEY)
    assert max(warm.weights) == 1
    assert min(warm.weights) > 0
    assert len(heat(on_plane(scattered(5)), Sight(10, 10, 11, 11, 9))) == 0


def test_a_window_holds_its_start_and_not_its_end() -> None:
    crowd = Crowd(scattered(100), ZONE)
    window = (START + timedelta(minutes=10), START + timedelta(minutes=20))
    shown = crowd.within(window)
    assert shown["read_id"].to_list() == [f"r{each}" for each in range(10, 20)]
    assert crowd.drawn(VALLEY, window).told.startswith("10 of 100 reads shown.")
    assert len(crowd.within((NOW + timedelta(days=900), NOW + timedelta(days=901)))) == 0


def test_a_camera_without_a_read_in_the_window_stays_where_it_is() -> None:
    crowd = Crowd(reads(), ZONE)
    first = reads()["time"].min()
    drawn = crowd.drawn(VALLEY, (first, first + timedelta(minutes=1)))
    assert len(drawn.cameras) == 6
    assert [camera.count for camera in drawn.cameras if camera.counted] == [1]
    assert drawn.told == "1 of 32 reads shown."


def test_reads_without_a_place_are_counted_and_drawn_nowhere() -> None:
    crowd = Crowd(reads(latitude=None), ZONE)
    assert (len(crowd), crowd.unplaced, crowd.bounds()) == (0, 32, None)
    assert crowd.drawn(VALLEY).told == "0 reads on the map."


def test_counts_are_shortened_where_there_is_no_room() -> None:
    assert [short(each) for each in (0, 9_999, 10_000, 99_949, 99_950, 999_499, 999_500, 4_120_000)] == [
        "0",
        "9,999",
        "10.0k",
        "99.9k",
        "100k",
        "999k",
        "1.0M",
        "4.1M",
    ]
