"""A vehicle that a partial plate found opens by itself beside the search, under the same purpose (464.7(d), 464.5)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import polars as pl
import pytest

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import HOUR
from tests.unit.ui.fakes import assets
from tests.unit.ui.investigator import RESIDENT, investigator
from workbench.ui.partial_plate import PartialPlatePanel
from workbench.ui.search.model import SearchModel
from workbench.ui.vehicle.model import TRACK

pytestmark = pytest.mark.section("464.7(d)")


async def test_enter_on_a_vehicle_opens_it_with_the_searchs_window(station: Station, tmp_path: Path) -> None:
    client = investigator(station, tmp_path)
    client.store = client.store.with_columns(plate=pl.lit(RESIDENT), time=pl.lit(NOW - HOUR))
    model = SearchModel(client, client.me(), lambda: NOW)
    panel = PartialPlatePanel(client, model, assets(tmp_path), lambda: NOW)
    model.pattern = "7H?ME*"
    await model.search()
    panel.search.found.table.chosen = RESIDENT
    panel.search.found.table.opened += 1
    vehicle = panel.drawer.vehicle
    assert vehicle
    answered = asyncio.Event()
    vehicle.model.looks[TRACK].observe(lambda change: change["new"] and answered.set(), "answered")
    await asyncio.wait_for(answered.wait(), 20)
    assert (panel.drawer.heads.chosen, vehicle.model.plate) == ("vehicle", RESIDENT)
    assert (vehicle.model.start, vehicle.model.end) == (model.start, model.end)
    assert len(vehicle.model.track()) == 28
    assert [label for _, label in panel.drawer.heads.entries] == ["Search", f"Vehicle {RESIDENT}"]


async def test_a_vehicle_found_in_everything_is_looked_at_in_the_last_days_which_is_told(
    station: Station, tmp_path: Path
) -> None:
    client = investigator(station, tmp_path)
    panel = PartialPlatePanel(client, SearchModel(client, client.me(), lambda: NOW), assets(tmp_path), lambda: NOW)
    panel.drawer.look_at(RESIDENT, NOW - 9 * HOUR, NOW - 8 * HOUR)
    vehicle = panel.drawer.vehicle
    assert vehicle
    first = vehicle.model.start
    assert "everything that is kept" not in vehicle.form.told.value
    panel.drawer.look_at(RESIDENT, None, None)
    assert vehicle.model.start != first
    assert "It was found in everything that is kept; this look is of the last 30 days." in vehicle.form.told.value
