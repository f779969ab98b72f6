"""What it tries: to make a token that outlives the session, with the server's token and with the browser's cookies.

What stops it: the Hub's ``user`` role is narrowed; nobody may write tokens (464.5.2). The stock role lets everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.bypass.machine.server import Server
from tests.bypass.machine.stock import mint, stock_hub
from tests.house import House

ATTEMPT = "mint a token that outlives the session"


@pytest.fixture
def stock(house: House, tmp_path: Path, free_port: int) -> Iterator[House]:
    """A second Hub whose ``user`` role is the one that the Hub comes with."""
    with stock_hub(house, tmp_path, free_port) as other:
        yield other


@pytest.mark.parametrize("name", ["ana", "adam"])
def test_blocked_a_servers_token_makes_no_token(house: House, of_ana: Server, name: str) -> None:
    hub = Server(house.url, of_ana.token)
    answer = hub.request("POST", f"/hub/api/users/{name}/tokens", {"note": "mine"})
    assert answer.status_code in (403, 404)
    assert hub.request("GET", f"/hub/api/users/{name}/tokens").status_code in (403, 404)
    assert "token" not in answer.json()


def test_blocked_a_browser_signed_in_makes_no_token(house: House) -> None:
    with closing(house.browser("ana")) as client:
        answer = mint(client)
        assert answer.status_code == httpx.codes.FORBIDDEN
        assert "no permissions to generate tokens" in answer.text


def test_control_the_stock_role_lets_a_browser_make_one(stock: House) -> None:
    with closing(stock.browser("ana")) as client:
        answer = mint(client)
    assert answer.status_code == httpx.codes.CREATED, answer.text
    made = answer.json()
    assert made["token"]
    assert made["expires_at"] is None
    assert Server(stock.url, made["token"]).request("GET", "/hub/api/user").json()["name"] == "ana"
