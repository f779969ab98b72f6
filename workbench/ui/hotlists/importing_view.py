"""Putting a list in force (464.7(f), 464.7(g)): the file, what was understood of it, what would change, then whole."""

from __future__ import annotations

import ipywidgets as w
import polars as pl
from traitlets import link

from workbench.prose.receipts import on_record
from workbench.prose.shown import escape
from workbench.ui.hotlists.importing import ImportModel
from workbench.ui.hotlists.lists_view import told
from workbench.ui.hotlists.tables import REJECTED, change_columns, changes
from workbench.ui.ingest.model import rejected
from workbench.ui.ingest.upload import Upload
from workbench.ui.parts import NoticeBox, Status, button, markup, row
from workbench.ui.table import DataTable
from workbench.ui.words import plural
from workbench.ui.work import starting
from workbench.wire.hotlist_entries import HotlistPreview
from workbench.wire.hotlists import HOTLIST_FORMATS
from workbench.wire.ingest import Rejected

_FORMATS = [("Recognise it from the content", ""), *((title, name) for name, title in HOTLIST_FORMATS.items())]
_TERMS = "<p>What the file does not say of an entry itself is taken from here; an entry that lacks one is rejected.</p>"


class ImportView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Two steps: look through, then put in force."""

    def __init__(self, model: ImportModel, zone: str) -> None:
        self._model, self._zone = model, zone
        self.status, self.notices = Status(), NoticeBox()
        self.look = button("Look it through", starting(model.look), main=True)
        self.install = button("Put in force", starting(model.install), main=True)
        self.summary = markup("")
        self.changes = DataTable(change_columns(), "What would change", "id", height="38vh")
        self.record = markup("", "alpr-record")
        self.rejected = DataTable(REJECTED, "Rejected entries", "line", height="30vh")
        super().__init__(
            [
                self._form(),
                self.notices,
                self.status,
                self.summary,
                row(self.install),
                self.changes,
                self.rejected,
                self.record,
            ]
        )
        self.add_class("alpr-part")
        told(model, self.status, self.notices)
        model.observe(self._shown, ["preview", "receipt", "busy"])
        self._shown()

    def _form(self) -> w.Widget:
        model = self._model
        files = [("Choose …", ""), *((name, name) for name in model.choices())]
        fields: dict[str, w.Widget] = {
            "path": w.Dropdown(description="File in your home folder", options=files),
            "name": w.Text(description="Name of the list", placeholder="e.g. DOJ stolen vehicles"),
            "source": w.Dropdown(description="Source", options=[("Choose …", "")]),
            "format": w.Dropdown(description="Format", options=_FORMATS),
            "reason": w.Text(description="Reason", placeholder="e.g. stolen vehicle"),
            "case_number": w.Text(description="Case number", placeholder="of the case, or of its message"),
            "entry_date": w.DatePicker(description="Entered on"),
            "expiry": w.DatePicker(description="Last day"),
        }
        for name, field in fields.items():
            field.layout.width = "275px" if name in ("path", "name", "format", "case_number") else "180px"
            link((model, name), (field, "value"))
        self.fields = fields
        self.upload = Upload("Or a file from your own machine", ".csv,.txt,.tbl,.dat", model.upload)
        card = w.VBox(
            [
                row(fields["path"], self.upload),
                row(fields["name"], fields["source"], fields["format"]),
                markup(_TERMS),
                row(fields["reason"], fields["case_number"], fields["entry_date"], fields["expiry"], self.look),
            ]
        )
        card.add_class("alpr-card")
        return card

    def offer(self, sources: list[str]) -> None:
        """Let the list be of one of these sources."""
        chosen, field = self._model.source, self.fields["source"]
        options = [("Choose …", ""), *((name, name) for name in sources)]
        if list(field.options) != options:
            field.options = options
            field.value = chosen if chosen in sources else ""

    def _shown(self, _change: object = None) -> None:
        model = self._model
        found, receipt = model.preview, model.receipt
        self.look.disabled = model.busy
        self.install.layout.display = "" if found is not None and receipt is None else "none"
        self.install.disabled = model.busy
        if receipt is not None and not model.busy:
            self.upload.clear()
        self.summary.value = "" if found is None else summary(found)
        self.record.value = "" if found is None else on_record(found.record, found.result_record, found.receipt)
        rows = changes(found.changes, found.first, self._zone) if found is not None else pl.DataFrame()
        self.changes.layout.display = "" if len(rows) else "none"
        self.changes.caption = "What would change" if found is not None and found.changes else "The first entries"
        self.changes.show(rows)
        self._reject(receipt.problems if receipt is not None else found.problems if found is not None else [])

    def _reject(self, problems: list[Rejected]) -> None:
        self.rejected.layout.display = "" if problems else "none"
        self.rejected.show(rejected(problems) if problems else pl.DataFrame())


_HIDDEN = "<p>What is in force is not shown: its source was not granted to you (464.7(f)).</p>"


def summary(found: HotlistPreview) -> str:
    """What the file would be, as HTML."""
    against = f"version {found.replaces} with {plural(found.before, 'entry', 'entries')}"
    fields = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in found.changed_fields.items())
    tiles = {
        "entries understood": (found.accepted, ""),
        "twice in the file": (found.duplicate, ""),
        "rejected": (found.rejected, _listed(found)),
        "would be added": (found.added, ""),
        "would be removed": (found.removed, ""),
        "would change": (found.changed, fields),
        "would stay": (found.same, ""),
    }
    shown = "".join(_tile(name, count, more) for name, (count, more) in tiles.items())
    kind = escape(HOTLIST_FORMATS.get(found.format, found.format))
    what = f"<b>{escape(found.name)}</b> ({escape(found.source)}), read as {kind}"
    beside = f"beside {escape(against)}" if found.replaces else "beside none: no list of this name is in force"
    what = f"<p>{what}{f', {beside}' if found.shown or not found.replaces else ''}.</p>"
    hidden = _HIDDEN if found.replaces and not found.shown else ""
    return f'<h3>What was understood</h3>{what}<dl class="alpr-tiles">{shown}</dl>{hidden}'


def _tile(name: str, count: int, more: str) -> str:
    also = f"<dd>{escape(more)}</dd>" if more else ""
    return f'<div><dt>{name}</dt><dd class="count">{count:,}</dd>{also}</div>'


def _listed(found: HotlistPreview) -> str:
    most = len(found.problems)
    return f"the first {most:,} are listed" if most < found.rejected else ""
