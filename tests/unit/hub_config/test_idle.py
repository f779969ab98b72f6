"""Half an hour without work ends the session, not the server alone (464.5.1); at a real Hub."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from tests.unit.hub_config.conftest import PASSWORD
from tests.unit.hub_config.running_hub import Hub
from tests.waiting import until
from workbench.policy.accounts import IDLE_LIMIT
from workbench.policy.roles import Role

pytestmark = pytest.mark.section("464.5.1")


def last_worked(hub: Hub, name: str, ago: timedelta) -> None:
    """Set when the person last worked."""
    said = {"name": name, "ago": str(ago.total_seconds())}
    httpx.post(f"{hub.base}/hub/worked", data=said, timeout=30).raise_for_status()


def cull(hub: Hub, name: str) -> None:
    """Stop the server with the culler's own token, as the culler does."""
    culler = hub.edge_token[::-1]
    assert hub.api(culler, f"/users/{name}/server", "DELETE").status_code in (
        httpx.codes.ACCEPTED,
        httpx.codes.NO_CONTENT,
    )
    until(lambda: not hub.api(culler, f"/users/{name}").json()["servers"], 30)


@pytest.mark.parametrize(("ago", "stays"), [(IDLE_LIMIT - timedelta(minutes=2), True), (IDLE_LIMIT, False)])
def test_whoever_did_nothing_for_half_an_hour_signs_in_anew(hub: Hub, ago: timedelta, *, stays: bool) -> None:
    name = f"ida{int(stays)}"
    hub.accounts.add(name, PASSWORD, [Role.OFFICER], must_change=False)
    browser = hub.browser()
    browser.sign_in(name)
    token = hub.server_token(browser, name)
    last_worked(hub, name, ago)
    cull(hub, name)
    assert hub.api(token, "/user").status_code == httpx.codes.FORBIDDEN
    page = browser.client.get("/hub/home")
    assert page.status_code == (httpx.codes.OK if stays else httpx.codes.FOUND)
    assert (("sessions-ended", name) in hub.ear.actions()) is not stays
