"""464.7(d): whoever can't see the map has the same in rows, and chooses there as on the map."""

from __future__ import annotations

import pytest

from tests.unit.ui.test_map_crowd import VALLEY, ZONE, scattered
from workbench.mapping.listing import listing
from workbench.ui.map import Camera, FoliumView, MapTable, ReadsLayer, Shape, Stop
from workbench.wire.search import Circle

pytestmark = pytest.mark.section("464.7(d)")

HOSTILE = "<img src=x onerror=alert(1)>"


def view() -> FoliumView:
    made = FoliumView("<p>", shapes=[Shape("Scene A", Circle(latitude=32.8, longitude=-115.5, radius_m=900))])
    made.show(
        cameras=[Camera(HOSTILE, 32.7, -115.5, count=1234, text=f"{HOSTILE}\n1,234 reads"), Camera("b", 32.7, -115.6)],
        stops=[Stop("r1", 32.7, -115.5, "1, 2", text="I-8\n1: noon")],
    )
    return made


def cells(table: MapTable) -> list[list[str]]:
    return [["".join(piece[0] for piece in cell["pieces"]) for cell in row["cells"]] for row in table.table.rows]


def test_each_thing_on_the_map_is_a_row() -> None:
    assert listing(view()).select("what", "name", "told", "count").rows() == [
        ("Area", "Scene A", "circle of 900 m around 32.80000, -115.50000", None),
        ("Stop", "1, 2", "I-8; 1: noon", None),
        ("Camera", HOSTILE, "1,234 reads", 1234),
        ("Camera", "b", "", 0),
    ]


def test_reads_and_hexagons_are_rows_too() -> None:
    made = FoliumView("<p>")
    layer = ReadsLayer(made, ZONE)
    layer.show(scattered(3))
    rows = listing(made)
    assert rows["key"].to_list() == ["point:r0", "point:r1", "point:r2"]
    assert rows["name"][0] == "7ABC000"
    assert rows["told"][0] == "Patrol 0; 2026-10-31 17:00 PDT"
    made._tell("view", VALLEY)
    layer.form = "hexagons"
    assert listing(made)["count"].sum() == 3


def test_the_table_is_filled_when_it_is_asked_for_and_follows_the_map() -> None:
    made = view()
    table = MapTable(made)
    assert table.children == ()
    table.switch.value = True
    assert table.children == (table.table,)
    assert [row[1] for row in cells(table)] == ["Scene A", "1, 2", HOSTILE, "b"]
    table.table.sort = "name"
    made.show(stops=[])
    assert [row[1] for row in cells(table)] == [HOSTILE, "Scene A", "b"]
    table.switch.value = False
    assert table.children == ()


def test_enter_on_a_row_does_as_much_as_a_click_and_arrows_do_not() -> None:
    made, heard = view(), []
    table = MapTable(made)
    table.switch.value = True
    for listen in (made.on_camera, made.on_stop, made.on_point):
        listen(heard.append)
    table.table.chosen = f"camera:{HOSTILE}"
    assert heard == []
    table.table.opened += 1
    table.table.chosen = "stop:r1"
    table.table.opened += 1
    table.table.chosen = "area:Scene A"
    table.table.opened += 1
    assert heard == [HOSTILE, "r1"]


def test_the_column_of_numbers_says_what_the_map_counts() -> None:
    made = view()
    table = MapTable(made)
    table.switch.value = True
    assert [head["label"] for head in table.table.heads][2] == "Reads"
    made.counting = "hits"
    made.show(cameras=[Camera("b", 32.7, -115.6, count=2, text="b\n2 hits")])
    assert [head["label"] for head in table.table.heads][2] == "Hits"
