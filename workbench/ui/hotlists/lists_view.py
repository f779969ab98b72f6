"""Which lists are in force (464.7(f), 464.7(g)), how old, what is due; and ending one, after a second word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import ipywidgets as w
import polars as pl
from traitlets import link

from workbench.prose.shown import escape
from workbench.ui.hotlists.lists import ListsModel
from workbench.ui.hotlists.tables import list_columns
from workbench.ui.hotlists.working import Working
from workbench.ui.parts import NoticeBox, Status, button, markup, row
from workbench.ui.table import DataTable
from workbench.ui.work import spawn, starting
from workbench.wire.hotlists import ListState

_EMPTY = "No list is in force: reads are matched with nothing. Put one in force, or enter a plate of our own."
_UNKNOWN = "Which lists are in force is not known: look again."
Open = Callable[[str], None]


def told(model: Working, status: Status, notices: NoticeBox) -> None:
    """Let the line and the notice follow the model."""

    def follow(_change: object = None) -> None:
        status.say(model.status, model.busy)
        notices.show(model.trouble)

    model.observe(follow, ["status", "busy", "trouble"])
    follow()


class ListsView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Follows the lists; ``show`` opens the entries of one, ``renew`` the form for its next version."""

    def __init__(self, model: ListsModel, zone: str, clock: Callable[[], datetime], show: Open, renew: Open) -> None:
        self._model, self._show, self._renew = model, show, renew
        self.status, self.notices = Status(), NoticeBox(self.look)
        self.table = DataTable(list_columns(zone, clock), "Hotlists", "number", action="shows its entries")
        self.table.empty = _UNKNOWN
        self.earlier = w.Checkbox(description="Earlier versions too", indent=False)
        self.entries = button("Show its entries", lambda: self._with(self._show))
        self.renew = button("Put a newer version in force …", lambda: self._with(self._renew))
        self.end = button("End this list …", model.ask_end)
        self.sure = w.Box()
        actions = row(self.entries, self.renew, self.end, self.earlier, button("Look again", self.look))
        super().__init__([row(self.status), self.notices, self.table, actions, self.sure])
        link((model, "earlier"), (self.earlier, "value"))
        self.add_class("alpr-part")
        told(model, self.status, self.notices)
        model.observe(self._fill, ["page", "earlier"])
        model.observe(self._chosen, ["chosen", "page", "busy"])
        model.observe(self._ask, "ending")
        self.table.observe(self._row, "chosen")
        self.table.observe(lambda _change: self._with(self._show), "opened")
        self._chosen()

    def look(self) -> None:
        """Ask which lists there are."""
        spawn(self._model.look())

    def _fill(self, _change: object = None) -> None:
        lines, chosen = self._model.lines(), self._model.chosen
        self.table.empty = _UNKNOWN if self._model.page is None else _EMPTY
        self.table.show(self._model.table() if lines else pl.DataFrame())
        self.table.choose(chosen)

    def _row(self, change: dict[str, str]) -> None:
        if change["new"]:
            self._model.chosen = change["new"]

    def _with(self, call: Open) -> None:
        line = self._model.line()
        if line is not None:
            call(line.name)

    def _chosen(self, _change: object = None) -> None:
        line = self._model.line()
        active = line is not None and line.state is ListState.ACTIVE and not self._model.busy
        for each in (self.entries, self.renew, self.end):
            each.disabled = not active

    def _ask(self, _change: object) -> None:
        name = self._model.ending
        if not name:
            self.sure.children = ()
            return
        words = markup(
            f'<p role="alert"><b>End {escape(name)}?</b> From the next batch on nothing is matched with it; '
            "its entries go, its hits stay.</p>"
        )
        yes = button("End it", starting(self._model.end), main=True)
        no = button("Keep it", lambda: setattr(self._model, "ending", ""))
        self.sure.children = (row(words, yes, no),)
