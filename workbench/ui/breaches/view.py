"""The panel of breaches (464.10): report one; the register; the chosen one's scope, notices and closing."""

from __future__ import annotations

from typing import Any

import ipywidgets as w
from traitlets import link

from workbench.ui.breaches.model import BreachModel, facts
from workbench.ui.parts import NoticeBox, Panel, Status, button, heading, markup, panel, row, session
from workbench.ui.parts import link as leading
from workbench.ui.port_duties import Breached
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.words import local, plural
from workbench.ui.work import spawn, starting
from workbench.wire.docket import State
from workbench.wire.page import EDGE
from workbench.wire.purpose import Me

TITLE = "Breaches"
_WHAT = (
    "<p>Anybody may report a breach, or what may be one. The administrator sees by the access log who was shown how "
    "much, keeps on file who was told, and asks for its closing, which another administrator decides. Nothing is sent "
    "from here: a notice is written by the department, and its words are kept.</p>"
)


def breach_columns(zone: str) -> list[Column]:
    """One row a breach."""
    return [
        Column("number", "Breach", lambda r: Cell.plain(r["number"]), "number"),
        Column("noticed_on", "Noticed on", lambda r: Cell.plain(r["noticed_on"]), "nowrap"),
        Column("what", "What", lambda r: Cell.plain(r["what"]), "long"),
        Column("state", "State", lambda r: Cell([(r["state"], "bad" if r["state"] == "open" else "")]), "nowrap"),
        Column("scopes", "Measured", lambda r: Cell.plain(r["scopes"]), "number"),
        Column("notices", "Notices", lambda r: Cell.plain(r["notices"]), "number"),
        Column("entered_by", "Reported by", lambda r: Cell.plain(r["entered_by"]), "nowrap"),
        Column("entered_at", "Reported", lambda r: Cell.moment(r["entered_at"], zone)),
        Column("decided_by", "Decided by", lambda r: Cell.plain(r["decided_by"] or "-"), "nowrap"),
    ]


def people_columns(zone: str) -> list[Column]:
    """One row a person or device."""
    return [
        Column("user", "Who", lambda r: Cell.plain(r["user"]), "nowrap"),
        Column("reads", "Reads shown", lambda r: Cell.plain(f"{r['reads']:,}"), "number"),
        Column("searches", "Looks", lambda r: Cell.plain(f"{r['searches']:,}"), "number"),
        Column("files", "Files", lambda r: Cell.plain(r["files"]), "number"),
        Column("looks_at_log", "Looks at the log", lambda r: Cell.plain(r["looks_at_log"]), "number"),
        Column("batches", "Batches", lambda r: Cell.plain(r["batches"]), "number"),
        Column("sign_ins", "Sign-ins", lambda r: Cell.plain(r["sign_ins"]), "number"),
        Column("refused", "Refused", lambda r: Cell.plain(r["refused"]), "number"),
        Column("addresses", "From", lambda r: Cell.plain(r["addresses"]), "long"),
        Column("first", "First", lambda r: Cell.moment(r["first"], zone)),
        Column("last", "Last", lambda r: Cell.moment(r["last"], zone)),
        Column("records", "Records", lambda r: Cell.plain(r["records"]), "nowrap"),
    ]


class BreachPanel(Panel):
    """Report, register, and what is done about the chosen breach."""

    def __init__(self, client: Breached, me: Me) -> None:
        self.model = model = BreachModel(client.breaches, me)
        self.status, self.notices = Status(), NoticeBox(self.look)
        self.report = button("Report", starting(model.report), main=True)
        self.measure = button("See in the log", starting(model.measure), main=True)
        self.tell = button("Keep notice", starting(model.tell))
        self.finish = button("Ask for its closing", starting(model.finish))
        self.list = DataTable(breach_columns(me.time_zone), "Breaches, newest first", "number")
        self.list.empty, self.list.height = "No breach was reported.", "330px"
        self.people = DataTable(people_columns(me.time_zone), "Who was shown how much, most first", "user")
        self.people.empty, self.people.height = "Nobody, by the log.", "260px"
        self.measured = markup("", "alpr-told")
        self.steps = w.VBox(self._steps())
        decisions = leading("Decisions that wait for an administrator", page=f"{EDGE}decisions")
        top = [heading(me), markup(_WHAT), self._reporting(), self.notices, self.status]
        super().__init__(TITLE, [*top, *([self.list, self.steps, decisions] if model.deals else [])])
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(lambda _change: self.list.show(model.table()), "register")
        model.observe(self._chosen, ["chosen", "register", "scope"])
        link((self.list, "chosen"), (model, "chosen"))
        self._told()
        self._chosen()

    def look(self) -> None:
        """Ask for the register, where this person deals with it."""
        if self.model.deals:
            spawn(self.model.refresh())

    def _reporting(self) -> w.Widget:
        return self._card(
            {
                "what": (w.Text(description="What happened, as far as it is known"), "640px"),
                "noticed_on": (w.DatePicker(description="Noticed on"), "150px"),
            },
            self.report,
        )

    def _steps(self) -> list[w.Widget]:
        scope = {
            "begins": (w.DatePicker(description="From"), "150px"),
            "ends": (w.DatePicker(description="Until"), "150px"),
            "user": (w.Text(description="User or device:NAME", placeholder="everybody"), "230px"),
        }
        notice = {
            "to": (w.Text(description="Who was told"), "230px"),
            "told_on": (w.DatePicker(description="On"), "150px"),
            "way": (w.Text(description="By what way"), "170px"),
            "words": (w.Text(description="In which words"), "460px"),
        }
        closing = {"outcome": (w.Text(description="What was found and done"), "640px")}
        measured = [self._card(scope, self.measure), self.measured, self.people]
        return [
            markup("<h3>Who was shown how much</h3>"),
            *measured,
            markup("<h3>Notices and closing</h3>"),
            self._card(notice, self.tell),
            self._card(closing, self.finish),
        ]

    def _card(self, fields: dict[str, tuple[w.Widget, str]], act: w.Button) -> w.Widget:
        for name, (field, width) in fields.items():
            field.layout.width = width
            link((self.model, name), (field, "value"))
        card = row(*(field for field, _ in fields.values()), act)
        card.add_class("alpr-card")
        return card

    def _told(self, _change: object = None) -> None:
        self.status.say(self.model.status, self.model.busy)
        self.notices.show(self.model.trouble)
        for each in (self.report, self.measure, self.tell, self.finish):
            each.disabled = self.model.busy

    def _chosen(self, _change: Any = None) -> None:
        breach, scope, zone = self.model.breach(), self.model.scope, self.model.zone
        self.list.tell(facts(breach, zone) if breach else {}, {})
        self.steps.layout.display = "" if breach is not None and breach.state is State.OPEN else "none"
        self.people.layout.display = "" if scope else "none"
        self.measured.value = ""
        if scope:
            span = f"{local(scope.begins, zone)} to {local(scope.ends, zone)}"
            counts = f"{plural(scope.reads, 'read')} in all, each counted once"
            self.measured.value = (
                f"<p><b>{counts}</b>, {span}; {plural(scope.looked_through, 'record')} looked through.</p>"
            )
            self.people.show(self.model.people())


def app(client: Breached | None = None) -> Panel:
    """The panel of the notebook of breaches; without a client, this session's."""

    def build() -> Panel:
        speaker: Breached = client or session()
        made = BreachPanel(speaker, speaker.me())
        made.look()
        return made

    return panel(TITLE, build)
