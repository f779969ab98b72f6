"""The lower half of the panel of holds (464.10): a day, what would go, who has to approve it, and the certificates."""

from __future__ import annotations

import ipywidgets as w
from traitlets import link

from workbench.prose.shown import escape
from workbench.ui.holds.shredding import ShredModel
from workbench.ui.parts import NoticeBox, Status, button, markup, row
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.words import exact, listed, local, plural
from workbench.ui.work import spawn, starting
from workbench.wire.retention import ShredCertificate, ShredPreview

_WHAT = (
    "<p>Who searched, when and for which purpose stays on record for good. What was asked and what was found goes, "
    "once it is old enough and no hold keeps it: its keys are overwritten, and nobody can read it again. "
    "Another administrator approves it on the signed-in page.</p>"
)


def certificate_columns(zone: str) -> list[Column]:
    """One row a certificate."""
    return [
        Column("result_record", "Record", lambda r: Cell.plain(r["result_record"]), "number"),
        Column("time", "Shredded", lambda r: Cell.moment(r["time"], zone)),
        Column("before", "Details from before", lambda r: Cell.moment(r["before"], zone)),
        Column("shredded", "Records", lambda r: Cell.plain(f"{r['shredded']:,}"), "number"),
        Column("held", "Kept by holds", lambda r: Cell.plain(f"{r['held']:,}"), "number"),
        Column("requested_by", "Asked by", lambda r: Cell.plain(r["requested_by"]), "nowrap"),
        Column("approved_by", "Approved by", lambda r: Cell.plain(r["approved_by"]), "nowrap"),
    ]


class ShredBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """From the day to the certificate."""

    def __init__(self, model: ShredModel) -> None:
        self.model = model
        self.status = Status()
        self.notices = NoticeBox(self._go, "Shred now, it was approved")
        self.preview = button("Show what would go", starting(model.preview))
        self.shred = button("Ask for approval", self._go, main=True)
        self.told = markup("", "alpr-told")
        self.list = DataTable(certificate_columns(model.zone), "Certificates, newest first", "result_record")
        self.list.empty, self.list.height = "Nothing was shredded so far.", "400px"
        day = w.DatePicker(description="Details from before")
        link((model, "day"), (day, "value"))
        card = row(day, self.preview)
        card.add_class("alpr-card")
        super().__init__(
            [
                markup(_WHAT),
                card,
                self.told,
                row(self.shred),
                self.notices,
                self.status,
                markup("<h3>Certificates</h3>"),
                self.list,
            ]
        )
        model.observe(self._said, ["status", "busy", "trouble", "waits", "told"])
        model.observe(lambda _change: self.list.show(model.table()), "kept")
        model.observe(self._opened, "chosen")
        link((self.list, "chosen"), (model, "chosen"))
        self._said()

    def refresh(self) -> None:
        """Ask for the certificates."""
        spawn(self.model.refresh())

    def _go(self) -> None:
        spawn(self.model.shred())

    def _said(self, _change: object = None) -> None:
        model = self.model
        self.status.say(model.status, model.busy)
        self.notices.show(model.trouble)
        self.told.value = "" if model.told is None else shown(model.told, model.zone)
        self.preview.disabled = self.shred.disabled = model.busy
        would_go = model.told is not None and model.told.records > 0
        self.shred.layout.display = "" if would_go and not model.waits else "none"

    def _opened(self, _change: object) -> None:
        found = self.model.certificate()
        proof = {"Receipt: proof that this certificate stands in the access log": found.receipt} if found else {}
        self.list.tell(facts(found, self.model.zone) if found else {}, proof)


def shown(told: ShredPreview, zone: str) -> str:
    """What would go and what stays, as HTML."""
    cases = [f"{case.case_number} ({plural(case.records, 'record')})" for case in told.held]
    span = f"{local(told.oldest, zone)} to {local(told.newest, zone)}" if told.records else "-"
    facts_ = {
        "Would lose their details for good": plural(told.records, "record"),
        "They are from": span,
        "Kept, because their case is held": listed(cases) or "none",
    }
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{escape(value)}</td></tr>' for name, value in facts_.items())
    return f'<table class="facts">{rows}</table>'


def facts(found: ShredCertificate, zone: str) -> dict[str, str]:
    """A certificate in full, by name."""
    spans = [f"{begin}" if end - begin == 1 else f"{begin} to {end - 1}" for begin, end in found.spans]
    return {
        "Organisation": found.organisation,
        "Shredded": f"{plural(found.shredded, 'record')}, {exact(found.time, zone)}",
        "Records": listed(spans),
        "From before": exact(found.before, zone),
        "Kept by holds": plural(found.held, "record"),
        "Asked by": f"{found.requested_by}, record {found.record}",
        "Approved by": found.approved_by,
        "Digest of their leaves (SHA-256)": found.leaves_sha256,
    }
