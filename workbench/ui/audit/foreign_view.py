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
from workbench.ui.parts import button, markup
from workbench.ui.table import DataTable
from workbench.ui.work import spawn

_WHAT = (
    "<p>A search log of another system, as CSV: a vendor's audit file, or what a transparency portal exports. It stays "
    "in this notebook. Rules that need a person or a plate are silent where the file masks them.</p>"
)


class ForeignBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A file, its charts, its flags, the rows of the chosen flag or of the sample."""

    def __init__(self, model: ForeignModel) -> None:
        self.model = model
        self.upload = Upload("Search log (CSV)", ".csv,text/csv", self._chosen)
        self.about = markup("")
        self.charts = markup("", "alpr-charts")
        self.flags = DataTable(FLAG_COLUMNS, "Flags", "at", height="260px")
        self.flags.empty = "No rule points at anything."
        self.rows = DataTable(foreign_columns(model.zone), "Rows of the flag or of the sample", "index", size=100)
        self.rows.empty = "Choose a flag, or draw a sample."
        self.draw = card(
            model,
            {"value": w.Text(description="Public value that came out after the export")},
            {"value": "430px"},
            button("Draw rows to review", model.draw),
        )
        self.found = w.VBox([self.about, self.charts, self.flags, self.draw, self.rows])
        super().__init__([markup(_WHAT), self.upload, Told(model), self.found])
        link((self.flags, "chosen"), (model, "chosen"))
        model.observe(self._read, "log")
        model.observe(lambda _change: self.rows.show(model.rows()), ["chosen", "sample"])
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
        self.rows.show(model.rows())
