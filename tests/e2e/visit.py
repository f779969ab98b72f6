"""What a person does in the browser, by the names that a screen reader reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

from tests.house import House

NARRATIVE = "Homicide on Adams Avenue; a dark sedan left northwards at once."
WHY = "A witness remembers these characters of the plate of the sedan that left."

OF_NOTEBOOK = {
    "Cannot read properties of undefined (reading 'schema')",
    "Command 'filebrowser:open-path' not registered.",
}
"""Faults of Notebook's own pages, also where none of our extensions is in them."""


@dataclass
class Visit:
    """One window. ``outside`` and ``errors`` must stay empty."""

    context: BrowserContext
    house: House
    pictures: Path
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context.on("request", lambda request: self._asked(request.url))
        self.context.on("page", self._watched)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)

    def sign_in(self, name: str, notebook: str = "start") -> None:
        """Sign in and arrive at one's own server, or, as by a bookmark, straight at a notebook.

        No kernel holds a purpose of an earlier visit.
        """
        self.house.end_kernels(name)
        place = "" if notebook == "start" else f"/hub/user-redirect/lab/tree/notebooks/{notebook}.ipynb"
        self.sign_in_at(name, place)
        self.page.wait_for_url(re.compile(f"/user/{name}/lab"))
        self._shown(notebook)

    def sign_in_at(self, name: str, place: str) -> None:
        """Ask for a page, and sign in where it sends whoever is a stranger."""
        self.page.goto(f"{self.house.url}{place}")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password", exact=False).first.fill(self.house.passwords[name])
        self.page.get_by_role("checkbox").check()
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).not_to_have_url(re.compile("/hub/login"))

    def open(self, name: str, notebook: str) -> None:
        """Open a shipped notebook."""
        self.page.goto(f"{self.house.url}/user/{name}/lab/tree/notebooks/{notebook}.ipynb")
        self._shown(notebook)

    def _shown(self, notebook: str) -> None:
        """Wait until the notebook is the one on the screen."""
        tab = self.page.get_by_role("tab", name=f"{notebook}.ipynb", exact=True)
        expect(tab).to_have_attribute("aria-selected", "true", timeout=60_000)

    def declare(self, case: str = "26-01234", narrative: str = NARRATIVE) -> None:
        """Answer the dialog that comes before anything runs."""
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_role("heading", name="Declare your purpose")).to_be_visible(timeout=60_000)
        dialog.get_by_label("Purpose", exact=True).select_option("criminal_investigation")
        dialog.get_by_label("Case number").fill(case)
        dialog.get_by_label("What is being investigated").fill(narrative)
        dialog.get_by_label("Why this plate or vehicle").fill(WHY)
        dialog.get_by_role("button", name="Declare purpose").click()
        expect(dialog).to_be_hidden(timeout=30_000)

    def cancel(self, notebook: str) -> None:
        """Put the dialog of one notebook away: another's may be on the screen for a moment before."""
        dialog = self.page.get_by_role("dialog").filter(has_text=f"Asked for {notebook}.ipynb")
        dialog.get_by_role("button", name="Cancel").click()
        expect(dialog).to_be_hidden()

    def picture(self, name: str) -> None:
        """Keep a screenshot for whoever looks."""
        self.page.screenshot(path=self.pictures / f"{name}.png")

    def _watched(self, page: Page) -> None:
        """Every page of the window, those that a link opened too."""
        page.on("pageerror", lambda error: self._failed(page, str(error)))
        page.on("websocket", lambda socket: self._asked(socket.url))

    def _failed(self, page: Page, fault: str) -> None:
        of_notebook = fault in OF_NOTEBOOK and "/lab" not in urlsplit(page.url).path
        if not of_notebook:
            self.errors.append(fault)

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
            self.outside.append(url)
