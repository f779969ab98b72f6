"""The access-log panel (464.6): who, when, what, why, counts; a chosen record opens in its place."""

from __future__ import annotations

import json
from collections.abc import Coroutine
from typing import Any

import ipywidgets as w
import polars as pl
from traitlets import link

from workbench.prose.receipts import receipt_details
from workbench.ui.field import Field
from workbench.ui.log.download import Download
from workbench.ui.log.explore_view import PersonBox, SightingsBox
from workbench.ui.log.model import LogModel, by_user, table
from workbench.ui.log.tables import COUNT_COLUMNS, done, log_columns
from workbench.ui.parts import Head, NoticeBox, Panel, Status, button, markup, moment, panel, row, session
from workbench.ui.port import LogBook
from workbench.ui.table import DataTable
from workbench.ui.tabs import Tabs
from workbench.ui.words import exact
from workbench.ui.work import spawn
from workbench.wire.log import LogEntry

TITLE = "Access log"
_TYPED = {
    "user": "User",
    "case_number": "Case number",
    "text": "Text in the record",
    "plate": "Plate asked or seen",
}
_WIDTH = "104px"
_WIDTHS = {"text": "138px", "plate": "146px", "kind": "170px", "start": "222px", "end": "222px"}
KINDS = [
    ("Every kind", ""),
    ("Asked and admitted", "intent"),
    ("Found and released", "result"),
    ("Refused", "refusal"),
    ("Sign-ins and administration", "event"),
]


class LogPanel(Panel):
    """Filters, the records, who has how many, and one record in full."""

    def __init__(self, model: LogModel) -> None:
        self.model = model
        self.head = Head(model.me, model.purpose)
        self.status = Status()
        self.notices = NoticeBox(self.look)
        self.asked = NoticeBox(self.take_out, "Take it out, it is confirmed")
        self.download = Download()
        self.records = DataTable(log_columns(model.zone), "Records, newest first", "index", size=100)
        self.records.height = "max(340px, calc(100vh - 400px))"
        self.counts = DataTable(COUNT_COLUMNS, "Records by user", "user", height="420px", action="shows this user only")
        self._newer = button("Newer", lambda: self._run(model.newer()))
        self._older = button("Older", lambda: self._run(model.older()))
        self.out = button("Take out as CSV", self.take_out, title="All records that fit; you confirm it first")
        self.record = markup("", "alpr-record")
        split = w.Box([self.records, self.counts])
        split.add_class("alpr-log")
        line = row(self.status, row(self.out, self._newer, self._older), look="alpr-between")
        parts = [self._filters(), self.notices, self.asked, self.download, line, split, self.record]
        self.tabs = Tabs(
            "Access log",
            {
                "records": ("Records", w.VBox(parts)),
                "plate": ("Who saw a plate", SightingsBox(model.sightings)),
                "person": ("One person along time", PersonBox(model.person)),
            },
        )
        super().__init__(TITLE, [self.head, self.tabs])
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(self.head.renew, ["status", "busy", "trouble"])
        model.observe(lambda change: self.asked.show(change["new"]), "asked")
        model.observe(self._taken, "taken")
        model.observe(self._shown, "page")
        model.observe(self._detailed, "chosen")
        self.records.observe(lambda change: setattr(model, "chosen", change["new"]), "chosen")
        self.counts.observe(self._only, "opened")
        self._told()

    def _filters(self) -> w.Widget:
        zone = self.model.zone
        typed = {name: Field(label, self.look, width=_WIDTHS.get(name, _WIDTH)) for name, label in _TYPED.items()}
        fields: dict[str, w.Widget] = {
            **typed,
            "kind": w.Dropdown(description="Kind", options=KINDS),
            "start": moment("From", zone),
            "end": moment("To", zone),
        }
        for name, field in fields.items():
            if name not in typed:
                field.layout.width = _WIDTHS.get(name, _WIDTH)
            link((self.model, name), (field, "value"))
        card = row(*fields.values(), button("Show", self.look, main=True))
        card.add_class("alpr-card")
        return card

    def look(self) -> None:
        """Read the log with these filters."""
        self._run(self.model.look())

    def take_out(self) -> None:
        """Take the records that fit out as a file."""
        self._run(self.model.take_out())

    def _taken(self, _change: object) -> None:
        if (taken := self.model.taken) is not None:
            self.download.hand_over(f"access-log-{taken.record}.csv", taken.csv.encode())

    def _run(self, job: Coroutine[Any, Any, None]) -> None:
        spawn(job)

    def _told(self, _change: object = None) -> None:
        model = self.model
        self.status.say(model.status, model.busy)
        self.notices.show(model.trouble)
        self._newer.disabled = model.busy or not model.has_newer
        self._older.disabled = model.busy or not model.has_older
        self.out.disabled = model.busy

    def _shown(self, _change: object) -> None:
        page = self.model.page
        self.records.show(table(page) if page else pl.DataFrame())
        self.counts.show(by_user(page) if page else pl.DataFrame())
        self.record.value = receipt_details(page.receipt) if page else ""

    def _detailed(self, _change: object) -> None:
        entry = self.model.entry()
        if entry is None:
            self.records.tell({})
            return
        stored = json.dumps(entry.body, indent=2, ensure_ascii=False, sort_keys=True)
        self.records.tell(facts(entry, self.model.zone), {"The record as it is stored (times in UTC)": stored})

    def _only(self, _change: object) -> None:
        self.model.user = self.counts.chosen
        self.look()


def facts(entry: LogEntry, zone: str) -> dict[str, str]:
    """One record in full, by name; what people wrote stands as they wrote it."""
    what, became = done(entry.action, entry.kind)
    return {
        "Record": f"{entry.index}" + ("" if entry.intent is None else f", belongs to record {entry.intent}"),
        "When": exact(entry.time, zone),
        "Who": entry.user,
        "What": f"{what}{f', {became}' if became else ''} ({entry.action})"
        + (f" in the {entry.realm} store" if entry.realm else ""),
        "Asked": entry.asked,
        "Case": f"{entry.case_number}, {entry.category.replace('_', ' ')}" if entry.case_number else "",
        "Narrative": entry.narrative,
        "Why this plate": entry.why_this_plate,
        "Outcome": entry.outcome + (f", section {entry.section}" if entry.section else ""),
        "Reads released": "" if entry.count is None else f"{entry.count:,}",
    }


def app(client: LogBook | None = None) -> Panel:
    """The panel of the access-log notebook, with the newest records; without a client, this session's."""

    def build() -> Panel:
        speaker: LogBook = client or session()
        made = LogPanel(LogModel(speaker, speaker.me()))
        made.look()
        return made

    return panel(TITLE, build)
