from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tests.unit.ui.fakes import NOW, FakeSearcher, assets, me, reads
from workbench.errors import AssentRequired, HubUnavailable
from workbench.policy.caller import Realm
from workbench.ui.map import Shape
from workbench.ui.partial_plate import app
from workbench.ui.search.form import pointed, told
from workbench.ui.search.found import _REJECTED
from workbench.ui.search.model import SearchModel
from workbench.ui.search.pattern import read
from workbench.ui.search.view import SearchPanel
from workbench.wire.purpose import Me
from workbench.wire.search import Circle

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def panel(tmp_path: Path) -> SearchPanel:
    client = FakeSearcher()
    return SearchPanel(SearchModel(client, client.me(), lambda: NOW), assets(tmp_path))


def column(panel: SearchPanel, number: int) -> list[str]:
    return ["".join(piece[0] for piece in row["cells"][number]["pieces"]) for row in panel.found.table.rows]


async def find(panel: SearchPanel, pattern: str) -> None:
    panel.model.pattern = pattern
    await panel.model.search()


async def test_vehicles_and_reads_are_two_views_of_one_answer(panel: SearchPanel) -> None:
    await find(panel, "7AB?1*")
    assert column(panel, 0) == ["7ABC123", "7AB8123", "7ABX199"]
    panel.found.mode.value = "reads"
    assert len(panel.found.table.rows) == 23


async def test_a_chosen_vehicle_is_followed_on_the_map_and_in_the_list(panel: SearchPanel) -> None:
    await find(panel, "7AB?1*")
    assert panel.map.stops == []
    panel.found.table.chosen = "7ABX199"
    assert len(panel.map.track) == 3
    assert len(panel.found.order.rows) == 3
    assert "not a route" in panel.found.order_head.value
    panel.model.follow_none()
    assert panel.map.track == []
    assert panel.found.order.layout.display == "none"


async def test_a_vehicle_that_is_followed_no_longer_can_be_chosen_again(panel: SearchPanel) -> None:
    await find(panel, "7AB?1*")
    panel.found.table.chosen = "7ABX199"
    panel.model.follow_none()
    assert panel.found.table.chosen == ""
    panel.found.table.chosen = "7ABX199"
    assert panel.model.vehicle == "7ABX199"


async def test_a_camera_leaves_the_sort_that_was_chosen_and_another_answer_has_its_own(panel: SearchPanel) -> None:
    await find(panel, "7AB?1*")
    panel.found.mode.value = "reads"
    panel.found.table.sort, panel.found.table.descending = "confidence", False
    panel.model.camera = panel.map.cameras[0].id
    assert panel.found.table.sort == "confidence"
    await find(panel, "7AB*")
    assert panel.found.table.sort == "time"


async def test_an_answer_of_rejected_reads_alone_says_where_they_are(panel: SearchPanel) -> None:
    await find(panel, "7ABX199")
    assert panel.model.shown
    rejected = panel.model.shown.reads.with_columns(review=pl.lit("rejected"), reviewed_by=pl.lit("ben"))
    panel.model.shown = replace(panel.model.shown, reads=rejected)
    assert (panel.found.table.rows, panel.found.table.empty) == ([], _REJECTED)
    panel.found.mode.value = "reads"
    assert len(panel.found.table.rows) == 3


async def test_a_chosen_read_follows_its_vehicle(panel: SearchPanel) -> None:
    await find(panel, "7AB?1*")
    panel.found.mode.value = "reads"
    panel.found.table.chosen = "r0000"
    assert panel.model.vehicle == "7ABC123"
    assert panel.found.table.chosen == "r0000"


async def test_a_click_on_a_camera_narrows_the_table_and_a_second_one_frees_it(panel: SearchPanel) -> None:
    await find(panel, "7AB?1*")
    panel.found.mode.value = "reads"
    name = panel.map.cameras[0].id
    panel.map._heard(panel.map, {"camera": name}, [])
    assert {told.partition(" heading ")[0] for told in column(panel, 2)} == {name}
    panel.map._heard(panel.map, {"camera": name}, [])
    assert len(panel.found.table.rows) == 23


async def test_a_read_and_its_stop_on_the_map_point_at_each_other(panel: SearchPanel) -> None:
    await find(panel, "7AB?1*")
    panel.found.table.chosen = "7AB8123"
    moved = panel.map.sight
    panel.found.order.chosen = panel.found.order.rows[2]["id"]
    (stop,) = [stop for stop in panel.map.stops if stop.chosen]
    assert "3" in stop.label.split(", ")
    assert panel.map.sight == moved
    other = next(stop for stop in panel.map.stops if not stop.chosen)
    panel.map._heard(panel.map, {"stop": other.id}, [])
    assert panel.found.order.chosen == other.id
    panel.map._heard(panel.map, {"stop": "<img src=x>"}, [])
    assert panel.found.order.chosen == other.id


async def test_reads_without_a_place_are_counted_beside_the_map(tmp_path: Path) -> None:
    client = FakeSearcher(store=reads(latitude=None))
    made = SearchPanel(SearchModel(client, client.me(), lambda: NOW), assets(tmp_path))
    await find(made, "7AB?1*")
    assert "23 reads without a place" in made.found.map.told.value


@pytest.mark.parametrize("pattern", ["*", "7<B", "7" * 200])
async def test_what_the_form_tells_is_not_told_twice_and_the_old_answer_goes(panel: SearchPanel, pattern: str) -> None:
    await find(panel, "7AB?1*")
    await find(panel, pattern)
    assert panel.notices.children == ()
    assert panel.status.text == "Not searched: see the form."
    assert panel.found.table.rows == []


async def test_an_answer_to_another_question_than_the_forms_is_said_to_be_one(panel: SearchPanel) -> None:
    await find(panel, "7AB?1*")
    assert panel.status.text == "23 reads of 3 plates. On record as 14."
    panel.model.lookalikes = True
    assert panel.status.text.endswith("On record as 14. The form asks for something else by now: press Search.")
    panel.model.lookalikes = False
    assert panel.status.text == "23 reads of 3 plates. On record as 14."
    panel.model.latitude = 32.9  # of an area that is not searched
    assert panel.status.text == "23 reads of 3 plates. On record as 14."
    panel.model.use_area = True
    assert panel.status.text.endswith("press Search.")
    await panel.model.search()
    assert panel.status.text == "23 reads of 3 plates. On record as 16."


async def test_a_new_answer_forgets_the_old_choice(panel: SearchPanel) -> None:
    await find(panel, "7AB?1*")
    panel.found.table.chosen = "7ABX199"
    await find(panel, "8XYZ*")
    assert (panel.model.vehicle, panel.map.stops, panel.found.tags.children) == ("", [], ())


async def test_a_drawn_circle_becomes_the_area(panel: SearchPanel) -> None:
    panel.map._heard(panel.map, {"shape": {"circle": {"latitude": 32.8, "longitude": -115.5, "radius_m": 1500}}}, [])
    assert (panel.model.use_area, panel.model.radius_km) == (True, 1.5)
    assert panel.map.shapes == [Shape("Area", Circle(latitude=32.8, longitude=-115.5, radius_m=1500))]


async def test_an_area_that_is_removed_from_the_map_is_searched_no_more(panel: SearchPanel) -> None:
    panel.model.take_area(Circle(latitude=32.8, longitude=-115.5, radius_m=1500))
    panel.map._heard(panel.map, {"removed": "Area"}, [])
    assert (panel.model.use_area, panel.map.shapes) == (False, [])


async def test_nothing_found_is_explained_with_ways_to_go_on(panel: SearchPanel) -> None:
    await find(panel, "ZZZ9999")
    assert panel.status.text == "No read fits. On record as 14."
    assert "No read fits this pattern" in panel.found.table.empty
    assert len(panel.found.ways.children) == 2


async def test_a_question_shows_its_page_and_a_button_to_search_again(tmp_path: Path) -> None:
    client = FakeSearcher(fails=[AssentRequired("Sure?", assent="a", page="/services/edge/assents/a")])
    made = SearchPanel(SearchModel(client, client.me(), lambda: NOW), assets(tmp_path))
    await find(made, "7??????")
    link, again = made.notices.children[1].children
    assert link.entries[0]["page"] == "/services/edge/assents/a"
    assert again.description == "Search again"


async def test_hostile_plates_and_cameras_stay_text(tmp_path: Path) -> None:
    client = FakeSearcher(
        store=reads(camera=HOSTILE, colour=HOSTILE, latitude=32.79, longitude=-115.56), who=me(organisation=HOSTILE)
    )
    made = SearchPanel(SearchModel(client, client.me(), lambda: NOW), assets(tmp_path))
    await find(made, "7AB?1*")
    made.found.table.chosen = "7ABC123"
    markup = [widget.value for widget in _walk(made) if hasattr(widget, "value") and isinstance(widget.value, str)]
    assert any(html.escape(HOSTILE) in text for text in markup)
    assert not any(HOSTILE in text for text in markup)
    assert HOSTILE not in made.map.html
    assert made.map.cameras[0].id == HOSTILE


@pytest.mark.parametrize("name", ["make", "model", "colour", "body_type", "state"])
async def test_hostile_words_for_the_vehicles_looks_stay_text(tmp_path: Path, name: str) -> None:
    client = FakeSearcher()
    made = SearchPanel(SearchModel(client, client.me(), lambda: NOW), assets(tmp_path))
    setattr(made.model, name, HOSTILE)
    await find(made, "7AB?1*")
    assert client.calls[-1]["vehicle"].asked() == {name: [HOSTILE]}
    marked = [widget.value for widget in _walk(made) if type(widget).__name__ == "HTML"]
    labels = [getattr(widget, "description", "") for widget in _walk(made)]
    assert not any("<img" in text for text in (*marked, *labels))
    assert HOSTILE not in made.map.html


def _walk(widget: object) -> list[object]:
    return [widget, *(deep for child in getattr(widget, "children", ()) for deep in _walk(child))]


def test_the_panels_text_form_holds_no_plate(panel: SearchPanel) -> None:
    assert repr(panel) == "<Search by a partial plate>"


def test_the_training_store_and_missing_isolation_are_said_at_the_head(tmp_path: Path) -> None:
    client = FakeSearcher(who=me(realm=Realm.TRAINING, isolation_enforced=False))
    made = app(client, assets(tmp_path))
    head = " ".join(str(getattr(widget, "value", "")) for widget in _walk(made))
    assert "every read is synthetic" in head
    assert "Isolation is not enforced" in head


def test_a_wrong_character_is_shown_where_it_was_typed() -> None:
    shown = told(read("7<B", lookalikes=False), "7<B", "", everywhere=False, least=4)
    assert "7<mark>&lt;</mark>B <span>(character 2)</span>" in shown


def test_a_long_text_is_cut_around_the_wrong_character() -> None:
    assert pointed("a" * 200, 100).startswith("…" + "a" * 30 + "<mark>a</mark>")


def test_few_known_characters_are_announced_before_the_search() -> None:
    reading = read("7??", lookalikes=False)
    assert "you will be asked to confirm" in told(reading, "7??", "", everywhere=False, least=4)
    assert "a second person must approve" in told(reading, "7??", "", everywhere=True, least=4)
    assert "Fewer than 4" not in told(read("7ABC*", lookalikes=False), "7ABC*", "", everywhere=False, least=4)
    assert "Fewer than 5" in told(read("7ABC*", lookalikes=False), "7ABC*", "", everywhere=False, least=5)


def test_wrong_characters_leave_fewer_that_are_certain() -> None:
    shown = told(read("7ABC", lookalikes=False, distance=1), "7ABC", "", everywhere=False, least=4)
    assert "Fewer than 4 certain characters: you will be asked to confirm" in shown
    enough = told(read("7ABC1", lookalikes=False, distance=1), "7ABC1", "", everywhere=False, least=4)
    assert "Fewer than" not in enough


async def test_what_may_be_wrong_is_chosen_in_the_form_and_told_at_once(panel: SearchPanel) -> None:
    panel.model.pattern = "7ABC124"
    by_label = {widget.description: widget for widget in _walk(panel.form) if getattr(widget, "description", "")}
    wrong, others = by_label["Wrong characters"], by_label["Other readings of the cameras"]
    assert list(wrong.options) == [0, 1, 2]
    wrong.value, others.value = 1, True
    assert (panel.model.distance, panel.model.candidates) == (1, True)
    assert any("One character may be wrong" in str(getattr(widget, "value", "")) for widget in _walk(panel.form))
    await panel.model.search()
    assert column(panel, 0) == ["7ABC123"]
    assert column(panel, 1)[0].startswith("Near: 3 read for 4 at position 7")


async def test_the_vehicles_looks_narrow_the_question_and_one_click_leaves_them_out(panel: SearchPanel) -> None:
    await find(panel, "7AB?1*")
    reads = panel.model.reads
    assert reads is not None
    make = reads["make"][0]
    assert panel.form._looks.layout.display == "none"
    panel.form.looks["make"].value = f" {make.lower()}, "
    assert (panel.form._looks.layout.display, panel.form.looks_opener.layout.display) == ("", "none")
    assert panel.status.text.endswith("press Search.")
    await panel.model.search()
    narrowed = panel.model.reads
    assert narrowed is not None
    assert set(narrowed["make"]) == {make}
    panel.form.looks["make"].value = "no such make"
    await panel.model.search()
    (again,) = [way for way in panel.model.loosenings() if way.label == "Search whatever the vehicle looks like"]
    again.apply()
    await panel.model.search()
    assert sum(camera.count for camera in panel.map.cameras) == 23


def test_a_custodian_that_cannot_be_reached_is_told_in_the_panel() -> None:
    class Down(FakeSearcher):
        def me(self) -> Me:
            raise HubUnavailable("The Hub can't say who you are.")

    made = app(Down())
    text = " ".join(str(getattr(widget, "value", "")) for widget in _walk(made))
    assert "The Hub can&#x27;t say who you are." in text
