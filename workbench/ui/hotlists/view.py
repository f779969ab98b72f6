"""The panel of hotlists (464.7(f), 464.7(g)): three parts, of which one is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench.policy.roles import Operation
from workbench.ui.hotlists.entries import EntriesModel
from workbench.ui.hotlists.entries_view import EntriesView
from workbench.ui.hotlists.importing import ImportModel
from workbench.ui.hotlists.importing_view import ImportView
from workbench.ui.hotlists.lists import ListsModel
from workbench.ui.hotlists.lists_view import ListsView
from workbench.ui.parts import Head, Panel, link, panel, row, session, text
from workbench.ui.port import ListKeeper
from workbench.ui.tabs import Tabs
from workbench.ui.work import spawn
from workbench.wire.purpose import Me

TITLE = "Hotlists"
LISTS, IMPORT, OWN = "lists", "import", "own"
_NOT_YOURS = (
    "Hotlists, and the department's own entries, are kept by administrators and by members to whom one delegated it "
    "(464.4): ask one of them to enter a plate, with its case, reason and last day. What is read of listed plates "
    "stands under Hits."
)


class HotlistsPanel(Panel):
    """Lists, a file on its way, and entries; what changes one is seen in the others."""

    def __init__(self, client: ListKeeper, me: Me, clock: Callable[[], datetime], home: Path) -> None:
        self.head = Head(me, client.current_purpose)
        self.lists = ListsModel(client, clock)
        self.importing = ImportModel(client, home)
        self.entries = EntriesModel(client, me, clock)
        self.lists_view = ListsView(self.lists, me.time_zone, clock, self._show, self._renew)
        self.import_view = ImportView(self.importing, me.time_zone)
        self.entries_view = EntriesView(self.entries, me.time_zone)
        parts = {
            LISTS: ("Lists", self.lists_view),
            IMPORT: ("Put a list in force", self.import_view),
            OWN: ("Our own entries", self.entries_view),
        }
        tabs = Tabs("Parts of the hotlists", parts)
        self.part = tabs.heads
        hits = [row(link("Hits", notebook="hits.ipynb"))] if "query" in me.operations else []
        self.may_keep = Operation.HOTLIST.value in me.operations
        super().__init__(TITLE, [self.head, *hits, tabs if self.may_keep else text(_NOT_YOURS)])
        self.part.observe(self._turn, "chosen")
        for model in (self.lists, self.importing, self.entries):
            model.observe(self.head.renew, ["status", "busy", "trouble"])
        self.importing.observe(self._installed, "receipt")
        self.entries.observe(lambda _change: self.lists_view.look(), "changed")
        self.lists.observe(self._known, "page")

    def look(self) -> None:
        """Ask which lists there are, where this person keeps them."""
        if self.may_keep:
            self.lists_view.look()

    def _turn(self, change: dict[str, Any]) -> None:
        if change["new"] == OWN and self.entries.page is None and self._ours():
            spawn(self.entries.look())

    def _ours(self) -> bool:
        """Whether there is anything to look at: nobody asks for a list that is none."""
        names = {line.name for line in self.lists.lines()}
        return self.entries.name in names

    def _show(self, name: str) -> None:
        self.entries.name, self.entries.due, self.entries.wanted = name, "all", ""
        self.entries.page = None
        if self.part.chosen == OWN:
            spawn(self.entries.look())
        self.part.chosen = OWN

    def _renew(self, name: str) -> None:
        line = next((line for line in self.lists.lines() if line.name == name), None)
        if line is not None:
            self.importing.name = line.name
            self.importing.source = line.source if line.source in self._sources() else ""
        self.part.chosen = IMPORT

    def _sources(self) -> list[str]:
        return [value for _, value in self.import_view.fields["source"].options]

    def _installed(self, change: dict[str, Any]) -> None:
        if change["new"] is not None:
            self.lists_view.look()

    def _known(self, change: dict[str, Any]) -> None:
        if change["new"] is not None:
            self.entries.soon, self.entries.longest = change["new"].expiring_days, change["new"].own_days
            self.entries_view.limit()
            self.import_view.offer(change["new"].sources)


def app(client: ListKeeper | None = None, home: Path | None = None) -> Panel:
    """The panel of the hotlists notebook; without a client, this session's, and the person's own home."""

    def build() -> Panel:
        speaker: ListKeeper = client or session()
        made = HotlistsPanel(speaker, speaker.me(), lambda: datetime.now(UTC), home or Path.home())
        made.look()
        return made

    return panel(TITLE, build)
