"""464.7(d): what the map shows follows the reads, the time window, the form and where the map was moved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.ui.fakes import reads
from tests.unit.ui.test_map_crowd import START, ZONE, scattered
from workbench.ui.map import Camera, FoliumView, ReadsLayer

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


def test_a_window_narrows_the_map() -> None:
    view = FoliumView("<p>")
    layer = ReadsLayer(view, ZONE)
    layer.show(scattered(119))
    layer.window = (START, START + timedelta(minutes=30))
    assert len(view.points) == 30
    assert layer.told.startswith("30 of 119 reads shown.")
    layer.window = None
    assert len(view.points) == 119


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
