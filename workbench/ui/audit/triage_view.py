"""The fourth tab (464.6, 464.7.1(b)-(c)): what detectors say of a week, with the rows that they name."""

from __future__ import annotations

import ipywidgets as w
from traitlets import link

from workbench.prose.receipts import receipt_details
from workbench.ui.audit.boxes import Told, card
from workbench.ui.audit.tables import FLAG_COLUMNS, entry_columns
from workbench.ui.audit.triage import TriageModel
from workbench.ui.parts import button, markup, moment
from workbench.ui.table import DataTable
from workbench.ui.work import starting

_WHAT = (
    "<p>What a rule points at is a question to you, and no verdict: most flags have an honest reason. They are no part "
    "of an audit's estimate.</p>"
)


class TriageBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A window, the flags, the rows of the chosen one."""

    def __init__(self, model: TriageModel) -> None:
        self.model = model
        look = card(
            model,
            {"start": moment("From", model.zone), "end": moment("To", model.zone)},
            {"start": "230px", "end": "230px"},
            button("Look", starting(model.look), main=True),
        )
        self.flags = DataTable(FLAG_COLUMNS, "Flags", "at", height="320px")
        self.flags.empty = "No rule points at anything."
        self.entries = DataTable(entry_columns(model.zone), "Rows of the chosen flag", "index", height="320px")
        self.entries.empty = "Choose a flag."
        self.find = card(
            model,
            {"words": w.Text(description="What you found in these rows")},
            {"words": "560px"},
            button("Raise finding", starting(model.raise_finding)),
        )
        self.record = markup("", "alpr-record")
        super().__init__([markup(_WHAT), look, Told(model), self.flags, self.entries, self.find, self.record])
        link((self.flags, "chosen"), (model, "chosen"))
        model.observe(self._queue, "queue")
        model.observe(self._rows, "chosen")
        self.find.layout.display = "none"

    def _queue(self, _change: object) -> None:
        self.flags.show(self.model.table())
        self.entries.show(self.model.entries())
        self.record.value = receipt_details(self.model.queue.receipt) if self.model.queue else ""

    def _rows(self, _change: object) -> None:
        self.entries.show(self.model.entries())
        self.find.layout.display = "" if self.model.flag() else "none"
