"""The trainer's list (464.12): who is in training, how far, and where to sign off, on the signed-in page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ipywidgets as w
import polars as pl
import traitlets as t

from workbench.ui.notice import Notice, notice
from workbench.ui.parts import Links, NoticeBox, Panel, Status, button, heading, markup, panel, row, session
from workbench.ui.port import School
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded, spawn
from workbench.wire.purpose import Me
from workbench.wire.training import Trainee

TITLE = "Training sign-off"


class SignOffModel(t.HasTraits):
    """The trainees, those who are ready first."""

    trainees: t.List[Trainee] = t.List()
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, client: School, me: Me) -> None:
        super().__init__()
        self._client, self.me = client, me
        self._work = Latest()

    async def refresh(self) -> None:
        """Ask for the list again."""
        self.trouble, self.busy, self.status = None, True, "Asking …"
        try:
            listed = await self._work.run(self._client.training.trainees)
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.trainees = notice(error), []
            self.busy, self.status = False, ""
            return
        self.trainees = sorted(listed, key=lambda each: (not waiting(each), each.username))
        ready = sum(waiting(each) for each in listed)
        self.busy, self.status = False, f"{plural(len(listed), 'person', 'people')}, {ready} ready for sign-off."


def waiting(trainee: Trainee) -> bool:
    """Whether this person waits for the trainer."""
    return trainee.ready and not trainee.signed_off_by


def table(trainees: list[Trainee]) -> pl.DataFrame:
    """The list as the table shows it."""
    rows = [
        {
            "username": each.username,
            "modules": f"{each.modules_done} of {each.modules_total}",
            "quiz": each.quiz_passed,
            "exercise": each.exercise_done,
            "policy": each.acknowledged,
            "state": _state(each),
            "until": each.trained_until,
        }
        for each in trainees
    ]
    schema = {
        "username": pl.String(), "modules": pl.String(), "quiz": pl.Boolean(), "exercise": pl.Boolean(),
        "policy": pl.Boolean(), "state": pl.String(), "until": pl.Datetime("us", "UTC"),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def _state(trainee: Trainee) -> str:
    if trainee.signed_off_by:
        return f"signed off by {trainee.signed_off_by}"
    return "ready" if trainee.ready else "in training"


def _yes(key: str, label: str) -> Column:
    return Column(key, label, lambda r: Cell.plain("yes", "good") if r[key] else Cell.plain("not yet", "quiet"))


def _date(value: datetime | None) -> str:
    return "" if value is None else f"{value:%Y-%m-%d}"


_COLUMNS = [
    Column("username", "Trainee", lambda r: Cell.plain(r["username"])),
    Column("modules", "Modules", lambda r: Cell.plain(r["modules"]), "number"),
    _yes("quiz", "Quiz"),
    _yes("exercise", "Exercise"),
    _yes("policy", "Policy acknowledged"),
    Column("state", "State", lambda r: Cell.plain(r["state"], "good" if r["state"] != "in training" else "")),
    Column("until", "Valid until", lambda r: Cell.plain(_date(r["until"]))),
]


class SignOffPanel(Panel):
    """The list, and a link for each person who is ready."""

    def __init__(self, model: SignOffModel) -> None:
        self.model = model
        self.status = Status()
        self.notices = NoticeBox(self.refresh)
        self.list = DataTable(_COLUMNS, "People in training", "username")
        self.list.empty = "Nobody is in training."
        self.links = Links()
        self.hint = markup("<p>You sign off on the signed-in page, not in this notebook; then refresh the list.</p>")
        again = button("Refresh", self.refresh)
        super().__init__(
            TITLE,
            [heading(model.me), self.notices, row(self.status, again, look="alpr-between"), self.list,
             self.hint, self.links],
        )  # fmt: skip
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(self._shown, "trainees")

    def refresh(self) -> None:
        """Ask for the list again."""
        spawn(self.model.refresh())

    def _told(self, _change: Any) -> None:
        self.status.say(self.model.status, self.model.busy)
        self.notices.show(self.model.trouble)

    def _shown(self, _change: Any) -> None:
        people = self.model.trainees
        self.list.show(table(people))
        self.links.entries = [
            {"title": f"Sign off {each.username}", "text": "Opens the signed-in page.", "page": each.page}
            for each in people
            if waiting(each)
        ]


def app(client: School | None = None) -> w.Widget:
    """The panel of the sign-off notebook; without a client, this session's."""

    def build() -> Panel:
        speaker: School = client or session()
        made = SignOffPanel(SignOffModel(speaker, speaker.me()))
        made.refresh()
        return made

    return panel(TITLE, build)
