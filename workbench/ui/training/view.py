"""The training panel (464.4.1): six steps, one open at a time, and what comes next always in view."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import ipywidgets as w

from workbench.mapping.assets import Assets, installed
from workbench.ui.parts import NoticeBox, Panel, Status, heading, markup, panel, session
from workbench.ui.port import School
from workbench.ui.search.model import SearchModel
from workbench.ui.search.view import SearchPanel
from workbench.ui.training import pages, steps
from workbench.ui.training.anchor import Anchor
from workbench.ui.training.misuse import Misuse
from workbench.ui.training.model import NAMES, STEPS, TrainingModel

TITLE = "Training"


class TrainingPanel(Panel):
    """The trainee's panel; ``search`` makes the search panel of the exercise when it is first needed."""

    def __init__(self, model: TrainingModel, search: Callable[[], w.Widget]) -> None:
        self.model = model
        self._relabelling = False
        self.status = Status()
        self.notices = NoticeBox()
        self.way = markup("")
        self.sessions = markup("")
        self.anchor = Anchor()
        self.tabs = w.ToggleButtons(options=self._options())
        self.tabs.style.button_width = "auto"
        self.tabs.observe(self._chosen, "value")
        told = w.VBox([self.status, self.notices])
        made = (
            steps.Modules(model, told),
            steps.Policy(model, told),
            steps.Quiz(model, told),
            steps.Exercise(model, told, search),
            Misuse(model, told),
            steps.SignOff(model, told),
        )
        self.steps = {step.key: step for step in made}
        self.body = w.VBox(list(made))
        self.body.add_class("alpr-card")
        super().__init__(TITLE, [heading(model.me), self.sessions, self.anchor, self.tabs, self.way, self.body])
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(self._follow, ["progress", "place", "marked", "suspected", "judged"])
        model.observe(self._opened, "step")
        self._follow()

    @property
    def shown(self) -> steps.Step:
        """The step that is shown."""
        return self.steps[self.model.step]

    def _options(self) -> list[tuple[str, str]]:
        return [
            (f"{'✓ ' if self.model.finished(step) else ''}{number} {NAMES[step]}", step)
            for number, step in enumerate(STEPS, 1)
        ]

    def _chosen(self, change: dict[str, Any]) -> None:
        if not self._relabelling:
            self.model.status, self.model.trouble = "", None
            self.model.step = change["new"]

    def _relabel(self) -> None:
        """Tick what is done; new labels put the buttons back to the first one, which is no choice of anybody's."""
        self._relabelling = True
        if tuple(self.tabs.options) != tuple(self._options()):
            self.tabs.options = self._options()
        self.tabs.value = self.model.step
        self._relabelling = False

    def _told(self, _change: object = None) -> None:
        self.status.say(self.model.status, self.model.busy)
        self.notices.show(self.model.trouble)

    def _follow(self, _change: object = None) -> None:
        self._relabel()
        self.way.value, self.sessions.value = pages.way(self.model), pages.sessions(self.model)
        for key, step in self.steps.items():
            step.layout.display = "" if key == self.model.step else "none"
            step.follow()

    def _opened(self, _change: object) -> None:
        self._follow()
        self.anchor.label = f"Step {STEPS.index(self.model.step) + 1}: {NAMES[self.model.step]}"


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
