"""The time brush narrows what a search released, in tables and map at once, and asks nothing (464.7(d), 464.5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.unit.ui.fakes import NOW, FakeSearcher, assets
from workbench.ui.search.model import LIMITS, SearchModel
from workbench.ui.search.results import stretch
from workbench.ui.search.view import SearchPanel

pytestmark = pytest.mark.section("464.7(d)")


@pytest.fixture
def client() -> FakeSearcher:
    return FakeSearcher()


@pytest.fixture
async def panel(client: FakeSearcher, tmp_path: Path) -> SearchPanel:
    made = SearchPanel(SearchModel(client, client.me(), lambda: NOW), assets(tmp_path))
    made.model.pattern = "7AB?1*"
    await made.model.search()
    return made


def of(panel: SearchPanel, vehicle: str) -> pl.DataFrame:
    assert panel.model.reads is not None
    return panel.model.reads.filter(pl.col("vehicle") == vehicle).sort("time")


def brush(panel: SearchPanel, since: datetime, until: datetime) -> None:
    """As the browser tells it: both ends in one message."""
    assert panel.model.shown
    start, end = panel.model.shown.span
    line = panel.found.timeline.line
    line.set_state({"since": (since - start) / (end - start), "until": (until - start) / (end - start)})


async def test_a_brush_narrows_tables_and_map_and_asks_nothing(panel: SearchPanel, client: FakeSearcher) -> None:
    own = of(panel, "7ABC123")
    middle, second = own["time"][len(own) // 2], timedelta(seconds=1)
    panel.found.mode.value = "reads"
    brush(panel, middle - second, middle + second)
    assert {row["id"] for row in panel.found.table.rows} == set(panel.model.within()["read_id"])
    assert 0 < len(panel.model.within()) < 23
    assert sum(camera.count for camera in panel.map.cameras) == len(panel.model.within())
    assert panel.found.timeline.line.told == f"{len(panel.model.within())} of 23 reads in this time"
    panel.found.mode.value = "vehicles"
    assert len(panel.found.table.rows) == panel.model.within()["vehicle"].n_unique()
    assert len(client.calls) == 1
    panel.model.whole_time()
    assert panel.found.timeline.line.brush is None
    assert sum(camera.count for camera in panel.map.cameras) == 23
    assert len(client.calls) == 1


async def test_the_followed_plates_reads_keep_their_numbers_within_the_brush(panel: SearchPanel) -> None:
    panel.found.table.chosen = "7ABX199"
    own = of(panel, "7ABX199")
    brush(panel, own["time"][1] - timedelta(seconds=1), panel.model.shown.span[1])  # type: ignore[union-attr]
    assert [row["cells"][0]["pieces"][0][0] for row in panel.found.order.rows] == ["2", "3"]
    assert "7ABX199: 2 of 3 reads" in panel.found.order_head.value
    assert len(panel.map.track) == 2
    assert panel.found.table.chosen == "7ABX199", "the choice outlives the brush"
    assert len(panel.found.timeline.line.marks) == 3, "the timeline shows what lies outside of the brush too"


async def test_a_chosen_read_is_pointed_at_in_tables_map_and_timeline(panel: SearchPanel) -> None:
    panel.found.table.chosen = "7ABX199"
    name = panel.found.order.rows[1]["id"]
    line = panel.found.timeline.line
    panel.found.order.chosen = name
    assert [mark["id"] for mark in line.marks if mark["chosen"]] == [name]
    assert [stop.chosen for stop in panel.map.stops].count(True) == 1
    other = line.marks[2]["id"]
    line.pressed = other
    assert panel.found.order.chosen == panel.model.spot == other
    line.pressed = "<script>"
    assert panel.model.spot == other, "what no mark has is not pressed"


async def test_what_the_brush_takes_away_is_pointed_at_no_more(panel: SearchPanel) -> None:
    own = of(panel, "7ABX199")
    panel.found.table.chosen = "7ABX199"
    panel.found.order.chosen = own["read_id"][0]
    brush(panel, own["time"][1], panel.model.shown.span[1])  # type: ignore[union-attr]
    assert (panel.model.vehicle, panel.model.spot) == ("7ABX199", "")
    assert not any(mark["chosen"] for mark in panel.found.timeline.line.marks)


async def test_a_new_question_frees_the_brush_and_an_unasked_one_takes_the_reads_off(panel: SearchPanel) -> None:
    line = panel.found.timeline.line
    line.set_state({"since": 0.4, "until": 0.5})
    assert panel.model.brush
    panel.model.pattern = "8XYZ*"
    await panel.model.search()
    assert (panel.model.brush, line.brush) == (None, None)
    line.set_state({"since": 0.4})
    panel.model.clear()
    assert (panel.model.brush, line.bars, line.marks, line.told) == (None, [], [], "")
    assert panel.found.timeline.layout.display == "none"


async def test_a_time_without_reads_says_so_and_can_be_left_by_a_button(panel: SearchPanel) -> None:
    line = panel.found.timeline.line
    line.set_state({"since": 0.0, "until": 0.0001})
    assert len(panel.model.within()) == 0
    assert "None of the reads found is of this time" in panel.found.table.empty
    assert panel.map.cameras
    assert not any(camera.count for camera in panel.map.cameras)
    (free,) = panel.found.tags.children[0].children
    assert free.description.startswith("✕ 20")
    free.click()
    assert (panel.model.brush, line.brush, len(panel.found.table.rows)) == (None, None, 3)


async def test_an_answer_that_was_cut_short_says_so_on_its_timeline(panel: SearchPanel) -> None:
    panel.form.limit.options = (5, *LIMITS)
    panel.model.limit = 5
    await panel.model.search()
    assert panel.found.timeline.line.told == "the first 5 of 23 reads"


def test_without_a_window_the_line_goes_from_the_first_read_to_the_last_and_never_has_no_length() -> None:
    times = pl.DataFrame({"time": [NOW, NOW - timedelta(days=2)]})
    assert stretch(times, None, None) == (NOW - timedelta(days=2), NOW + timedelta(minutes=1))
    assert stretch(times.head(1), None, None) == (NOW, NOW + timedelta(minutes=1))
    assert stretch(times, NOW, NOW + timedelta(days=1)) == (NOW, NOW + timedelta(days=1))
    start, end = stretch(times.clear(), None, None)
    assert start < end
