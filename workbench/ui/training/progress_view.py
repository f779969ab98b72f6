"""The trainer's list on the screen (464.12): live if that is wanted, with the way to each sign-off and to the files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import ipywidgets as w
import traitlets as t

from workbench.prose.shown import escape
from workbench.ui.log.download import Download
from workbench.ui.parts import Links, NoticeBox, Status, button, markup, row
from workbench.ui.table import DataTable
from workbench.ui.training.live import Live
from workbench.ui.training.trainees import columns, table, waiting
from workbench.ui.training.trainer_model import EVERYBODY, SignOffModel
from workbench.ui.words import local
from workbench.ui.work import spawn, starting
from workbench.wire.training import Trainee
from workbench.wire.training_sessions import TrainingFile


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
