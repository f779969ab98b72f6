"""The trainer's desk (464.12): who is how far, live; the sessions; and where to sign off, on the signed-in page."""

from __future__ import annotations

import ipywidgets as w
import traitlets as t

from workbench.ui.parts import Panel, heading, panel, session
from workbench.ui.port import School
from workbench.ui.tabs import Tabs
from workbench.ui.training.live import Live
from workbench.ui.training.progress_view import ProgressBox
from workbench.ui.training.sandbox import SandboxBox
from workbench.ui.training.sessions import SessionsModel
from workbench.ui.training.sessions_view import SessionsBox
from workbench.ui.training.trainer_model import SignOffModel
from workbench.wire.purpose import Me

TITLE = "Training sessions and sign-off"


class SignOffPanel(Panel):
    """Progress and sessions, a tab each."""

    def __init__(self, client: School, me: Me) -> None:
        self.model = SignOffModel(client, me)
        self.sessions_model = SessionsModel(client.training, me.time_zone)
        self.live = Live(client.training, self.look)
        self.progress = ProgressBox(self.model, self.live)
        self.sessions = SessionsBox(self.sessions_model, me.time_zone)
        t.dlink((self.sessions_model, "sessions"), (self.model, "sessions"))
        self.sandbox = SandboxBox(client.training, me.time_zone)
        views = {
            "progress": ("Progress", self.progress),
            "sessions": ("Sessions", self.sessions),
            "sandbox": ("Sandbox", self.sandbox),
        }
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
