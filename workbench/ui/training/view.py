"""The training panel (464.4.1): five steps, one open at a time, and what is left always in view."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import ipywidgets as w

from workbench.ui.map.assets import Assets, installed
from workbench.ui.parts import NoticeBox, Panel, Status, button, heading, panel, row, session
from workbench.ui.port import School
from workbench.ui.search.model import SearchModel
from workbench.ui.search.view import SearchPanel
from workbench.ui.training import pages
from workbench.ui.training.model import STEPS, TrainingModel
from workbench.ui.work import spawn

TITLE = "Training"
_NAMES = {
    "modules": "1 Modules",
    "policy": "2 Policy",
    "quiz": "3 Quiz",
    "exercise": "4 Exercise",
    "sign-off": "5 Sign-off",
}


class TrainingPanel(Panel):
    """The trainee's panel; ``search`` makes the search panel of the exercise when it is first needed."""

    def __init__(self, model: TrainingModel, search: Callable[[], w.Widget]) -> None:
        self.model = model
        self._relabelling = False
        self._search_made: w.Widget | None = None
        self._make_search = search
        self.status = Status()
        self.notices = NoticeBox()
        self.steps = w.ToggleButtons(options=self._options())
        self.steps.style.button_width = "auto"
        self.steps.observe(self._stepped, "value")
        self.body = w.VBox()
        self.body.add_class("alpr-card")
        self.body.add_class("step")
        super().__init__(TITLE, [heading(model.me), self.steps, self.notices, self.status, self.body])
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(self._changed, ["progress", "step", "place", "marked", "tried"])
        self._changed()

    def _options(self) -> list[tuple[str, str]]:
        return [(f"{'✓ ' if self.model.finished(step) else ''}{_NAMES[step]}", step) for step in STEPS]

    def _stepped(self, change: dict[str, Any]) -> None:
        if not self._relabelling:
            self.model.step = change["new"]

    def _relabel(self) -> None:
        """Tick what is done; new labels put the buttons back to the first one, which is no choice of anybody's."""
        self._relabelling = True
        if tuple(self.steps.options) != tuple(self._options()):
            self.steps.options = self._options()
        self.steps.value = self.model.step
        self._relabelling = False

    def _told(self, _change: object = None) -> None:
        self.status.say(self.model.status, self.model.busy)
        self.notices.show(self.model.trouble)

    def _changed(self, _change: object = None) -> None:
        self._relabel()
        self.body.children = {
            "modules": self._modules,
            "policy": self._policy,
            "quiz": self._quiz,
            "exercise": self._exercise,
            "sign-off": self._sign_off,
        }[self.model.step]()

    def _start(self, job: Coroutine[Any, Any, None]) -> None:
        spawn(job)

    def _modules(self) -> list[w.Widget]:
        model = self.model
        before = button("Previous", lambda: model.turn(-1))
        after = button("Next", lambda: model.turn(1))
        before.disabled = model.place == 0
        after.disabled = model.place >= len(model.progress.modules) - 1
        read = button("I have read this", lambda: self._start(model.read_module()), main=True)
        module = model.module()
        read.disabled = module is None or module.completed
        return [pages.module(model), row(before, read, after)]

    def _policy(self) -> list[w.Widget]:
        model = self.model
        agree = button(
            f"I received and read version {model.progress.policy_version}",
            lambda: self._start(model.acknowledge()),
            main=True,
        )
        agree.disabled = model.progress.acknowledged
        return [pages.policy(model.progress), row(agree)]

    def _quiz(self) -> list[w.Widget]:
        model = self.model
        send = button("Hand in", lambda: self._start(model.hand_in()), main=True)
        return [pages.quiz_head(model), *pages.questions(model), row(send)]

    def _exercise(self) -> list[w.Widget]:
        model = self.model
        plate = w.Text(description="The plate that you found")
        plate.layout.width = "240px"

        def check() -> None:
            self._start(model.answer(plate.value))

        plate.on_msg(lambda _w, said, _b: check() if said.get("event") == "submit" else None)
        send = button("Check", check, main=True)
        if self._search_made is None:
            self._search_made = self._make_search()
        return [pages.exercise(model), row(plate, send), self._search_made]

    def _sign_off(self) -> list[w.Widget]:
        again = button("Look again", lambda: self._start(self.model.refresh()))
        return [pages.sign_off(self.model), row(again)]


def app(client: School | None = None, assets: Assets | None = None) -> Panel:
    """The panel of the training notebook; without a client, this session's."""

    def build() -> Panel:
        speaker: School = client or session()
        me = speaker.me()

        def search() -> w.Widget:
            searching = SearchModel(speaker, me, lambda: datetime.now(UTC))
            return SearchPanel(searching, assets or installed(), inside=True)

        return TrainingPanel(TrainingModel(speaker, me), search)

    return panel(TITLE, build)
