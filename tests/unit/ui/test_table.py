from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from workbench.ui.table import Cell, Column, DataTable

HOSTILE = "<img src=x onerror=alert(1)>\u202e"
COLUMNS = [
    Column("name", "Name", lambda row: Cell.plain(row["name"])),
    Column("size", "Size", lambda row: Cell.plain(row["size"]), "number"),
]


def table(sizes: list[int | None], page: int = 3) -> DataTable:
    made = DataTable(COLUMNS, "Things", "name", size=page)
    names = [f"n{place}" for place in range(len(sizes))]
    made.show(pl.DataFrame({"name": names, "size": sizes}, schema={"name": pl.String, "size": pl.Int64}))
    return made


def shown(made: DataTable) -> list[str]:
    return [row["cells"][1]["pieces"][0][0] for row in made.rows]


def test_only_one_page_goes_to_the_browser() -> None:
    made = table(list(range(10)))
    assert (shown(made), made.pages, made.place) == (["0", "1", "2"], 4, "1 to 3 of 10")
    made.page = 3
    assert (shown(made), made.place) == (["9"], "10 to 10 of 10")


def test_sorting_is_over_all_rows_and_starts_again_at_the_first_page() -> None:
    made = table([3, 1, 2, None, 5])
    made.page = 1
    made.sort = "size"
    assert (made.page, shown(made)) == (0, ["1", "2", "3"])
    made.descending = True
    assert shown(made) == ["5", "3", "2"]


def test_a_sort_key_that_is_no_column_changes_nothing() -> None:
    made = table([2, 1])
    made.sort = "__import__('os')"
    assert shown(made) == ["2", "1"]


def test_a_page_out_of_range_shows_the_nearest() -> None:
    made = table([1, 2, 3, 4])
    made.page = 99
    assert shown(made) == ["4"]
    made.page = -5
    assert shown(made) == ["1", "2", "3"]


def test_an_empty_frame_is_an_empty_table() -> None:
    made = table([1])
    made.chosen = "n0"
    made.show(pl.DataFrame())
    assert (made.rows, made.place, made.chosen, made.pages) == ([], "", "", 1)


def test_hostile_text_travels_as_text_with_its_hidden_characters_spelled_out() -> None:
    made = DataTable(COLUMNS, "Things", "name")
    made.show(pl.DataFrame({"name": [HOSTILE], "size": [1]}))
    assert made.rows[0]["cells"][0]["pieces"] == [["<img src=x onerror=alert(1)>[U+202E]", ""]]


def test_the_tables_text_form_holds_no_cell() -> None:
    assert repr(table([1])) == "DataTable('Things')"


def test_a_row_that_something_else_points_at_is_found_on_its_page() -> None:
    made = table(list(range(10)))
    made.descending, made.sort = True, "size"
    made.choose("n0")
    assert (made.page, made.chosen) == (3, "n0")
    made.choose("nobody")
    assert (made.page, made.chosen) == (3, "n0")


def test_a_moment_breaks_between_day_and_hour_and_tells_utc_on_hovering() -> None:
    cell = Cell.moment(datetime(2026, 11, 24, 11, 18, 5, tzinfo=UTC), "America/Los_Angeles")
    assert cell.pieces == [("2026-11-24", "whole"), (" ", ""), ("03:18 PST", "whole")]
    assert cell.title == "2026-11-24 03:18:05 PST (2026-11-24 11:18:05 UTC)"
    assert Cell.moment(None, "UTC").pieces == [("-", "")]


def test_what_is_told_under_a_row_is_text_and_goes_with_the_next_frame() -> None:
    made = table([1])
    made.tell({"Why": HOSTILE, "Empty": ""}, {"Stored": "{}"})
    assert made.detail == [["Why", "<img src=x onerror=alert(1)>[U+202E]", ""], ["Stored", "{}", "folded"]]
    made.show(pl.DataFrame())
    assert made.detail == []


def test_the_persons_own_sort_stays_when_another_part_of_the_rows_is_shown_and_goes_with_other_rows() -> None:
    made = table([3, 1, 2])
    made.sort, made.descending = "size", True
    made.refill(pl.DataFrame({"name": ["a", "b"], "size": [1, 9]}), "name")
    assert (shown(made), made.sort, made.descending) == (["9", "1"], "size", True)
    made.refill(pl.DataFrame())
    made.refill(pl.DataFrame({"name": ["a", "b"], "size": [1, 9]}), "name")
    assert shown(made) == ["9", "1"]
    made.shape(COLUMNS[:1], "name")
    made.refill(pl.DataFrame({"name": ["a", "b"]}), "name")
    assert (made.sort, made.descending) == ("name", False)


def test_a_sort_that_nobody_chose_does_not_stay() -> None:
    made = table([3, 1, 2])
    made.refill(pl.DataFrame({"name": ["a", "b"], "size": [9, 1]}), "size")
    made.refill(pl.DataFrame({"name": ["a", "b"], "size": [9, 1]}), "name")
    assert shown(made) == ["9", "1"]
