"""What the tabs of this panel are put together from (464.6): a status, a notice, fields in a card, facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ipywidgets as w
from traitlets import link

from workbench.prose.shown import escape
from workbench.ui.audit.asking import Asking
from workbench.ui.parts import NoticeBox, Status, row


class Told(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """The notice and the spoken line of a model."""

    def __init__(self, model: Asking, again: Callable[[], None] | None = None, label: str = "Try again") -> None:
        self.model, self.status = model, Status()
        self.notices = NoticeBox(again, label)
        super().__init__([self.notices, self.status])
        model.observe(self._said, ["status", "busy", "trouble"])
        self._said()

    def _said(self, _change: object = None) -> None:
        self.status.say(self.model.status, self.model.busy)
        self.notices.show(self.model.trouble)


def card(model: Asking, fields: Mapping[str, w.Widget], widths: Mapping[str, str], *buttons: w.Button) -> w.Box:
    """Fields that are bound to a model's traits of the same names, and buttons that rest while it is busy."""
    for name, field in fields.items():
        field.layout.width = widths.get(name, "170px")
        link((model, name), (field, "value"))
    made = row(*fields.values(), *buttons)
    made.add_class("alpr-card")

    def rest(_change: object = None) -> None:
        for each in buttons:
            each.disabled = model.busy

    model.observe(rest, "busy")
    return made


def table_of(facts: Mapping[str, str]) -> str:
    """Facts by name, as HTML; empty ones are left out."""
    rows = "".join(f'<tr><th scope="row">{n}</th><td>{escape(v)}</td></tr>' for n, v in facts.items() if v)
    return f'<table class="facts">{rows}</table>' if rows else ""
