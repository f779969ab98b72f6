"""The panel of retention (464.9): the schedule, a day, what would go, who approves it, and the certificates."""

from __future__ import annotations

import ipywidgets as w
from traitlets import link

from workbench.prose.shown import escape
from workbench.ui.parts import NoticeBox, Panel, Status, button, heading, markup, panel, row, session
from workbench.ui.parts import link as leading
from workbench.ui.port_duties import Purger
from workbench.ui.retention.model import PurgeModel
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.words import exact, listed, local, plural
from workbench.ui.work import spawn, starting
from workbench.wire.purging import PurgeCertificate, PurgePreview
from workbench.wire.purpose import Me

TITLE = "Retention and purge"
_WHAT = (
    "<p>{schedule}Reads are kept for <b>{days} days</b>, and then go unless a hold keeps them. A purge is physical: "
    "files are written anew without these reads, and hits, reviews, photographs and images that rest on them alone go "
    "in the same act, as do purposes, questions, saved searches and names of batches from before that day. Another "
    "administrator approves it on the signed-in page; searches go on meanwhile.</p>"
)

GOING = [
    Column("month", "Month (UTC)", lambda r: Cell.plain(r["month"]), "nowrap"),
    Column("source", "Source", lambda r: Cell.plain(r["source"]), "nowrap"),
    Column("reads", "Reads that would go", lambda r: Cell.plain(f"{r['reads']:,}"), "number"),
]


def certificate_columns(zone: str) -> list[Column]:
    """One row a certificate."""
    return [
        Column("result_record", "Record", lambda r: Cell.plain(r["result_record"]), "number"),
        Column("time", "Purged", lambda r: Cell.moment(r["time"], zone)),
        Column("before", "Reads from before", lambda r: Cell.moment(r["before"], zone)),
        Column("purged", "Reads", lambda r: Cell.plain(f"{r['purged']:,}"), "number"),
        Column("held", "Kept by holds", lambda r: Cell.plain(f"{r['held']:,}"), "number"),
        Column("left", "Left in the store", lambda r: Cell.plain(f"{r['left']:,}"), "number"),
        Column("requested_by", "Asked by", lambda r: Cell.plain(r["requested_by"]), "nowrap"),
        Column("approved_by", "Approved by", lambda r: Cell.plain(r["approved_by"]), "nowrap"),
    ]


class PurgeBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """From the day to the certificate."""

    def __init__(self, model: PurgeModel) -> None:
        self.model = model
        self.status = Status()
        self.notices = NoticeBox(self._go, "Purge now, it was approved")
        self.preview = button("Show what would go", starting(model.preview), main=True)
        self.purge = button("Ask for approval", self._go, main=True)
        self.told = markup("", "alpr-told")
        self.going = DataTable(GOING, "Reads that would go, by month and source", "row")
        self.going.height = "240px"
        self.list = DataTable(certificate_columns(model.zone), "Certificates, newest first", "result_record")
        self.list.empty, self.list.height = "Nothing was purged so far.", "400px"
        self.day = w.DatePicker(description="Reads from before", max=model.due)
        link((model, "day"), (self.day, "value"))
        due = f"<p>Due by the schedule: reads from before <b>{model.due}</b>. An earlier day keeps more of them.</p>"
        again = button("Day of the schedule", model.by_schedule, title="The day that the schedule gives today")
        card = w.VBox([markup(due), row(self.day, again, self.preview)])
        card.add_class("alpr-card")
        told = [self.told, self.going, row(self.purge), self.notices, self.status]
        super().__init__([card, *told, markup("<h3>Certificates</h3>"), self.list])
        model.observe(self._said, ["status", "busy", "trouble", "waits", "told"])
        model.observe(lambda _change: self.list.show(model.table()), "kept")
        model.observe(self._opened, "chosen")
        link((self.list, "chosen"), (model, "chosen"))
        self._said()

    def refresh(self) -> None:
        """Ask for the certificates."""
        spawn(self.model.refresh())

    def _go(self) -> None:
        spawn(self.model.purge())

    def _said(self, _change: object = None) -> None:
        model = self.model
        self.status.say(model.status, model.busy)
        self.notices.show(model.trouble)
        self.told.value = "" if model.told is None else shown(model.told)
        would_go = model.told is not None and model.told.reads > 0
        self.going.layout.display = "" if would_go else "none"
        if would_go:
            self.going.show(model.going())
        self.preview.disabled = self.purge.disabled = model.busy
        offered = would_go or (model.told is not None and model.told.unfinished)
        self.purge.layout.display = "" if offered and not model.waits else "none"

    def _opened(self, _change: object) -> None:
        found = self.model.certificate()
        proof = {"Receipt: proof that this certificate stands in the access log": found.receipt} if found else {}
        self.list.tell(facts(found, self.model.zone) if found else {}, proof)


def shown(told: PurgePreview) -> str:
    """What would go and what stays, as HTML."""
    cases = [f"{case.case_number} ({plural(case.reads, 'read')})" for case in told.cases]
    facts_ = {
        "Would go for good": plural(told.reads, "read"),
        "Old enough, and kept by holds": f"{plural(told.held, 'read')}{': ' + listed(cases) if cases else ''}",
        "The store would have left": plural(told.left, "read"),
    }
    if told.unfinished:
        facts_["An earlier purge"] = "took reads and did not end; a purge, of no reads even, ends it"
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{escape(value)}</td></tr>' for name, value in facts_.items())
    return f'<table class="facts">{rows}</table>'


def facts(found: PurgeCertificate, zone: str) -> dict[str, str]:
    """A certificate in full, by name."""
    with_them = {
        "hit": found.hits,
        "reviewed read": found.reviewed,
        "photograph": found.photographs,
        "image": found.images,
        "handed-in file": found.handed_in,
        "old entry of words": found.typed,
    }
    return {
        "Organisation": found.organisation,
        "Purged": f"{plural(found.purged, 'read')}, {exact(found.time, zone)}",
        "Seen and taken in before": local(found.before, zone),
        "Gone with them": listed([plural(count, name) for name, count in with_them.items() if count]) or "nothing else",
        "Kept by holds": plural(found.held, "read"),
        "Left in the store": plural(found.left, "read"),
        "Asked by": f"{found.requested_by}, record {found.record}",
        "Approved by": found.approved_by,
        "Digest of the purged reads' identities (SHA-256)": found.reads_sha256,
        "Files of the store before (SHA-256)": found.files_before_sha256,
        "Files of the store after (SHA-256)": f"{found.files_after_sha256}; {plural(found.files, 'file')} changed",
    }


class RetentionPanel(Panel):
    """What is old enough, and what ends."""

    def __init__(self, client: Purger, me: Me) -> None:
        self.purging = PurgeBox(PurgeModel(client.purges, me.time_zone, me.retention_days))
        named = f"In the records retention schedule: <b>{escape(me.retention_schedule)}</b>. "
        schedule = named if me.retention_schedule else ""
        self.rule = markup(_WHAT.format(days=me.retention_days, schedule=schedule))
        holds = leading("Cases that are held, and until when they are looked at", notebook="holds.ipynb")
        super().__init__(TITLE, [heading(me), row(self.rule), holds, markup("<h3>Purge reads</h3>"), self.purging])

    def look(self) -> None:
        """Ask for what was purged."""
        self.purging.refresh()


def app(client: Purger | None = None) -> Panel:
    """The panel of the notebook of retention; without a client, this session's."""

    def build() -> Panel:
        speaker: Purger = client or session()
        made = RetentionPanel(speaker, speaker.me())
        made.look()
        return made

    return panel(TITLE, build)
