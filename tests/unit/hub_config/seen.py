"""What a person does in a browser at a Hub without the rest of the house (464.5.1, 464.5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.unit.hub_config.running_hub import Hub


def signing_in(page: Page, hub: Hub, name: str, password: str) -> None:
    """Fill in the sign-in page and send it."""
    page.goto(f"{hub.base}/hub/login")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=False).first.fill(password)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Sign in").click()


def choosing(page: Page, present: str, new: str, again: str = "") -> None:
    """Fill in the page of a new password, which is on the screen, and send it."""
    expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    page.get_by_label("Present password:", exact=True).fill(present)
    page.get_by_label("New password:", exact=True).fill(new)
    page.get_by_label("New password, once more:", exact=True).fill(again or new)
    page.get_by_role("button", name="Change password").click()
