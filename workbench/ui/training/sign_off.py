"""The trainer's desk (464.12): who is how far, live; the sessions; and where to sign off, on the signed-in page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import ipywidgets as w
import traitlets as t

from workbench.prose.shown import escape
from workbench.ui.log.download import Download
from workbench.ui.notice import Notice, notice
from workbench.ui.parts import Links, NoticeBox, Panel, Status, button, heading, markup, panel, row, session
from workbench.ui.port import School
from workbench.ui.table import DataTable
from workbench.ui.tabs import Tabs
from workbench.ui.training.live import Live
from workbench.ui.training.sessions import SessionsModel
from workbench.ui.training.sessions_view import SessionsBox
from workbench.ui.training.trainees import columns, ending, ordered, table, waiting
from workbench.ui.words import local, plural
from workbench.ui.work import Latest, Superseded, spawn, starting
from workbench.wire.purpose import Me
from workbench.wire.training import Trainee
from workbench.wire.training_sessions import TrainingFile, TrainingSession

TITLE = "Training sessions and sign-off"
EVERYBODY = ""
"""In the place of a session's number: everybody in training."""


class SignOffModel(t.HasTraits):
    """The trainees, those who wait first; ``of`` is the number of a session, as text, or everybody."""

    trainees: t.List[Trainee] = t.List()
    of = t.Unicode(EVERYBODY)
    sessions: t.List[TrainingSession] = t.List()
    saved = t.Unicode()
    """What became of the file that was asked for last."""
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, client: School, me: Me, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__()
        self._client, self.me, self.now = client, me, now
        self._work, self._files = Latest(), Latest()  # a look that nobody asked for must not lose a file

    async def refresh(self) -> None:
        """Ask for the list again."""
        self.trouble, self.busy = None, True
        self.status = self.status or "Asking …"
        try:
            listed = await self._work.run(self._client.training.trainees)
        except Superseded:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.trainees = notice(error), []
            self.busy, self.status = False, ""
            return
        self.trainees = ordered(listed, self.now())
        self.busy, self.status = False, self._said()

    async def take(self, call: Callable[[], TrainingFile]) -> TrainingFile | None:
        """A file of the desk's, or None after its trouble was told."""
        self.trouble, self.busy, self.saved = None, True, ""
        try:
            found = await self._files.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble = notice(error)
            return None
        finally:
            self.busy = False
        self.saved = f"{found.name} is saved by your browser; its hash is in record {found.result_record}."
        return found

    async def register(self, kind: str) -> TrainingFile | None:
        """The whole register, as ``csv`` or ``xlsx``."""
        return await self.take(lambda: self._client.training.register(kind))

    async def certificate(self, username: str) -> TrainingFile | None:
        """The certificate of somebody whose sign-off holds."""
        number = next((each.certificate for each in self.trainees if each.username == username), None)
        if number is None:
            self.trouble = Notice("error", "Choose somebody in the list whose sign-off holds.")
            return None
        return await self.take(lambda: self._client.training.certificate(number))

    @property
    def shown(self) -> list[Trainee]:
        """Those of the session that is looked at; who is on its roster and has not begun is not among them."""
        chosen = next((each for each in self.sessions if str(each.session) == self.of), None)
        if chosen is None:
            return self.trainees
        roster = {each.username for each in chosen.roster}
        return [each for each in self.trainees if each.username in roster]

    @property
    def not_begun(self) -> list[str]:
        """Who is on the roster of the session that is looked at, and has taken no step yet."""
        chosen = next((each for each in self.sessions if str(each.session) == self.of), None)
        begun = {each.username for each in self.trainees}
        return [each.username for each in chosen.roster if each.username not in begun] if chosen else []

    @t.observe("of", "sessions")
    def _narrowed(self, _change: object) -> None:
        if self.trainees:
            self.status = self._said()

    def _said(self) -> str:
        people = self.shown
        told = f"{plural(len(people), 'person', 'people')}, {sum(map(waiting, people))} ready for sign-off."
        if soon := sum(ending(each, self.now()) for each in people):
            told += f" The training of {soon} ends within 30 days."
        if lapsed := sum(each.lapsed for each in people):
            told += f" {lapsed} lapsed."
        return told


class ProgressBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """The list, live if that is wanted, and a link for each person who is ready."""

    def __init__(self, model: SignOffModel, live: Live) -> None:
        self.model, self.live = model, live
        self.status, self.notices = Status(), NoticeBox(self.refresh)
        self.list = DataTable(columns(model.me.time_zone), "People in training, those who wait first", "username")
        self.list.empty = "Nobody is in training."
        self.links = Links()
        self.absent = markup("")
        self.which = w.Dropdown(description="Who", options=[("Everybody in training", EVERYBODY)])
        self.which.layout.width = "330px"
        t.link((model, "of"), (self.which, "value"))
        self.follow = w.Checkbox(description="Live: follow by itself", value=False, indent=False)
        self.follow.observe(self._followed, "value")
        again = button("Refresh", self.refresh)
        self.download, self.saved = Download(), Status()
        files = row(
            button(
                "Save the chosen person's certificate (PDF)", self._take(lambda: model.certificate(self.list.chosen))
            ),
            button("Save the register (CSV)", self._take(lambda: model.register("csv"))),
            button("Save the register (Excel)", self._take(lambda: model.register("xlsx"))),
        )
        hint = markup("<p>You sign off on the signed-in page, not in this notebook.</p>")
        super().__init__(
            [
                row(self.which, self.follow, again),
                self.notices,
                self.status,
                self.list,
                self.absent,
                files,
                self.saved,
                hint,
                self.links,
                self.download,
            ]
        )
        self.add_class("alpr-part")
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(lambda change: self.saved.say(change["new"]), "saved")
        model.observe(self._shown, ["trainees", "of", "sessions"])
        live.observe(self._lively, ["on", "lost", "trouble"])

    def refresh(self) -> None:
        """Ask for the list again."""
        spawn(self.model.refresh())

    def _take(self, call: Callable[[], Awaitable[TrainingFile | None]]) -> Callable[[], None]:
        """What a button calls to have the browser save a file."""

        async def taken() -> None:
            if (file := await call()) is not None:
                self.download.hand_over(file.name, file.content, file.media_type)

        return starting(taken)

    def _followed(self, change: dict[str, bool]) -> None:
        if change["new"] and not self.live.on:
            spawn(self.live.run())
        elif not change["new"]:
            self.live.stop()

    def _lively(self, _change: object) -> None:
        self.follow.value = self.live.on
        if self.live.trouble is not None:
            self.notices.show(self.live.trouble)
        elif self.live.lost:
            self.status.say("The data service can't be reached; it is tried again.", busy=True)

    def _told(self, _change: Any) -> None:
        self.status.say(self.model.status, self.model.busy and not self.live.on)
        self.notices.show(self.model.trouble)

    def _shown(self, _change: Any) -> None:
        model = self.model
        offered = [
            (f"{each.title} ({local(each.starts_at, model.me.time_zone)[:10]})", str(each.session))
            for each in model.sessions
        ]
        options = [("Everybody in training", EVERYBODY), *offered]
        if list(self.which.options) != options:
            chosen = model.of
            self.which.options = options
            self.which.value = chosen if chosen in {number for _, number in options} else EVERYBODY
        people = model.shown
        self._list_again(people)
        missing = escape(", ".join(model.not_begun))
        self.absent.value = f"<p>On the roster, nothing done yet: <b>{missing}</b>.</p>" if missing else ""
        self.links.entries = [
            {"title": f"Sign off {each.username}", "text": "Opens the signed-in page.", "page": each.page}
            for each in people
            if waiting(each)
        ]

    def _list_again(self, people: list[Trainee]) -> None:
        """Show the list as it is sorted and turned to; nothing jumps under whoever looks at it."""
        listed, page = self.list, self.list.page
        chosen = listed.chosen
        listed.show(table(people, self.model.now()), listed.sort, descending=listed.descending)
        listed.page = min(page, listed.pages - 1)
        listed.chosen = chosen if any(each.username == chosen for each in people) else ""


class SignOffPanel(Panel):
    """Progress and sessions, a tab each."""

    def __init__(self, client: School, me: Me) -> None:
        self.model = SignOffModel(client, me)
        self.sessions_model = SessionsModel(client.training, me.time_zone)
        self.live = Live(client.training, self.look)
        self.progress = ProgressBox(self.model, self.live)
        self.sessions = SessionsBox(self.sessions_model, me.time_zone)
        t.dlink((self.sessions_model, "sessions"), (self.model, "sessions"))
        views = {"progress": ("Progress", self.progress), "sessions": ("Sessions", self.sessions)}
        self.tabs = Tabs("Training", views)
        super().__init__(TITLE, [heading(me), self.tabs])

    async def look(self) -> None:
        """Ask for the list and the sessions."""
        await self.sessions_model.look()
        await self.model.refresh()


def app(client: School | None = None) -> w.Widget:
    """The panel of the trainer's notebook; without a client, this session's."""

    def build() -> Panel:
        speaker: School = client or session()
        made = SignOffPanel(speaker, speaker.me())
        made.sessions.refresh()
        made.progress.refresh()
        return made

    return panel(TITLE, build)
