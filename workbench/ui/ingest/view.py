"""The hand-in panel (464.7.1(a), 464.9): a file, what must be said of it, and the receipt."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as w
import polars as pl

from workbench.prose.shown import escape
from workbench.ui.ingest.model import IngestModel, rejected
from workbench.ui.ingest.photographs_model import PhotographModel
from workbench.ui.ingest.photographs_view import PhotographPanel
from workbench.ui.ingest.terms_fields import CHOOSE, connect, terms_fields
from workbench.ui.ingest.upload import Upload
from workbench.ui.parts import NoticeBox, Panel, Status, button, heading, markup, panel, row, session
from workbench.ui.port import Session
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.tabs import Tabs
from workbench.ui.words import local
from workbench.ui.work import spawn, spawn_where_it_runs
from workbench.wire.ingest import FORMATS, BatchReceipt

TITLE = "Hand in reads"
_FORMATS = [("Recognise it from the content", ""), *((title, name) for name, title in FORMATS.items())]
_COLUMNS = [
    Column("line", "Line or entry", lambda r: Cell.plain(r["line"]), "number"),
    Column("reason", "Why it was rejected", lambda r: Cell.plain(r["reason"])),
]


class IngestPanel(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """The form and the receipt."""

    def __init__(self, model: IngestModel) -> None:
        self.model = model
        self.status = Status()
        self.notices = NoticeBox()
        self.send = button("Hand in", self.hand_in, main=True)
        self.told = markup("")
        self.rejected = DataTable(_COLUMNS, "Rejected entries", "line")
        self.rejected.layout.display = "none"
        super().__init__([self._form(), self.notices, self.status, self.told, self.rejected])
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(self._receipt, "receipt")

    def _form(self) -> w.Widget:
        model = self.model
        files = [CHOOSE, *((name, name) for name in model.choices())]
        what: dict[str, w.Widget] = {
            "path": w.Dropdown(description="File in your home folder", options=files),
            "format": w.Dropdown(description="Format", options=_FORMATS),
        }
        connect(model, what)
        self.upload = Upload("Or a file from your own machine", ".csv,.json,.jsonl,.xml", model.upload)
        card = w.VBox(
            [
                row(what["path"], self.upload, what["format"]),
                *terms_fields(model, model.me.sources, "file"),
                row(self.send),
            ]
        )
        card.add_class("alpr-card")
        return card

    def hand_in(self) -> None:
        """Send the batch beside the screen."""
        spawn(self.model.hand_in())

    def _told(self, _change: object) -> None:
        self.status.say(self.model.status, self.model.busy)
        self.notices.show(self.model.trouble)
        self.send.disabled = self.model.busy

    def _receipt(self, _change: object) -> None:
        receipt = self.model.receipt
        if receipt is not None:
            self.upload.clear()
        self.told.value = "" if receipt is None else shown(receipt, self.model.me.time_zone)
        problems = [] if receipt is None else receipt.problems
        self.rejected.layout.display = "" if problems else "none"
        self.rejected.show(rejected(problems) if problems else pl.DataFrame())


def shown(receipt: BatchReceipt, zone: str) -> str:
    """The receipt as HTML."""
    facts = {
        "Batch": receipt.batch_id,
        "File": receipt.name,
        "Format": FORMATS.get(receipt.format, receipt.format),
        "Accepted": f"{receipt.accepted:,}",
        "Already known": f"{receipt.duplicate:,}",
        "Rejected": f"{receipt.rejected:,}{_listed(receipt)}",
        "Hits on hotlists": f"{receipt.hits:,}",
        "SHA-256": receipt.sha256,
        "Access log": f"record {receipt.record}, {local(receipt.received, zone)}",
    }
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{escape(value)}</td></tr>' for name, value in facts.items())
    return f'<h3>Receipt</h3><table class="facts">{rows}</table>'


def _listed(receipt: BatchReceipt) -> str:
    """How many of the rejected entries the receipt lists, where it isn't all of them."""
    most = len(receipt.problems)
    return f" (the first {most:,} are listed)" if most < receipt.rejected else ""


def app(client: Session | None = None, home: Path | None = None) -> Panel:
    """The panels of the ingest notebook; without a client, this session's, and the person's own home."""

    def build() -> Panel:
        speaker = client or session()
        me, place = speaker.me(), home or Path.home()
        reads = IngestPanel(IngestModel(speaker, me, place))
        pictures = PhotographPanel(PhotographModel(speaker, me, place))
        spawn_where_it_runs(pictures.load)
        views = {"reads": ("Files of reads", reads), "pictures": ("Photographs and videos", pictures)}
        return Panel(TITLE, [heading(me), Tabs("What is handed in", views)])

    return panel(TITLE, build)
