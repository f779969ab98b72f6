"""The panel of reports to the public (464.8): a quarter, its draft as anybody would see it, and what was published."""

from __future__ import annotations

from typing import Any

import ipywidgets as w
from traitlets import link as joined

from workbench.prose.shown import escape
from workbench.ui.parts import NoticeBox, Panel, Status, button, heading, markup, panel, row, session
from workbench.ui.parts import link as leading
from workbench.ui.port_duties import Publisher
from workbench.ui.publication.model import PublicationModel
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.words import listed
from workbench.ui.work import spawn, starting
from workbench.wire.page import EDGE
from workbench.wire.publication import Draft, Row
from workbench.wire.purpose import Me

TITLE = "Reports to the public"
_WHAT = (
    "<p>The report of a quarter is counted from the access log and published on the policy's page, which needs no "
    "login. Numbers under ten, and a neighbour beside each, are withheld, and so is a total that would give one away. "
    "Another administrator approves it; the same log gives the same report, byte for byte.</p>"
)


_POLICY = (
    "<p>A new version is in force, and on the public page, once another administrator approves it; everybody then "
    "acknowledges it in the training notebook before the next query. Earlier versions stay on the page.</p>"
)


def columns(zone: str) -> list[Column]:
    """One row a proposed report."""
    return [
        Column("number", "Version", lambda r: Cell.plain(r["number"]), "number"),
        Column("quarter", "Quarter", lambda r: Cell.plain(r["quarter"]), "nowrap"),
        Column("state", "State", _state, "nowrap"),
        Column("entered_by", "Proposed by", lambda r: Cell.plain(r["entered_by"]), "nowrap"),
        Column("entered_at", "Proposed", lambda r: Cell.moment(r["entered_at"], zone)),
        Column("decided_by", "Decided by", lambda r: Cell.plain(r["decided_by"] or "-"), "nowrap"),
        Column("reason", "Why", lambda r: Cell.plain(r["reason"]), "long"),
        Column("sha256", "SHA-256", lambda r: Cell.plain(f"{r['sha256'][:16]}…"), "nowrap"),
    ]


def policy_columns(zone: str) -> list[Column]:
    """One row a proposed version of the policy."""
    return [
        Column("version", "Version", lambda r: Cell.plain(r["version"]), "nowrap"),
        Column("state", "State", _state, "nowrap"),
        Column("entered_by", "Proposed by", lambda r: Cell.plain(r["entered_by"]), "nowrap"),
        Column("entered_at", "Proposed", lambda r: Cell.moment(r["entered_at"], zone)),
        Column("decided_by", "Decided by", lambda r: Cell.plain(r["decided_by"] or "-"), "nowrap"),
        Column("reason", "Why", lambda r: Cell.plain(r["reason"]), "long"),
    ]


def _state(row_: dict[str, Any]) -> Cell:
    return Cell([(row_["state"], "bad" if row_["state"] == "refused" else "")])


class PublicationPanel(Panel):
    """A quarter, its draft, and the list."""

    def __init__(self, client: Publisher, me: Me) -> None:
        self.model = model = PublicationModel(client.publications)
        self.status, self.notices = Status(), NoticeBox(self.look)
        self.quarter = w.Dropdown(description="Quarter", options=[])
        self.quarter.layout.width = "170px"
        self.draft = button("Draft the report", starting(model.draft), main=True)
        self.propose = button("Propose for publication", starting(model.propose), main=True)
        self.drafted = markup("", "alpr-told")
        self.list = DataTable(columns(me.time_zone), "Reports that were proposed, newest first", "number")
        self.list.empty, self.list.height = "No report was proposed so far.", "220px"
        self.propose_policy = button("Propose this version", starting(model.propose_policy))
        self.policies = DataTable(policy_columns(me.time_zone), "Versions of the policy, newest first", "number")
        self.policies.empty, self.policies.height = "No version was proposed here so far.", "260px"
        card = row(self.quarter, self.draft)
        card.add_class("alpr-card")
        page = leading("The page for anybody", page=f"{EDGE}public")
        decisions = leading("Decisions that wait for an administrator", page=f"{EDGE}decisions")
        told = [self.notices, self.status, self.drafted, row(self.propose)]
        listed = [markup("<h3>Proposed and published</h3>"), self.list, decisions, page]
        policy = [markup(f"<h3>The policy</h3>{_POLICY}"), self._policy(), self.policies]
        super().__init__(TITLE, [heading(me), markup(_WHAT), card, *told, *listed, *policy])
        model.observe(self._told, ["status", "busy", "trouble", "drafted"])
        model.observe(self._listed, ["register", "quarter"])
        self.quarter.observe(self._chosen, "value")
        model.observe(self._opened, "chosen_policy")
        joined((self.policies, "chosen"), (model, "chosen_policy"))
        self._told()

    def _policy(self) -> w.Widget:
        version = w.Text(description="Version", placeholder="2027-01")
        text = w.Textarea(description="Its whole text, with a little of Markdown", rows=6)
        version.layout.width, text.layout.width = "150px", "760px"
        joined((self.model, "version"), (version, "value"))
        joined((self.model, "text"), (text, "value"))
        card = row(version, text, self.propose_policy)
        card.add_class("alpr-card")
        return card

    def look(self) -> None:
        """Ask what was proposed."""
        spawn(self.model.refresh())

    def _listed(self, _change: object) -> None:
        register = self.model.register
        self.list.show(self.model.table())
        self.policies.show(self.model.policies())
        chosen, self.quarter.options = self.model.quarter, register.open if register else []
        if chosen in self.quarter.options:
            self.quarter.value = chosen

    def _opened(self, _change: object) -> None:
        found = self.model.policy()
        self.policies.tell({"SHA-256": found.sha256, "Text": found.text} if found else {}, {})

    def _chosen(self, change: dict[str, Any]) -> None:
        self.model.quarter = change["new"] or ""

    def _told(self, _change: object = None) -> None:
        model = self.model
        self.status.say(model.status, model.busy)
        self.notices.show(model.trouble)
        self.drafted.value = "" if model.drafted is None else shown(model.drafted)
        self.propose.layout.display = "none" if model.drafted is None else ""
        self.draft.disabled = self.propose.disabled = self.propose_policy.disabled = model.busy


def shown(draft: Draft) -> str:
    """The report as anybody would see it, as HTML."""
    report = draft.report
    tables = "".join(
        f"<section><h4>{escape(each.title)} ({each.section})</h4>{_rows(each.rows, each.total)}</section>"
        for each in report.tables
    )
    agreed = "".join(f"<li>{escape(each.agency)}, until {each.until}</li>" for each in report.agreements)
    reads = f"<section><h4>Reads</h4>{_counts(report.figures)}</section>"
    sharers = (
        f"<section><h4>Agreements to share (464.9)</h4><ul>{agreed or '<li>None was in force.</li>'}</ul></section>"
    )
    return (
        f"<h3>{escape(report.agency)}: {report.begins} to {report.until}</h3>"
        f'<div class="alpr-report">{tables}{reads}{sharers}</div>'
        f"<p>SHA-256 of the file: <code>{draft.sha256}</code></p>"
    )


def _rows(rows: list[Row], total: int | None) -> str:
    """A table's rows; one sentence where none of them can be told."""
    if total is None and all(row_.count is None for row_ in rows):
        return f"<p>Too few to be told: {escape(listed([row_.label for row_ in rows]))}.</p>"
    return _counts([*rows, Row(label="Total", count=total)])


def _counts(rows: list[Row]) -> str:
    told = ((escape(row_.label), "withheld" if row_.count is None else f"{row_.count:,}") for row_ in rows)
    cells = "".join(f'<tr><th scope="row">{label}</th><td>{count}</td></tr>' for label, count in told)
    return f'<table class="facts">{cells}</table>'


def app(client: Publisher | None = None) -> Panel:
    """The panel of the notebook of reports; without a client, this session's."""

    def build() -> Panel:
        speaker: Publisher = client or session()
        made = PublicationPanel(speaker, speaker.me())
        made.look()
        return made

    return panel(TITLE, build)
