"""Entries of a list, and entering one of our own (464.7.1(c), 464.7(g)): vouched for, due, withdrawn."""

from __future__ import annotations

import ipywidgets as w
import polars as pl
from traitlets import link

from workbench.prose.receipts import on_record
from workbench.prose.shown import escape
from workbench.ui.field import Field
from workbench.ui.hotlists.entries import EntriesModel
from workbench.ui.hotlists.lists_view import told
from workbench.ui.hotlists.tables import entry_columns
from workbench.ui.parts import NoticeBox, Status, button, markup, row
from workbench.ui.table import DataTable
from workbench.ui.work import spawn, starting
from workbench.wire.hotlists import OWN_LIST

_DUE = [("All", "all"), ("Expiring soon", "expiring"), ("Expired", "expired")]
_CHOOSE = "Choose an entry in the table to renew or withdraw it."
_NOT_OURS = "Only entries of our own are renewed and withdrawn one by one."
_WIDTHS = {
    "plate": "130px",
    "state": "90px",
    "reason": "230px",
    "case_number": "150px",
    "expiry": "150px",
    "note": "280px",
}


class EntriesView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """The form for one entry, and the entries of a list under it."""

    def __init__(self, model: EntriesModel, zone: str) -> None:
        self._model = model
        self.status, self.notices = Status(), NoticeBox()
        self.title = markup("")
        self.table = DataTable(
            entry_columns(zone), "Entries, those that expire first on top", "entry_id", height="44vh"
        )
        self.more = button("Later entries", starting(model.later))
        self.first = button("From the first", self.look)
        self.sure = w.Box()
        self.record = markup("", "alpr-record")
        super().__init__(
            [
                self._form(),
                self.notices,
                self.status,
                self.title,
                self._narrow(),
                self.table,
                self._actions(),
                self.sure,
                self.record,
            ]
        )
        self.add_class("alpr-part")
        told(model, self.status, self.notices)
        model.observe(self._shown, ["page", "chosen", "busy", "name"])
        model.observe(self._ask, "withdrawing")
        self.table.observe(self._row, "chosen")
        self._shown()

    def look(self) -> None:
        """Look at the entries, from the first on."""
        spawn(self._model.look())

    def _form(self) -> w.Widget:
        model = self._model
        fields: dict[str, w.Widget] = {
            "plate": w.Text(description="Plate"),
            "state": w.Text(description="State", placeholder="e.g. CA"),
            "reason": w.Text(description="Reason", placeholder="e.g. vehicle of a felony"),
            "case_number": w.Text(description="Case number"),
            "expiry": w.DatePicker(description="Last day", max=model.last_day()),
            "note": w.Text(description="Note", placeholder="e.g. dent in the left door"),
        }
        for name, field in fields.items():
            field.layout.width = _WIDTHS.get(name, "150px")
            link((model, name), (field, "value"))
        self.fields = fields
        self.enter = button("Enter the plate", starting(model.enter), main=True)
        self.rule = markup("")
        self.limit()
        card = w.VBox([self.rule, row(*fields.values(), self.enter)])
        card.add_class("alpr-card")
        return card

    def limit(self) -> None:
        """Tell how long an entry may last, as the custodian has it."""
        self.fields["expiry"].max = self._model.last_day()
        self.rule.value = (
            f"<p>An entry of our own needs a case, a reason and a last day, {self._model.longest} days ahead at most "
            "(464.7.1(c)). Entered again for the same case and reason it is renewed.</p>"
        )

    def _narrow(self) -> w.Widget:
        model = self._model
        self.due = w.ToggleButtons(description="Which", options=_DUE)
        self.due.style.button_width = "auto"
        self.wanted = Field("Only this plate", self.look, width="140px")
        link((model, "due"), (self.due, "value"))
        link((model, "wanted"), (self.wanted, "value"))
        return row(self.due, self.wanted, button("Look", self.look), self.first, self.more)

    def _actions(self) -> w.Widget:
        self.edit = button("Renew it: take it into the form", self._model.edit)
        self.withdraw = button("Withdraw it …", self._model.ask_withdraw)
        self.hint = markup("")
        return row(self.edit, self.withdraw, self.hint)

    def _row(self, change: dict[str, str]) -> None:
        if change["new"]:
            self._model.chosen = change["new"]

    def _shown(self, change: dict[str, object] | None = None) -> None:
        model = self._model
        if change is None or change["name"] in ("page", "name"):
            self.title.value = f"<h3>{escape(model.name)}</h3>"
            self.table.show(model.table() if model.page and model.page.entries else pl.DataFrame())
            page = model.page
            self.record.value = on_record(page.record, page.result_record, page.receipt) if page else ""
            self.table.empty = "Nothing looked at yet." if model.page is None else "No entry fits."
        ours = model.entry() is not None and model.name == OWN_LIST and not model.busy
        self.edit.disabled = self.withdraw.disabled = not ours
        hint = _CHOOSE if model.name == OWN_LIST else _NOT_OURS
        self.hint.value = "" if ours or model.busy else f"<p>{hint}</p>"
        self.enter.disabled = model.busy
        self.more.layout.display = "" if model.has_more else "none"
        self.first.layout.display = "" if model.skip else "none"

    def _ask(self, _change: object) -> None:
        entry = self._model.entry()
        if not self._model.withdrawing or entry is None:
            self.sure.children = ()
            return
        words = markup(
            f'<p role="alert"><b>Withdraw {escape(entry.plate)}, case {escape(entry.case_number)}?</b> '
            "Nothing is matched with it from the next batch on; its hits stay.</p>"
        )
        note = w.Text(description="Why", placeholder="e.g. the car was found")
        yes = button("Withdraw", starting(lambda: self._model.withdraw(note.value)), main=True)
        no = button("Keep it", lambda: setattr(self._model, "withdrawing", ""))
        self.sure.children = (row(words, note, yes, no),)
