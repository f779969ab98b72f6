"""The map as a table (464.7(d)): the same things in rows, chosen with the keyboard, heard by a screen reader."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from workbench.mapping.listing import listing
from workbench.ui.map.view import FoliumView
from workbench.ui.table import Cell, Column, DataTable

_FOLLOWED = ["cameras", "stops", "points", "cells", "shapes"]


def _place(row: dict[str, Any]) -> Cell:
    return Cell.plain(f"{row['latitude']:.5f}, {row['longitude']:.5f}")


def _columns(counting: str) -> list[Column]:
    """One row a thing; ``counting`` is what the numbers on the map count."""
    return [
        Column("what", "What", lambda row: Cell.plain(row["what"])),
        Column("name", "Name", lambda row: Cell.plain(row["name"])),
        Column("count", counting.capitalize(), lambda row: Cell.plain(_count(row["count"])), "number"),
        Column("told", "Told", lambda row: Cell.plain(row["told"]), "long"),
        Column("latitude", "Latitude, longitude", _place, "nowrap"),
    ]


def _count(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


class MapTable(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """What the view shows, where ``switch``, which stands elsewhere, is on; Enter does as much as a click there."""

    def __init__(self, view: FoliumView, height: str = "260px") -> None:
        self._view = view
        self.switch = w.ToggleButton(description="Show the map as a table", value=False)
        self.switch.layout.width = "auto"
        self.table = DataTable(_columns(view.counting), "What the map shows", "key", height=height)
        self.table.empty = "Nothing is on the map."
        super().__init__()
        self.switch.observe(self._switched, "value")
        self.table.action = "Choose on the map"
        self.table.observe(self._opened, "opened")
        view.observe(self._fill, _FOLLOWED)

    def _switched(self, change: dict[str, Any]) -> None:
        self.switch.description = "Hide the table of the map" if change["new"] else "Show the map as a table"
        self.children = (self.table,) if change["new"] else ()
        self._fill()

    def _fill(self, _change: object = None) -> None:
        if not self.switch.value:
            return
        kept = self.table.chosen
        self.table.shape(_columns(self._view.counting), "key")
        self.table.show(listing(self._view), self.table.sort, descending=self.table.descending)
        self.table.choose(kept)

    def _opened(self, _change: object) -> None:
        what, _, name = self.table.chosen.partition(":")
        self._view.press(what, name)
