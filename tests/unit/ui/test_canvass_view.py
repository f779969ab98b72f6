"""What the canvass panel shows follows its model; text from data or people is only ever text (464.7(d))."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import DAY, HOUR
from tests.unit.ui.fakes import assets
from tests.unit.ui.investigator import NIGHTLY, RESIDENT, STRANGER, Investigator, hostile_reads, investigator
from tests.unit.ui.test_canvass_model import FIRST, SECOND
from workbench.errors import AssentRequired, BadInput
from workbench.ui.canvass.model import CanvassModel
from workbench.ui.canvass.timelines import told as passed
from workbench.ui.canvass.view import CanvassPanel
from workbench.ui.canvass.view import app as canvass_app
from workbench.ui.map import Shape
from workbench.ui.vehicle.model import TRACK
from workbench.wire.search import Circle

pytestmark = pytest.mark.section("464.7(d)")

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "\u202e\u2066evil",
    "\N{AUTOMOBILE}" * 30,
    "x" * 10_000,
    "</script>",
    "=cmd()",
]


def made(client: Investigator, folder: Path, *scenes: Any, **traits: Any) -> CanvassPanel:
    model = CanvassModel(client, client.me(), lambda: NOW, scenes=scenes, **traits)
    return CanvassPanel(client, model, assets(folder), lambda: NOW)


@pytest.fixture
def client(station: Station, tmp_path: Path) -> Investigator:
    return investigator(station, tmp_path)


def cells(table: Any, number: int) -> list[str]:
    return ["".join(piece[0] for piece in row["cells"][number]["pieces"]) for row in table.rows]


async def test_before_anything_is_asked_the_panel_says_what_to_do(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path)
    assert panel.found.table.empty.startswith("Nothing asked yet.")
    assert panel.found.sifting.layout.display == "none"
    assert panel.drawer.heads.layout.display == "none"
    assert panel.timelines.children == ()


async def test_an_answer_is_shown_in_table_map_and_timelines(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path, FIRST, SECOND)
    await panel.model.search()
    assert cells(panel.found.table, 0)[0] == STRANGER
    assert cells(panel.found.table, 1)[0] == "A 02 Mar 03:45\nB 01 Mar 04:00"
    assert sum(camera.count for camera in panel.map.cameras) == len(panel.model.sieve.reads())
    assert [line.told.split(",")[0] for line in panel.timelines.lines] == ["3 vehicles passed", "1 vehicle passed"]
    assert panel.form.unfolded.layout.display == "none", "the form makes room for the answer"
    assert "Access log: asked in record" in panel.found.record.value
    assert panel.model.taking.answer.head.record == panel.model.sieve.shown.head.record, "it may be taken out"
    panel.found.table.chosen = STRANGER
    assert [stop.label for stop in panel.map.stops] == ["1", "2"]
    assert [len(line.marks) for line in panel.timelines.lines] == [1, 1]
    panel.timelines.lines[0].pressed = "here"
    assert panel.found.order.chosen == "here"
    assert next(stop for stop in panel.map.stops if stop.chosen).id == "here"


async def test_who_is_followed_no_longer_can_be_chosen_again(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path, FIRST, SECOND)
    await panel.model.search()
    panel.found.table.chosen = STRANGER
    panel.model.sieve.follow_none()
    assert panel.found.table.chosen == ""


def test_a_timeline_says_how_many_of_the_reads_that_passed_its_bars_count() -> None:
    assert passed(9, 54, 12) == "9 vehicles passed, 54 reads; the bars count the 12 reads of those found"
    assert passed(9, 54, 54) == "9 vehicles passed, 54 reads"


async def test_left_out_vehicles_can_be_looked_at_with_the_reason(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path, FIRST)
    await panel.model.search()
    panel.found.leave_out.value = True
    assert cells(panel.found.table, 0) == [STRANGER]
    assert [label for label, _ in panel.found.mode.options][1] == "Left out (2)"
    panel.found.mode.value = "left"
    assert set(cells(panel.found.table, 0)) == {RESIDENT, NIGHTLY}
    assert all("other days (usual from 7 on)" in words for words in cells(panel.found.table, 1))
    assert "2 vehicles left out" in panel.found.explained.value
    panel.found.percent.value = 100
    assert cells(panel.found.table, 0) == [RESIDENT]
    panel.found.mode.value = "reads"
    assert {RESIDENT} & set(cells(panel.found.table, 0)) == set()


async def test_one_click_opens_a_vehicle_beside_the_canvass_and_under_the_same_purpose(
    client: Investigator, tmp_path: Path
) -> None:
    panel = made(client, tmp_path, FIRST, SECOND)
    await panel.model.search()
    panel.found.table.chosen = STRANGER
    panel.found.table.opened += 1
    vehicle = panel.drawer.vehicle
    assert vehicle
    assert panel.drawer.heads.chosen == "vehicle"
    answered = asyncio.Event()
    vehicle.model.looks[TRACK].observe(lambda _change: answered.set(), "answered")
    await asyncio.wait_for(answered.wait(), 20)
    assert vehicle.model.track()["read_id"].to_list() == ["there", "here"]
    panel.drawer.heads.chosen = "main"
    assert panel.found.table.chosen == STRANGER, "the canvass stands as it was"


async def test_a_refusal_leads_to_its_page_and_takes_the_answer_away(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path, FIRST)
    await panel.model.search()
    client.fails.append(
        AssentRequired("Confirm it.", assent="a1", page="/services/edge/assents/a1", section="464.7(d)")
    )
    await panel.model.search()
    words, actions = panel.notices.children
    assert "Confirm it." in words.value
    assert actions.children[0].entries[0]["page"] == "/services/edge/assents/a1"
    assert (panel.found.table.rows, panel.map.cameras, panel.timelines.children) == ([], [], ())
    assert panel.model.taking.answer is None
    client.fails.append(BadInput("More than 200,000 reads fit.", where="window", how="Give a shorter window."))
    await panel.model.search()
    assert "Give a shorter window." in panel.notices.children[0].value


async def test_nobody_found_says_what_would_find_more(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path, FIRST, colour="pink")
    await panel.model.search()
    assert panel.model.told().startswith("No vehicle around the scene. On record as ")
    assert panel.found.table.empty.startswith("No vehicle fits.")
    assert panel.form.unfolded.layout.display == ""


async def test_what_is_typed_and_drawn_stands_in_the_form_and_on_the_map(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path)
    panel.map.take(Shape("Scene A", Circle(latitude=32.8, longitude=-115.5, radius_m=400)))
    row = panel.form._rows["A"]
    assert (row.kind.value, row.radius_m.value, row.circle.layout.display) == ("circle", 400.0, "")
    row.radius_m.value = 700.0
    assert panel.map.shapes[0].area.radius_m == 700
    row.start.value = FIRST.start
    assert row.end.value, "an end is proposed"
    row.name.value = "Adams Ave <b>"
    assert panel.map.shapes[0].name == "A: Adams Ave <b>"
    panel.form.more.click()
    assert list(panel.form._rows) == ["A", "B"]
    assert [label for label, _ in panel.form.at_least.options] == ["any scene", "2 of 2 scenes"]
    panel.form.at_least.value = 2
    panel.model.remove_scene("B")
    assert (panel.model.at_least, panel.form.at_least.value) == (1, 1)


@pytest.mark.section("464.10(a)")
async def test_hostile_text_is_shown_as_text_in_every_place(station: Station, tmp_path: Path) -> None:
    client = investigator(station, tmp_path, hostile_reads(HOSTILE))
    scene = replace(FIRST, name=HOSTILE[0], start=FIRST.start.replace(hour=0) if FIRST.start else None)
    panel = made(client, tmp_path, scene)
    await panel.model.search()
    panel.found.table.chosen = "7ABC123"
    panel.found.mode.value = "reads"
    sent = str([row for table in (panel.found.table, panel.found.order) for row in table.rows])
    assert "\u202e" not in sent
    assert "x" * 500 not in sent
    assert "\u202e" not in str([camera.sent() for camera in panel.map.cameras])
    written = (panel.form._asked.value, panel.found.explained.value, panel.found.record.value)
    assert all("<img" not in html for html in written)
    assert "<img" not in panel.found.head.children[0].children[0].value


async def test_a_hundred_thousand_reads_are_paged_and_counted(station: Station, tmp_path: Path) -> None:
    client = investigator(station, tmp_path)
    panel = made(client, tmp_path, FIRST)
    await panel.model.search()
    shown = panel.model.sieve.shown
    assert shown
    many = pl.concat([shown.reads] * (100_000 // len(shown.reads) + 1)).head(100_000).with_row_index("n")
    plates = pl.format("P{}", pl.col("n") % 30_000)
    many = many.with_columns(vehicle=plates, read_id=pl.format("r{}", "n"), time=pl.lit(NOW - HOUR / 2)).drop("n")
    panel.model.sieve.shown = replace(shown, reads=many)
    assert (len(panel.found.table.rows), panel.found.table.place) == (50, "1 to 50 of 30,000")
    panel.found.mode.value = "reads"
    assert panel.found.table.place == "1 to 50 of 100,000"
    assert sum(camera.count for camera in panel.map.cameras) == 100_000


def test_without_a_session_the_notebook_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALPR_CUSTODIAN", raising=False)
    assert "ALPR_CUSTODIAN" in canvass_app().children[1].children[0].value


def test_the_days_before_are_asked_for_only_when_counted(client: Investigator, tmp_path: Path) -> None:
    panel = made(client, tmp_path, FIRST)
    panel.form.count_usual.value = False
    assert panel.form.days.layout.display == "none"
    assert DAY
