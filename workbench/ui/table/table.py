"""A real table on the screen: sorted and paged in Python, drawn as text only, walked with arrows or j and k."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import anywidget
import polars as pl
import traitlets as t

from workbench.prose.shown import visible
from workbench.ui.words import exact, local

_HERE = Path(__file__).parent
PAGE = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell: pieces of text, each with a kind that the style knows (given, swapped, open ...)."""

    pieces: list[tuple[str, str]]
    title: str = ""
    image: str = ""
    """An image under the text, as a ``data:`` address; ``alt`` says in words what it is."""
    alt: str = ""

    @staticmethod
    def plain(text: object, kind: str = "") -> Cell:
        """A cell of one piece."""
        return Cell([("" if text is None else str(text), kind)])

    @staticmethod
    def moment(time: datetime | None, zone: str) -> Cell:
        """A moment in the agency's time zone; it breaks between day and hour only, and hovering tells it exactly."""
        if time is None:
            return Cell.plain("-")
        day, hour = local(time, zone).split(" ", 1)
        return Cell([(day, "whole"), (" ", ""), (hour, "whole")], exact(time, zone))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``key`` of the frame to sort by, the head that people read, and how its cells look."""

    key: str
    label: str
    cell: Callable[[dict[str, Any]], Cell]
    look: str = ""
    """``number``, ``mono``, ``nowrap``, ``when`` (one line where there is room), ``name`` (of a user or device, broken
    where it must be), ``note`` (small print) and ``long`` (cut after some lines) are known."""
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it goes to the browser."""

    id: str
    cells: list[Cell] = field(default_factory=list)

    def sent(self) -> dict[str, Any]:
        """As JSON."""
        return {"id": self.id, "cells": [_sent(cell) for cell in self.cells]}


def _sent(cell: Cell) -> dict[str, Any]:
    told: dict[str, Any] = {
        "pieces": [[visible(text, 400), kind] for text, kind in cell.pieces],
        "title": visible(cell.title, 600),
    }
    return told | ({"image": cell.image, "alt": visible(cell.alt, 200)} if cell.image else {})


class DataTable(anywidget.AnyWidget):
    """Shows a polars frame of any length; only one page is in the browser.

    ``chosen`` is the ``id`` of the row that the person is on; ``opened`` counts presses of Enter on it, where
    ``action`` says what they do. ``detail`` is shown under the chosen row, as names and texts, folded or not.
    """

    _esm = _HERE / "table.js"
    _css = _HERE / "table.css"
    caption = t.Unicode().tag(sync=True)
    heads: t.List[dict[str, Any]] = t.List().tag(sync=True)
    rows: t.List[dict[str, Any]] = t.List().tag(sync=True)
    sort = t.Unicode().tag(sync=True)
    descending = t.Bool(False).tag(sync=True)
    page = t.Int(0).tag(sync=True)
    pages = t.Int(1).tag(sync=True)
    place = t.Unicode().tag(sync=True)
    empty = t.Unicode("Nothing to show.").tag(sync=True)
    height = t.Unicode("430px").tag(sync=True)
    action = t.Unicode().tag(sync=True)
    letters = t.Unicode().tag(sync=True)
    """Further keys that mean something on a row; ``letters_told`` says what, and ``on_key`` hears them."""
    letters_told = t.Unicode().tag(sync=True)
    chosen = t.Unicode().tag(sync=True)
    opened = t.Int(0).tag(sync=True)
    detail: t.List[list[str]] = t.List().tag(sync=True)

    def __init__(self, columns: Sequence[Column], caption: str, key: str, size: int = PAGE, **options: Any) -> None:
        super().__init__(caption=caption, **options)
        self._size = size
        self._filling = False
        self._own = False
        """Whether the person chose the sort."""
        self._pressed: list[Callable[[str, str], None]] = []
        self._frame = pl.DataFrame()
        self.on_msg(self._heard)
        self.observe(self._turned, ["sort", "descending", "page"])
        self.shape(columns, key)

    @property
    def key(self) -> str:
        """The frame's column that names a row."""
        return self._key

    def on_key(self, call: Callable[[str, str], None]) -> None:
        """Call with each of ``letters`` that is pressed on a row, and the row's id."""
        self._pressed.append(call)

    def _heard(self, _widget: object, content: Any, _buffers: object) -> None:
        if isinstance(content, dict) and str(content.get("key", "")) in list(self.letters):
            for call in self._pressed:
                call(content["key"], str(content.get("row", "")))

    def shape(self, columns: Sequence[Column], key: str) -> None:
        """Use these columns; ``key`` is the frame's column that names a row."""
        before = [head["key"] for head in self.heads]
        self._columns, self._key = list(columns), key
        self.heads = [{"key": c.key, "label": c.label, "look": c.look, "sortable": c.sortable} for c in self._columns]
        self._own = self._own and before == [head["key"] for head in self.heads]

    def show(self, frame: pl.DataFrame, sort: str = "", *, descending: bool = False) -> None:
        """Show a frame from its first page, sorted as asked; no sort keeps the frame's own order."""
        self._frame, self._own = frame, False
        self._filling = True
        self.detail = []
        self.chosen, self.page, self.sort, self.descending = "", 0, sort, descending
        self._filling = False
        self._fill()

    def refill(self, frame: pl.DataFrame, sort: str = "", *, descending: bool = False) -> None:
        """Show another part of what is shown: as ``show``, but the person's own sort of these columns stays."""
        if not self._own:
            self.show(frame, sort, descending=descending)
            return
        self.show(frame, self.sort, descending=self.descending)
        self._own = True

    def redraw(self) -> None:
        """Draw the rows of this page anew, where what their cells tell has changed; page, sort and row stay."""
        self._fill()

    def choose(self, name: str) -> None:
        """Go to a row that something else on the screen points at, on whichever page it stands."""
        frame = self._sorted()
        at = frame[self._key].cast(pl.String).index_of(name) if self._key in frame.columns else None
        if at is not None:
            self.page = at // self._size
            self.chosen = name

    def choose_none(self) -> None:
        """Leave every row, so that the same one can be chosen again."""
        self.chosen = ""

    def grasp(self) -> None:
        """Put the keyboard on the chosen row."""
        self.send({"grasp": True})

    def tell(self, facts: Mapping[str, str], folded: Mapping[str, str] | None = None) -> None:
        """Show these texts by name under the chosen row; the folded ones open on a click."""
        open_, shut = facts.items(), (folded or {}).items()
        told = [[name, visible(words), ""] for name, words in open_ if words]
        self.detail = told + [[name, visible(words), "folded"] for name, words in shut]

    def _turned(self, change: dict[str, Any]) -> None:
        if self._filling:
            return
        self._own = self._own or change["name"] != "page"
        if change["name"] != "page" and self.page != 0:
            self.page = 0
            return
        self._fill()

    def _sorted(self) -> pl.DataFrame:
        if self.sort not in self._frame.columns:
            return self._frame
        return self._frame.sort(self.sort, descending=self.descending, nulls_last=True, maintain_order=True)

    def _fill(self) -> None:
        frame = self._sorted()
        self.pages = max(1, math.ceil(len(frame) / self._size))
        first = min(max(self.page, 0), self.pages - 1) * self._size
        shown = frame.slice(first, self._size)
        self.place = f"{first + 1:,} to {first + len(shown):,} of {len(frame):,}" if len(shown) else ""
        self.rows = [
            Row(str(row[self._key]), [column.cell(row) for column in self._columns]).sent()
            for row in shown.iter_rows(named=True)
        ]

    def __repr__(self) -> str:
        return f"DataTable({self.caption!r})"
