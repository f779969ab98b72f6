"""Saved searches under the form (464.5, 464.7(d)): looked at when asked, put into the form, never run unasked."""

from __future__ import annotations

import ipywidgets as w
from traitlets import link

from workbench.prose.shown import escape, visible
from workbench.ui.field import Field
from workbench.ui.parts import NoticeBox, Status, button, markup, row
from workbench.ui.search.saved import SavedModel, asks
from workbench.ui.work import starting
from workbench.wire.saved import LONGEST_NAME

_HINT = (
    "Kept under your name alone: the form, with a window counted back from when you open it. No purpose, no reads. "
    "Saving, looking and deleting are on record."
)


class SavedView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Follows the model; not there until somebody presses ``opener``, which stands in the form above."""

    def __init__(self, model: SavedModel) -> None:
        self._model = model
        self.opener = button("Saved searches …", starting(model.look), title="Look at your saved searches, on record")
        self.choice = w.Dropdown(description="Saved search")
        self.choice.layout.width = "300px"
        self.name = Field(
            "Name for this search", starting(model.keep), placeholder="at most 60 characters", width="260px"
        )
        self.put = button("Open in the form", model.open)
        self.forget = button("Delete", starting(model.forget), title="Delete the chosen saved search")
        self.save = button("Save this search", starting(model.keep))
        self.told = markup("")
        self.status = Status()
        self.notices = NoticeBox(model.confirm, "It belongs to this case")
        self._one = row(self.choice, self.put, self.forget)
        self._all = w.VBox([row(self._one, self.name, self.save), self.told, markup(f"<p>{_HINT}</p>")])
        super().__init__([self.status, self._all, self.notices])
        self.add_class("alpr-card")
        self.layout.display = "none"
        link((model, "name"), (self.name, "value"))
        self.choice.observe(self._picked, "value")
        model.observe(self._listed, "searches")
        model.observe(self._chosen, "chosen")
        model.observe(self._said, ["status", "busy", "trouble"])
        self._listed()

    def _listed(self, change: dict[str, object] | None = None) -> None:
        searches = self._model.searches
        self.opener.layout.display = "" if searches is None else "none"
        self._all.layout.display = "none" if searches is None else ""
        self._one.layout.display = "" if searches else "none"
        names = [each.name for each in searches or []]
        chosen = self._model.chosen
        self.choice.options = [(visible(name, LONGEST_NAME), name) for name in names]
        self.choice.value = chosen if chosen in names else (names[0] if names else None)
        self._chosen()
        if change and change["old"] is None:  # the opener, which had the keyboard, is gone
            (self.choice if searches else self.name).focus()

    def _picked(self, change: dict[str, str | None]) -> None:
        self._model.chosen = change["new"] or ""

    def _chosen(self, _change: object = None) -> None:
        model = self._model
        saved = model.of(model.chosen)
        if saved is not None:
            self.choice.value = saved.name
        self.told.value = f"<div>Asks for: <b>{escape(asks(saved.form))}</b></div>" if saved else ""

    def _said(self, _change: object) -> None:
        model = self._model
        self.layout.display = ""
        self.status.say(model.status, model.busy)
        self.notices.show(model.trouble)
        for each in (self.opener, self.put, self.forget, self.save):
            each.disabled = model.busy
