"""Tabs: one of several views at a time, opened by mouse or by keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as w
import traitlets as t

from workbench.prose.shown import visible

_HERE = Path(__file__).parent


class TabList(anywidget.AnyWidget):
    """The tabs' heads. ``entries`` are pairs of a name and what is written on it; ``chosen`` is one of the names."""

    _esm = _HERE / "tabs.js"
    label = t.Unicode().tag(sync=True)
    entries: t.List[list[str]] = t.List().tag(sync=True)
    chosen = t.Unicode().tag(sync=True)
    off = t.Bool(False).tag(sync=True)
    """Whether there is nothing to open yet."""

    def offer(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show these heads."""
        self.entries = [[name, visible(label, 60)] for name, label in entries]


class Tabs(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Shows the view of the chosen tab; the others keep their state."""

    def __init__(self, label: str, views: Mapping[str, tuple[str, w.Widget]], **options: Any) -> None:
        self.heads = TabList(label=label, chosen=next(iter(views), ""))
        self._body = w.VBox()
        super().__init__([self.heads, self._body], **options)
        self.heads.observe(self._choose, "chosen")
        self.set(views)

    def set(self, views: Mapping[str, tuple[str, w.Widget]]) -> None:
        """Offer these views, by name: what is written on the tab, and what it shows."""
        self.views = dict(views)
        self.heads.offer([(name, label) for name, (label, _) in views.items()])
        if self.heads.chosen not in self.views:
            self.heads.chosen = next(iter(self.views), "")
        self._body.children = tuple(view for _, view in self.views.values())
        self._choose()

    def _choose(self, _change: object = None) -> None:
        for name, (_, view) in self.views.items():
            view.layout.display = "" if name == self.heads.chosen else "none"
