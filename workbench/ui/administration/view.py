"""The administrator's panel (464.3, 464.3.1): people, devices and cameras, lists, configuration, a tab each."""

from __future__ import annotations

import ipywidgets as w
from traitlets import link

from workbench.mapping.assets import Assets, installed
from workbench.ui.administration import tables
from workbench.ui.administration.lists_view import CamerasBox, CasesBox, WatchBox, WordsBox
from workbench.ui.administration.model import AdministrationModel
from workbench.ui.parts import Links, NoticeBox, Panel, Status, button, heading, markup, panel, row, session
from workbench.ui.port import Administrator
from workbench.ui.table import DataTable
from workbench.ui.tabs import Tabs
from workbench.ui.work import spawn, starting
from workbench.wire.page import EDGE
from workbench.wire.purpose import Me

TITLE = "Administration"
_PAGES = [
    {
        "title": "Grant, delegate, suspend, enrol",
        "text": "What widens access: on the signed-in page, with your password and a second administrator's.",
        "page": f"{EDGE}administration",
    },
    {
        "title": "Waiting for your word",
        "text": "What other administrators ask you to approve.",
        "page": f"{EDGE}assents",
    },
]


class PeopleBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Who is in the programme, and what is delegated."""

    def __init__(self, model: AdministrationModel, zone: str) -> None:
        self.model = model
        self.people = DataTable(tables.people_columns(zone), "Accounts, as the sign-in service told", "username")
        self.people.height = "38vh"
        self.delegations = DataTable(tables.delegation_columns(zone), "Delegations, the newest first", "delegation")
        self.delegations.empty, self.delegations.height = "Nothing is delegated.", "24vh"
        told = markup(
            "<p>Accounts are made on the sign-in service's own page (Your account, Accounts of others); those of "
            "administrators, trainers and auditors by the operator with <code>workbench-account</code> (464.5.1). "
            "Here is what it told of them.</p>"
        )
        super().__init__([told, self.people, markup("<h3>Delegated members (464.3)</h3>"), self.delegations])
        self.add_class("alpr-part")
        model.observe(self._shown, "programme")

    def _shown(self, _change: object) -> None:
        if (programme := self.model.programme) is not None:
            self.people.show(tables.people(programme))
            self.delegations.show(tables.delegations(programme))


class DevicesBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """What hands over reads."""

    def __init__(self, model: AdministrationModel) -> None:
        self.model = model
        self.list = DataTable(tables.DEVICE_COLUMNS, "Cameras and vehicles that hand over reads (464.9)", "name")
        self.list.empty = "No device is enrolled."
        super().__init__(
            [markup("<p>A device is enrolled, and its credential taken back, on the signed-in page.</p>"), self.list]
        )
        self.add_class("alpr-part")
        model.observe(self._shown, "programme")

    def _shown(self, _change: object) -> None:
        if self.model.programme is not None:
            self.list.show(tables.devices(self.model.programme))


class ConfigurationBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Every key with its meaning; read-only."""

    def __init__(self, model: AdministrationModel) -> None:
        self.model = model
        self.list = DataTable(
            tables.SETTING_COLUMNS, "The configuration that the data service runs with", "key", size=200
        )
        self.list.height = "52vh"
        self.list.empty = "Press the button to look at it; no key has these words otherwise."
        wanted = w.Text(description="Only keys with these words")
        wanted.layout.width = "320px"
        link((model, "wanted"), (wanted, "value"))
        self.digest = markup("")
        told = markup(
            "<p>Changed by the operator in the one file, and in force after a restart. Nothing is changed here.</p>"
        )
        look = button("Look at the configuration", starting(model.configured), main=True)
        super().__init__([told, row(look, wanted), self.digest, self.list])
        self.add_class("alpr-part")
        model.observe(self._shown, ["configuration", "wanted"])

    def _shown(self, _change: object) -> None:
        if (found := self.model.configuration) is not None:
            self.list.show(tables.settings(found, self.model.wanted))
            self.digest.value = (
                f"<p>SHA-256 of the values: <code>{found.sha256}</code>, record {found.result_record}.</p>"
            )


class AdministrationPanel(Panel):
    """Tabs over one model, with what was told above them."""

    def __init__(self, client: Administrator, me: Me, assets: Assets) -> None:
        self.model = model = AdministrationModel(client.administration)
        zone = me.time_zone
        self.status, self.notices = Status(), NoticeBox(self.refresh)
        self.boxes: dict[str, tuple[str, w.Widget]] = {
            "people": ("People", PeopleBox(model, zone)),
            "devices": ("Devices", DevicesBox(model)),
            "cameras": ("Cameras", CamerasBox(model, assets)),
            "watch": ("Watch-list", WatchBox(model, zone)),
            "cases": ("Open cases", CasesBox(model, zone)),
            "words": ("Words", WordsBox(model)),
            "configuration": ("Configuration", ConfigurationBox(model)),
        }
        self.tabs = Tabs("Administration", self.boxes)
        again = button("Refresh", self.refresh)
        super().__init__(
            TITLE,
            [heading(me), Links(entries=_PAGES), row(self.status, again, look="alpr-between"), self.notices, self.tabs],
        )
        model.observe(self._told, ["status", "busy", "trouble"])

    def refresh(self) -> None:
        """Ask for what stands."""
        spawn(self.model.refresh())

    def _told(self, _change: object) -> None:
        self.status.say(self.model.status, self.model.busy)
        self.notices.show(self.model.trouble)


def app(client: Administrator | None = None, assets: Assets | None = None) -> Panel:
    """The panel of the notebook; without a client, this session's."""

    def build() -> Panel:
        speaker: Administrator = client or session()
        made = AdministrationPanel(speaker, speaker.me(), assets or installed())
        made.refresh()
        return made

    return panel(TITLE, build)
