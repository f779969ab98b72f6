"""464.7(d): what the map shows follows the reads, the time window, the form and where the map was moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.ui.fakes import reads
from tests.unit.ui.test_map_crowd import START, ZONE, scattered
from workbench.ui.map import Camera, FoliumView, ReadsLayer, TimeBrush
from workbench.ui.map.brush import BARS, bars

pytestmark = pytest.mark.section("464.7(d)")

HERE = {"south": 32.4, "west": -116.2, "north": 33.6, "east": -114.9, "zoom": 9, "width": 900}


def moved(view: FoliumView, **changes: float) -> None:
    view._heard(view, {"view": HERE | changes}, [])


def test_hexagons_wait_for_the_view_and_follow_it() -> None:
    view = FoliumView("<p>")
    layer = ReadsLayer(view, ZONE)
    layer.show(scattered(500))
    layer.form = "hexagons"
    assert view.cells == []
    moved(view)
    assert sum(cell.count for cell in view.cells) == 500
    moved(view, zoom=12, south=32.9, north=33.0)
    assert 0 < sum(cell.count for cell in view.cells) < 500
    assert view.sight["number"] == 1


def test_another_form_takes_the_old_one_off() -> None:
    view = FoliumView("<p>")
    layer = ReadsLayer(view, ZONE)
    moved(view)
    layer.show(scattered(500))
    assert (len(view.points), len(view.cells), len(view.heat)) == (500, 0, 0)
    layer.form = "heat"
    assert (len(view.points), len(view.cells)) == (0, 0)
    assert len(view.heat) > 50
    layer.show(None)
    assert (len(view.points), len(view.heat), layer.told) == (0, 0, "No read is on the map.")


def test_a_chosen_camera_is_marked_until_other_reads_come() -> None:
    view = FoliumView("<p>")
    layer = ReadsLayer(view, ZONE)
    layer.show(reads())
    layer.camera = view.cameras[0].id
    assert [camera.chosen for camera in view.cameras].count(True) == 1
    layer.show(reads(seed=2))
    assert [camera.chosen for camera in view.cameras].count(True) == 0


def test_the_brush_narrows_the_map_and_the_table_beside_it() -> None:
    view, brush = FoliumView("<p>"), TimeBrush(ZONE)
    layer = ReadsLayer(view, ZONE)
    brush.on_window(lambda window: setattr(layer, "window", window))
    layer.show(scattered(119))
    assert layer.crowd is not None
    brush.show(layer.crowd.times)
    assert (brush.window, sum(brush.counts), brush.step_s) == (None, 119, 60)
    brush.end = 30
    assert brush.window == (START, START + timedelta(minutes=30))
    assert (len(view.points), len(layer.within())) == (30, 30)
    brush.set_state({"start": 0, "end": 119})
    assert (brush.window, len(view.points)) == (None, 119)


def test_no_time_and_one_time_are_shown_too() -> None:
    brush = TimeBrush(ZONE)
    brush.show(pl.Series([], dtype=pl.Datetime("us", "UTC")))
    assert (brush.counts, brush.window) == ([], None)
    brush.show(pl.Series([START, None]))
    assert (brush.counts, brush.window) == ([1], None)


@settings(deadline=None)
@given(st.lists(st.integers(0, 3 * 365 * 86_400), min_size=1, max_size=50))
def test_every_time_lies_in_one_bar(seconds: list[int]) -> None:
    times = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=each) for each in seconds]
    first, step, counts = bars(pl.Series(times))
    assert sum(counts) == len(times)
    assert len(counts) <= BARS
    assert all(first <= time.timestamp() < first + step * len(counts) for time in times)


def test_known_cameras_stand_before_a_search_and_beside_what_it_found() -> None:
    view = FoliumView("<p>")
    layer = ReadsLayer(view, ZONE)
    layer.known = [Camera("EC-01", 32.79, -115.56, counted=False), Camera("ZZ-99", 32.9, -115.5, counted=False)]
    assert [camera.id for camera in view.cameras] == ["EC-01", "ZZ-99"]
    layer.show(reads())
    names = [camera.id for camera in view.cameras]
    assert "ZZ-99" in names
    assert len(names) == len(set(names))
    layer.show(None)
    assert [camera.id for camera in view.cameras] == ["EC-01", "ZZ-99"]
