"""What the one-vehicle panel shows follows its model; each tab names its records (464.7(d), 464.5)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import DAY
from tests.unit.ui.fakes import assets
from tests.unit.ui.investigator import RESIDENT, Investigator, hostile_reads, investigator
from tests.unit.ui.jobs import ended
from tests.unit.ui.test_canvass_view import HOSTILE, cells
from tests.unit.ui.test_vehicle_model import FOLLOWER, LEADER
from workbench.errors import AssentRequired
from workbench.ui.tabs import Tabs
from workbench.ui.vehicle.model import CHOICES, COMPANY, GAPS, PLACES, RATES, TRACK, VehicleModel
from workbench.ui.vehicle.view import VehiclePanel, app

pytestmark = pytest.mark.section("464.7(d)")


@pytest.fixture
def client(station: Station, tmp_path: Path) -> Investigator:
    return investigator(station, tmp_path)


def made(client: Investigator, folder: Path, plate: str = RESIDENT) -> VehiclePanel:
    return VehiclePanel(VehicleModel(client, client.me(), lambda: NOW, plate=plate), assets(folder))


async def opened(panel: VehiclePanel, tab: str, look: str) -> Any:
    """The pane of a tab once its look is answered."""
    answered = asyncio.Event()
    panel.model.looks[look].observe(lambda change: change["new"] and answered.set(), "answered")
    panel.view.tabs.heads.chosen = tab
    await asyncio.wait_for(answered.wait(), 20)
    return panel.view.panes[tab][1]


async def test_table_map_and_timeline_show_the_track_and_point_at_each_other(
    client: Investigator, tmp_path: Path
) -> None:
    panel = made(client, tmp_path)
    await panel.model.go()
    view = panel.view
    assert view.track.table.place == "1 to 28 of 28"
    assert (sum(view.track.line.bars), len(view.track.line.marks)) == (28, 28)
    assert panel.model.taking.answer.head.record == panel.model.looks[TRACK].answered.head.record
    view.track.on.click()
    assert view.track.table.chosen == panel.model.track()["read_id"][0]
    assert [mark["chosen"] for mark in view.track.line.marks] == [True, *[False] * 27]
    view.map._heard(view.map, {"stop": panel.model.track()["read_id"][3]}, [])
    assert panel.model.spot == panel.model.track()["read_id"][3]
    assert view.map.stops[0].chosen
    view.track.line.since = 0.9
    assert len(view.track.table.rows) == len(panel.model.track()) < 28
    assert "within the brush" in view.track.told.value
    [brushed] = panel.model.taking.parts
    assert brushed.reads["read_id"].to_list() == panel.model.track()["read_id"].to_list()
    view.track.line.free()
    assert len(view.track.table.rows) == 28


async def test_every_tab_asks_when_it_is_opened_and_names_its_records(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path, LEADER)
    await panel.model.go()
    for tab, look, records in (("places", PLACES, 1), ("company", COMPANY, 1), ("gaps", GAPS, 1), ("rates", RATES, 2)):
        pane = await opened(panel, tab, look)
        assert pane.record.value.count("Access log: asked in record") == records
        assert pane.running.layout.display == "none"
    company = panel.view.panes["company"][1].body.children[0]
    assert cells(company, 0)[0] == FOLLOWER
    company.chosen = FOLLOWER
    assert company.detail[0][0] == "Far more often than chance explains"
    panel.view.tabs.heads.chosen = "hours"
    await ended()
    assert 'aria-label="Reads by hour and weekday, all places, America/Los_Angeles"' in (
        panel.view.panes["hours"][1].body.children[1].value
    )
    assert len(client.calls) == 6, "hours are those of the places: nothing is asked twice"


async def test_places_stand_on_the_map_and_choose_the_hours(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path, "5TGM839")
    await panel.model.go()
    pane = await opened(panel, "places", PLACES)
    assert [camera.id for camera in panel.view.map.cameras][:2] == ["EC-11", "EC-12"]
    assert panel.view.map.stops == []
    pane.body.chosen = "EC-12"
    assert next(camera.id for camera in panel.view.map.cameras if camera.chosen) == "EC-12"
    assert panel.view.panes["hours"][1].body.children[0].value == "EC-12"
    panel.view.tabs.heads.chosen = "track"
    assert panel.view.map.stops


async def test_the_company_of_a_vehicle_is_looked_at_by_enter(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path, LEADER)
    await panel.model.go()
    pane = await opened(panel, "company", COMPANY)
    table = pane.body.children[0]
    table.chosen = FOLLOWER
    answered = asyncio.Event()
    panel.model.looks[TRACK].observe(lambda change: change["new"] and answered.set(), "answered")
    table.opened += 1
    await asyncio.wait_for(answered.wait(), 20)
    assert (panel.model.plate, panel.view.tabs.heads.chosen) == (FOLLOWER, "track")


async def test_what_another_question_takes_off_the_screen_is_nowhere_in_the_widgets(
    client: Investigator, tmp_path: Path
) -> None:
    panel = made(client, tmp_path, LEADER)
    await panel.model.go()
    for tab, look in (("places", PLACES), ("company", COMPANY), ("gaps", GAPS), ("rates", RATES)):
        await opened(panel, tab, look)
    panel.model.clear()
    views = [*panel.view.panes.values(), panel.view.tabs.views["track"]]
    assert all(view.summary.value == view.record.value == "" for _, view in views)
    tables = [panel.view.track.table, *(panel.view.panes[name][1].body for name in ("places", "gaps", "rates"))]
    assert all(table.rows == [] for table in [*tables, panel.view.panes["company"][1].body.children[0]])
    assert panel.view.panes["hours"][1].body.children[1].value == ""
    assert (panel.view.track.line.marks, panel.view.map.stops, panel.view.map.cameras) == ([], [], [])


async def test_before_a_question_the_tabs_are_shut_and_told_one_by_one(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path)
    told = panel.view.before
    assert (panel.view.tabs.heads.off, told.layout.display) == (True, "")
    assert all(f"<b>{label}</b>" in told.value for _, label in panel.view.tabs.heads.entries)
    await panel.model.go()
    assert (panel.view.tabs.heads.off, told.layout.display) == (False, "none")


async def test_a_refusal_stands_in_its_tab(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path)
    client.fails.append(AssentRequired("Confirm it.", assent="a1", page="/services/edge/assents/a1"))
    await panel.model.go()
    track = panel.view.tabs.views["track"][1]
    assert "Confirm it." in track.notices.children[0].value
    assert track._inside.layout.display == "none"
    assert track.running.status.text == "Nothing was searched yet."


async def test_a_vehicle_that_was_not_read_says_so_in_every_tab(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path, "9ZZZ999")
    await panel.model.go()
    assert panel.view.track.table.empty.startswith("No read in this window.")
    assert panel.view.track.ways.layout.display == ""
    assert panel.view.track.line.layout.display == "none"
    for tab, look in (("places", PLACES), ("company", COMPANY), ("gaps", GAPS), ("rates", RATES)):
        pane = await opened(panel, tab, look)
        table = pane.body if tab != "company" else pane.body.children[0]
        assert table.rows == []
    rates = panel.view.panes["rates"][1]
    assert "Of all vehicles at every camera, " in rates.summary.value
    assert "The count of all vehicles; no read of it is shown." in rates.record.value
    assert "nothing to weigh" in panel.view.panes["rates"][1].summary.value
    gaps = panel.view.panes["gaps"][1]
    assert "no gap can be told" in gaps.summary.value
    assert gaps.body.empty == "It was read on too few days to tell a gap; that says nothing of where it was."


async def test_a_plate_that_was_not_read_leads_to_its_look_alikes(client: Investigator, tmp_path: Path) -> None:
    client.store = client.store.with_columns(plate=pl.lit("7H0ME11"), time=pl.lit(NOW - DAY))
    panel = made(client, tmp_path, "7HOME1I")
    await panel.model.go()
    answered = asyncio.Event()
    panel.model.looks[CHOICES].observe(lambda change: change["new"] and answered.set(), "answered")
    panel.view.track.ways.children[0].click()
    await asyncio.wait_for(answered.wait(), 20)
    assert panel.view.split.layout.display == "none"
    assert cells(panel.view.choices.body, 0) == ["7H0ME11"]


@pytest.mark.section("464.10(a)")
async def test_hostile_text_is_shown_as_text_in_every_tab(station: Station, tmp_path: Path) -> None:
    client = investigator(station, tmp_path, hostile_reads(HOSTILE))
    panel = made(client, tmp_path, "7ABC123")
    await panel.model.go()
    for tab, look in (("places", PLACES), ("company", COMPANY), ("gaps", GAPS), ("rates", RATES)):
        await opened(panel, tab, look)
    views = [view for _, view in panel.view.panes.values()]
    written = "".join(view.summary.value + view.record.value for view in views)
    written += panel.view.panes["hours"][1].body.children[1].value
    assert "<img" not in written
    assert "\u202e" not in written
    sent = str([panel.view.track.table.rows, panel.view.track.line.marks, panel.view.panes["places"][1].body.rows])
    assert "\u202e" not in sent
    assert "x" * 500 not in sent


async def test_many_reads_are_paged_and_marked_within_bounds(station: Station, tmp_path: Path) -> None:
    rows = pl.DataFrame({"n": range(20_000)})
    known = investigator(station, tmp_path)
    panel = made(known, tmp_path)
    await panel.model.go()
    answered = panel.model.looks[TRACK].answered
    assert answered
    one = answered.frame.head(1).drop("number", "read_id", "time")
    many = rows.join(one, how="cross").select(
        pl.col("n").add(1).alias("number"),
        pl.format("r{}", "n").alias("read_id"),
        pl.exclude("n"),
        time=pl.lit(NOW - 20 * DAY) + pl.duration(seconds=pl.col("n") * 80),
    )
    from dataclasses import replace

    panel.model.looks[TRACK].answered = replace(answered, frame=many)
    assert panel.view.track.table.place == "1 to 50 of 20,000"
    assert len(panel.view.track.line.marks) == 400
    assert "Marked on the timeline: the newest 400 of them; the bars count all." in panel.view.track.told.value


def test_tabs_show_one_view_at_a_time_and_keep_the_others() -> None:
    import ipywidgets as w

    one, two = w.VBox(), w.VBox()
    tabs = Tabs("Looks", {"one": ("One", one), "two": ("Two \u202e", two)})
    assert (one.layout.display, two.layout.display) == ("", "none")
    tabs.heads.chosen = "two"
    assert (one.layout.display, two.layout.display) == ("none", "")
    assert tabs.heads.entries == [["one", "One"], ["two", "Two [U+202E]"]]
    tabs.set({"one": ("One", one)})
    assert tabs.heads.chosen == "one"


def test_without_a_session_the_notebook_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALPR_CUSTODIAN", raising=False)
    assert "ALPR_CUSTODIAN" in app().children[1].children[0].value
