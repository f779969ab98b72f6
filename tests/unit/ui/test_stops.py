"""Where one vehicle's reads stand on the map (464.7(d)): at their places, also those of a camera in a car."""

from __future__ import annotations

import polars as pl
import pytest

from tests.unit.ui.fakes import NOW
from workbench.mapping.crowd import Crowd
from workbench.mapping.stops import stops

pytestmark = pytest.mark.section("464.7(d)")
ZONE = "America/Los_Angeles"


def read(camera: str | None, *places: tuple[float, float]) -> pl.DataFrame:
    """A camera's reads, numbered, at these places."""
    return pl.DataFrame(
        {
            "read_id": [f"r{number}" for number in range(1, len(places) + 1)],
            "number": list(range(1, len(places) + 1)),
            "time": [NOW] * len(places),
            "camera": pl.Series([camera] * len(places), dtype=pl.String),
            "source": ["department"] * len(places),
            "vehicle": ["7ABC123"] * len(places),
            "latitude": [place[0] for place in places],
            "longitude": [place[1] for place in places],
        }
    )


@pytest.mark.parametrize("camera", ["Patrol 3", None])
def test_reads_on_the_move_stand_where_they_were_made(camera: str | None) -> None:
    there = [(32.7, -115.5), (32.9, -115.3)]
    reads = read(camera, *there, there[0])
    placed, track = stops(reads, "r2", ZONE)
    assert [(each.latitude, each.longitude, each.label, each.chosen) for each in placed] == [
        (*there[0], "1, 3", False),
        (*there[1], "2", True),
    ]
    assert track == [*there, there[0]]
    drawn = Crowd(reads, ZONE).drawn(None)
    assert (drawn.cameras, sorted(drawn.points.latitudes)) == ([], [32.7, 32.7, 32.9])


def test_a_camera_that_stands_still_is_one_stop() -> None:
    reads = read("EC-01", (32.7999, -115.5), (32.8001, -115.5))
    placed, _ = stops(reads, "", ZONE)
    assert [each.label for each in placed] == ["1, 2"]
    assert [each.count for each in Crowd(reads, ZONE).drawn(None).cameras] == [2]
