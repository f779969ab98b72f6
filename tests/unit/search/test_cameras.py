"""Where cameras stand is told of granted sources alone, on record, before any search (464.7(d), 464.7(f))."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.policy.people import NOW, Station, analyst
from workbench.accesslog.record import Kind
from workbench.search.cameras import known_cameras
from workbench.wire.programme_lists import Camera

pytestmark = pytest.mark.section("464.7(d)", "464.7(f)")


def test_cameras_in_use_of_granted_sources_are_told_and_the_look_is_on_record(station: Station) -> None:
    for name, source, active in (
        ("EC-01", "department", True),
        ("EC-02", "department", False),
        ("F-1", "federal", True),
    ):
        camera = Camera(name=name, source=source, latitude=32.79, longitude=-115.56, active=active)
        station.registers.cameras.keep(camera, "adam", NOW, 3)
    caller = replace(analyst(), sources=frozenset({"department"}))
    found = known_cameras(station.gate, station.registers, caller)
    assert [camera.name for camera in found.cameras] == ["EC-01"]
    asked, told = station.records()[found.record], station.records()[found.result_record]
    assert (asked.kind, asked.action, told.kind) == (Kind.INTENT, "cameras.list", Kind.RESULT)
