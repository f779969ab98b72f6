"""A read that says no place has that of its registered camera, unless its batch says another (464.9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.collection.ground import BARE, FULL
from workbench.collection.reading import Given, Ground, Parsed, settle
from workbench.wire.ingest import Rejected

pytestmark = pytest.mark.section("464.9")

SILENT = Given(plate="7ABC123", time="2026-01-02T03:04:05Z", camera="EC-04")
REGISTERED = {"EC-04": (32.5, -115.1), "OFFERED": (32.6, -115.2)}


@pytest.mark.parametrize(
    ("given", "ground", "place"),
    [
        (SILENT, replace(BARE, cameras=REGISTERED), (32.5, -115.1)),
        (replace(SILENT, latitude=0, longitude=0), replace(BARE, cameras=REGISTERED), (32.5, -115.1)),
        (replace(SILENT, latitude=32.9, longitude=-115.9), replace(BARE, cameras=REGISTERED), (32.9, -115.9)),
        (SILENT, replace(FULL, cameras=REGISTERED), (32.7, -115.5)),
        (replace(SILENT, camera=None), replace(BARE, camera="OFFERED", cameras=REGISTERED), (32.6, -115.2)),
    ],
    ids=["its camera's", "not the sea's", "its own", "its batch's", "the camera of the batch"],
)
def test_where_a_read_was_made(given: Given, ground: Ground, place: tuple[float, float]) -> None:
    read = settle(1, given, ground)
    assert isinstance(read, Parsed)
    assert (read.latitude, read.longitude) == place


@pytest.mark.parametrize("ground", [BARE, replace(BARE, cameras={"EC-05": (1.0, 2.0)})], ids=["none", "another"])
def test_without_a_registered_camera_it_is_rejected(ground: Ground) -> None:
    read = settle(1, SILENT, ground)
    assert isinstance(read, Rejected)
    assert "not registered" in read.reason
