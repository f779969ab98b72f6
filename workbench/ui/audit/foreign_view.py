"""The last tab (464.6): another system's log, looked at by the same rules."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as w
from traitlets import link

from workbench.audit.report.page import figure_of
from workbench.ui.audit.boxes import Told, card, table_of
from workbench.ui.audit.foreign import ForeignModel
from workbench.ui.audit.tables import FLAG_COLUMNS, foreign_columns
from workbench.ui.ingest.upload import Upload
from workbench.ui.parts import button, markup, moment
from workbench.ui.table import DataTable
from workbench.ui.work import spawn, starting

_WHAT = (
    "<p>A search log of another system, as CSV: a vendor's audit file, or what a transparency portal exports. It stays "
    "in this notebook until its audit is announced. Rules that need a person or a plate are silent where the file "
    "masks them.</p>"
)
_AUDIT = (
    "<h3>Have it audited</h3><p>The file is kept with its audit, which goes on under “Quarters”, “Review” and "
    "“Findings and report” like one of our own: drawn by a public value that nobody can know yet, reviewed by two, "
    "sealed.</p>"
)


class ForeignBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A file, its charts, its flags, the rows of the chosen one, and the audit that it is handed in for."""

    def __init__(self, model: ForeignModel) -> None:
        self.model = model
        self.upload = Upload("Search log (CSV)", ".csv,text/csv", self._chosen)
        self.about = markup("")
        self.charts = markup("", "alpr-charts")
        self.flags = DataTable(FLAG_COLUMNS, "Flags", "at", height="260px")
        self.flags.empty = "No rule points at anything."
        self.rows = DataTable(foreign_columns(model.zone), "Rows of the flag", "index", size=100)
        self.rows.empty = "Choose a flag."
        self.find = card(
            model,
            {"words": w.Text(description="What you found in rows of the file")},
            {"words": "560px"},
            button("Raise it as a finding", starting(model.raise_finding)),
        )
        self.announce = card(
            model,
            {
                "source": w.Text(description="Public value for the log in this file"),
                "drawn_at": moment("Its value is known from", model.zone),
            },
            {"source": "430px", "drawn_at": "262px"},
            button("Announce its audit", starting(model.announce), main=True),
        )
        leads = [markup(_AUDIT), self.announce] if model.leads else []
        self.found = w.VBox([self.about, self.charts, self.flags, self.rows, self.find, *leads])
        super().__init__([markup(_WHAT), self.upload, Told(model), self.found])
        link((self.flags, "chosen"), (model, "chosen"))
        model.observe(self._read, "log")
        model.observe(self._rows, "chosen")
        self._read()

    def _chosen(self, name: str, file: Path | None) -> None:
        if file is not None:
            spawn(self.model.load(name, file))

    def _read(self, _change: object = None) -> None:
        model = self.model
        self.found.layout.display = "" if model.log else "none"
        if model.log is None:
            return
        self.about.value = table_of(model.facts())
        self.charts.value = "".join(map(figure_of, model.charts()))
        self.flags.show(model.table())
        self._rows()

    def _rows(self, _change: object = None) -> None:
        self.rows.show(self.model.rows())
        self.find.layout.display = "" if self.model.chosen else "none"
