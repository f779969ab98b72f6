"""The sessions on the trainer's panel (464.12): the list, the next one's form, and roster and attendance of one."""

from __future__ import annotations

from functools import partial

import ipywidgets as w
from traitlets import link

from workbench.prose.shown import escape
from workbench.ui.parts import NoticeBox, Status, button, markup, moment, row
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.training.sessions import SessionsModel
from workbench.ui.words import local
from workbench.ui.work import spawn, starting
from workbench.wire.training_sessions import TrainingSession


def session_columns(zone: str) -> list[Column]:
    """One row a session."""
    return [
        Column("title", "Session", lambda r: Cell.plain(r["title"])),
        Column("starts_at", "When", lambda r: Cell.moment(r["starts_at"], zone)),
        Column("place", "Where", lambda r: Cell.plain(r["place"])),
        Column("trainer", "Trainer", lambda r: Cell.plain(r["trainer"])),
        Column("roster", "Roster", lambda r: Cell.plain(r["roster"])),
        Column("state", "State", lambda r: Cell.plain(r["state"], "good" if r["state"] == "held" else "")),
        Column("record", "Record", lambda r: Cell.plain(r["record"]), "number"),
    ]


class SessionsBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Open a session; look at those that stand; change a roster; close one with who attended."""

    def __init__(self, model: SessionsModel, zone: str) -> None:
        self.model, self._zone = model, zone
        self.status, self.notices = Status(), NoticeBox(self.refresh)
        self.list = DataTable(session_columns(zone), "Training sessions, the newest first", "session", height="220px")
        self.list.empty = "No session was opened yet."
        self.about = w.VBox()
        super().__init__([self._form(), self.notices, self.status, self.list, self.about])
        self.add_class("alpr-part")
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(self._shown, ["sessions", "chosen"])
        self.list.observe(self._row, "chosen")
        self._told()

    def refresh(self) -> None:
        """Ask which sessions stand."""
        spawn(self.model.refresh())

    def _form(self) -> w.Widget:
        fields: dict[str, w.Widget] = {
            "title": w.Text(description="Title"),
            "starts_at": moment("Day and hour", self._zone),
            "place": w.Text(description="Where"),
            "names": w.Text(description="Roster: user names", placeholder="e.g. otto nadia"),
        }
        widths = {"title": "230px", "starts_at": "230px", "place": "160px", "names": "280px"}
        for name, field in fields.items():
            field.layout.width = widths[name]
            link((self.model, name), (field, "value"))
        agenda = w.Textarea(description="Agenda", rows=5)
        agenda.layout.width = "100%"
        link((self.model, "agenda"), (agenda, "value"))
        self.fields = {**fields, "agenda": agenda}
        self.opening = button("Open session", starting(self.model.open), main=True)
        card = w.VBox([row(*fields.values(), self.opening), agenda])
        card.add_class("alpr-card")
        return card

    def _told(self, _change: object = None) -> None:
        self.status.say(self.model.status, self.model.busy)
        self.notices.show(self.model.trouble)
        self.opening.disabled = self.model.busy

    def _shown(self, change: dict[str, object]) -> None:
        if change["name"] == "sessions":
            self.list.show(self.model.table())
        self.list.choose(self.model.chosen)
        session = self.model.session()
        self.about.children = () if session is None else self._session(session)

    def _row(self, change: dict[str, str]) -> None:
        if change["new"]:
            self.model.chosen = change["new"]

    def _session(self, session: TrainingSession) -> tuple[w.Widget, ...]:
        note = f"<p>{escape(session.note)}</p>" if session.note else ""
        head = markup(
            f"<h3>{escape(session.title)}</h3><p>{local(session.starts_at, self._zone)}"
            f"{', ' + escape(session.place) if session.place else ''}, with {escape(session.opened_by)}</p>"
            f'<pre class="alpr-agenda">{escape(session.agenda)}</pre>{note}'
        )
        return (head, self._held(session) if session.closed_at else self._open(session))

    def _held(self, session: TrainingSession) -> w.Widget:
        lines = "".join(
            f'<tr><th scope="row">{escape(each.username)}</th>'
            f"<td>{'attended' if each.attended else 'did not come'}</td></tr>"
            for each in session.roster
        )
        told = f"Closed by {escape(session.closed_by)}, record {session.closed_record}."
        return markup(f'<p>{told}</p><table class="facts">{lines}</table>')

    def _open(self, session: TrainingSession) -> w.Widget:
        ticks = [self._person(each.username) for each in session.roster]
        more = w.Text(description="Put on the roster", placeholder="user names")
        note = w.Text(description="Note for the record")
        more.layout.width, note.layout.width = "240px", "330px"
        link((self.model, "more"), (more, "value"))
        link((self.model, "note"), (note, "value"))
        add = button("Add", starting(self.model.enlist))
        close = button("Close with this attendance", starting(self.model.close), main=True)
        people = w.VBox(ticks or [markup("<p>Nobody is on the roster yet.</p>")])
        card = w.VBox([markup("<p><b>Who attended?</b></p>"), people, row(more, add), row(note, close)])
        card.add_class("alpr-card")
        return card

    def _person(self, name: str) -> w.Widget:
        tick = w.Checkbox(description=name, value=name in self.model.came, indent=False)
        tick.observe(partial(self._ticked, name), "value")
        return row(tick, button("Take off", starting(partial(self.model.strike, name)), title=f"Take {name} off"))

    def _ticked(self, name: str, change: dict[str, bool]) -> None:
        others = [each for each in self.model.came if each != name]
        self.model.came = [*others, name] if change["new"] else others
