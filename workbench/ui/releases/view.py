"""The panel of releases (464.9, 464.11): enter a request, the register, what was given out; agreements below."""

from __future__ import annotations

from typing import Any

import ipywidgets as w
from traitlets import link

from workbench.policy.sharing import USES
from workbench.ui.parts import NoticeBox, Panel, Status, button, heading, markup, moment, panel, row, session
from workbench.ui.parts import link as leading
from workbench.ui.port_duties import Releaser
from workbench.ui.releases.model import ReleasesModel, facts
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.work import spawn, starting
from workbench.wire.docket import State
from workbench.wire.page import EDGE
from workbench.wire.purpose import Me

TITLE = "Releases and sharing"
_WHAT = (
    "<p>Reads go to another law enforcement or prosecutorial agency on a written request that names the agency, the "
    "person and the purpose, once somebody other than who entered it approves it. They are never sold. Whoever is no "
    "law enforcement agency is referred to Records. To fulfil an approved request before its approval ends, take reads "
    "out in a search and give its number there.</p>"
)
_USES = [(f"18 USC {use.value}: {words}", use.value) for use, words in USES.items()]


def release_columns(zone: str) -> list[Column]:
    """One row a request."""
    return [
        Column("number", "Request", lambda r: Cell.plain(r["number"]), "number"),
        Column("agency", "Agency", lambda r: Cell.plain(r["agency"]), "long"),
        Column("person", "Person", lambda r: Cell.plain(r["person"]), "nowrap"),
        Column("purpose", "Purpose", lambda r: Cell.plain(r["purpose"]), "long"),
        Column("use", "Permitted use", lambda r: Cell.plain(r["use"]), "nowrap"),
        Column("state", "State", _state, "nowrap"),
        Column("files", "Files", lambda r: Cell.plain(r["files"]), "number"),
        Column("entered_by", "Entered by", lambda r: Cell.plain(r["entered_by"]), "nowrap"),
        Column("entered_at", "Entered", lambda r: Cell.moment(r["entered_at"], zone)),
        Column("decided_by", "Decided by", lambda r: Cell.plain(r["decided_by"] or "-"), "nowrap"),
    ]


def _state(row_: dict[str, Any]) -> Cell:
    return Cell([(row_["state"], "bad" if row_["state"] in ("refused", "not in force") else "")])


AGREEMENT_COLUMNS = [
    Column("number", "Agreement", lambda r: Cell.plain(r["number"]), "number"),
    Column("agency", "Agency", lambda r: Cell.plain(r["agency"]), "long"),
    Column("begins", "From", lambda r: Cell.plain(r["begins"]), "nowrap"),
    Column("ends", "Until", lambda r: Cell.plain(r["ends"]), "nowrap"),
    Column("sources", "Sources", lambda r: Cell.plain(r["sources"]), "nowrap"),
    Column("state", "State", _state, "nowrap"),
    Column("terms", "Terms", lambda r: Cell.plain(r["terms"]), "long"),
    Column("entered_by", "Entered by", lambda r: Cell.plain(r["entered_by"]), "nowrap"),
    Column("decided_by", "Decided by", lambda r: Cell.plain(r["decided_by"] or "-"), "nowrap"),
]


class ReleasesPanel(Panel):
    """Requests above, agreements below."""

    def __init__(self, client: Releaser, me: Me) -> None:
        self.model = model = ReleasesModel(client.sharing, me)
        self.status, self.notices = Status(), NoticeBox(self.look)
        self.enter = button("Enter request", starting(model.enter), main=True)
        self.agree = button("Enter agreement", starting(model.agree), main=True)
        self.close_it = button("Nothing more goes out under it", starting(model.close))
        self.end_it = button("End agreement", starting(model.end))
        self.list = DataTable(release_columns(me.time_zone), "Requests, newest first", "number")
        self.list.empty, self.list.height = "No request was entered so far.", "330px"
        self.agreements = DataTable(AGREEMENT_COLUMNS, "Agreements, newest first", "number")
        self.agreements.empty, self.agreements.height = "No agreement was entered so far.", "200px"
        self.closing, self.ending = self._finish(self.close_it), self._finish(self.end_it)
        parts = [heading(me), markup(_WHAT), self._request(me), self.notices, self.status, self.list, self.closing]
        parts += [leading("Decisions that wait for an administrator", page=f"{EDGE}decisions")]
        parts += [markup("<h3>Agreements</h3>")]
        parts += [self._agreement(me)] if model.agrees else []
        super().__init__(TITLE, [*parts, self.agreements, self.ending])
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(self._listed, "register")
        model.observe(self._chosen, ["chosen", "chosen_agreement", "register"])
        link((self.list, "chosen"), (model, "chosen"))
        link((self.agreements, "chosen"), (model, "chosen_agreement"))
        self._told()
        self._chosen()

    def look(self) -> None:
        """Ask for the register."""
        spawn(self.model.refresh())

    def _request(self, me: Me) -> w.Widget:
        self.types = w.Dropdown(description="Type of agency", options=self.model.types())
        self.under = w.Dropdown(description="Under agreement", options=self.model.in_force())
        fields = {
            "agency": (w.Text(description="Agency that asks"), "260px"),
            "agency_type": (self.types, "310px"),
            "person": (w.Text(description="Person who asks"), "190px"),
            "written_on": (w.DatePicker(description="Written on"), "150px"),
            "reference": (w.Text(description="Where the writing is kept"), "230px"),
            "purpose": (w.Text(description="Purpose, as written"), "560px"),
            "permitted_use": (w.Dropdown(description="Permitted use", options=_USES), "680px"),
            "under": (self.under, "260px"),
            "paid": (w.Checkbox(description="Something is paid for it", indent=False), "210px"),
        }
        asked = {
            "plates": (w.Text(description="Plates asked for", placeholder="7ABC123, 8XY*"), "260px"),
            "since": (moment("From", me.time_zone), "222px"),
            "before": (moment("Until", me.time_zone), "222px"),
            "place": (w.Text(description="Place", placeholder="latitude, longitude, metres"), "220px"),
            "cameras": (w.Text(description="Cameras", placeholder="any"), "190px"),
            "most": (w.BoundedIntText(description="Reads at most", min=1, max=100_000), "130px"),
            "files": (w.BoundedIntText(description="Files", min=1, max=20), "90px"),
        }
        told = markup("<p><b>Which reads are asked for:</b> an approval lets out these and no others.</p>")
        made = w.VBox([self._row(fields), told, self._row(asked, self.enter)])
        made.add_class("alpr-card")
        return made

    def _agreement(self, me: Me) -> w.Widget:
        self.with_types = w.Dropdown(description="Type of agency", options=self.model.types())
        self.sources = w.SelectMultiple(description="Sources", options=me.sources, rows=3)
        fields = {
            "with_agency": (w.Text(description="Agency"), "260px"),
            "with_type": (self.with_types, "310px"),
            "begins": (w.DatePicker(description="From"), "150px"),
            "ends": (w.DatePicker(description="Until"), "150px"),
            "sources": (self.sources, "170px"),
            "terms": (w.Text(description="What it says, and where it is kept"), "560px"),
        }
        return self._card(fields, self.agree)

    def _finish(self, act: w.Button) -> w.Widget:
        return self._card({"why": (w.Text(description="Why"), "460px")}, act)

    def _card(self, fields: dict[str, tuple[w.Widget, str]], act: w.Button) -> w.Widget:
        card = self._row(fields, act)
        card.add_class("alpr-card")
        return card

    def _row(self, fields: dict[str, tuple[w.Widget, str]], *more: w.Widget) -> w.Box:
        for name, (field, width) in fields.items():
            field.layout.width = width
            link((self.model, name), (field, "value"))
        return row(*(field for field, _ in fields.values()), *more)

    def _told(self, _change: object = None) -> None:
        self.status.say(self.model.status, self.model.busy)
        self.notices.show(self.model.trouble)
        for each in (self.enter, self.agree, self.close_it, self.end_it):
            each.disabled = self.model.busy

    def _listed(self, _change: object) -> None:
        model = self.model
        self.list.show(model.releases())
        self.agreements.show(model.agreements())
        _offer(self.under, model.in_force())
        _offer(self.types, model.types())
        if model.agrees and model.register:
            _offer(self.with_types, model.types()[:-1])
            self.sources.options = model.register.sources

    def _chosen(self, _change: object = None) -> None:
        release, agreement = self.model.release(), self.model.agreement()
        self.list.tell(facts(release) if release else {}, {})
        closes = release is not None and release.state is State.APPROVED
        ends = agreement is not None and agreement.state is State.APPROVED and self.model.agrees
        self.closing.layout.display = "" if closes else "none"
        self.ending.layout.display = "" if ends else "none"


def _offer(field: w.Dropdown, options: list[tuple[str, str]]) -> None:
    """Other options, with what was chosen kept where it is still one."""
    chosen = field.value
    field.options = options
    if chosen in [value for _, value in options]:
        field.value = chosen


def app(client: Releaser | None = None) -> Panel:
    """The panel of the notebook of releases; without a client, this session's."""

    def build() -> Panel:
        speaker: Releaser = client or session()
        made = ReleasesPanel(speaker, speaker.me())
        made.look()
        return made

    return panel(TITLE, build)
