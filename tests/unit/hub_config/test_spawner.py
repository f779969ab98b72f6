"""A server that can't be started says why, on the page of whoever waits for it (464.10(a))."""

from __future__ import annotations

import html
from pathlib import Path

import httpx
import pytest

from tests.unit.hub_config.conftest import PASSWORD
from tests.unit.hub_config.running_hub import Hub
from workbench.policy.roles import Role


@pytest.mark.section("464.10(a)")
def test_a_server_whose_home_is_a_link_is_not_started_and_the_page_says_why(hub: Hub, tmp_path: Path) -> None:
    hub.accounts.add("lina", PASSWORD, [Role.ANALYST], must_change=False)
    home = hub.data / "homes" / "lina"
    home.parent.mkdir(exist_ok=True)
    home.symlink_to(tmp_path)
    browser = hub.browser()
    browser.sign_in("lina")
    page = browser.client.get("/hub/spawn")
    assert page.status_code == httpx.codes.INTERNAL_SERVER_ERROR
    assert f"Your server can't be started. {home} can't be used as a folder" in html.unescape(page.text)
    assert "Move it away." in page.text
    assert list(tmp_path.iterdir()) == []
    home.unlink()
    assert hub.server_token(browser, "lina")
