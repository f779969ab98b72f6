"""The fifth tab (464.7.1(b)-(c)): plates that are watched, by the words that say as what."""

from __future__ import annotations

import ipywidgets as w
from traitlets import link

from workbench.ui.audit.boxes import Told, card
from workbench.ui.audit.tables import watched_columns
from workbench.ui.audit.watched import WatchedModel
from workbench.ui.parts import button, markup, row
from workbench.ui.table import DataTable
from workbench.ui.work import starting

_WHAT = (
    "<p>Plates of members, of their households, and of people who complained. Searches for them are always in an "
    "audit's sample, and a rule points at them. What is kept is a keyed hash: nobody can read the plate out of it. "
    "Another administrator approves that one is watched no more.</p>"
)


class WatchedBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A form and a list."""

    def __init__(self, model: WatchedModel) -> None:
        self.list = DataTable(watched_columns(model.zone), "Watched plates", "hash", height="360px")
        self.list.empty = "No plate is watched."
        form = card(
            model,
            {"plate": w.Text(description="Plate"), "word": w.Text(description="Watched as")},
            {"plate": "150px", "word": "380px"},
            button("Watch", starting(model.watch), main=True),
        )
        gone = button("Watch the chosen one no more", starting(model.unwatch))
        super().__init__([markup(_WHAT), form, Told(model), self.list, row(gone)])
        link((self.list, "chosen"), (model, "chosen"))
        model.observe(lambda _change: self.list.show(model.table()), "watched")
