"""What it tries: to open a terminal, and to take notebooks away by download or conversion.

What stops it: terminals are off, and the server's authorizer refuses downloads and conversions (464.9).
"""

from __future__ import annotations

from tests.bypass.machine.server import Server

ATTEMPT = "open a terminal, download files, convert notebooks"

WAYS = (
    ("POST", "/api/terminals"),
    ("GET", "/files/notebooks/start.ipynb?download=1"),
    ("GET", "/view/notebooks/start.ipynb"),
    ("GET", "/nbconvert/script/notebooks/start.ipynb?download=true"),
)


def _attack(server: Server) -> list[int]:
    return [server.request(method, path).status_code for method, path in WAYS]


def test_none_is_offered(of_ana: Server) -> None:
    assert _attack(of_ana) == [404, 403, 403, 403]


def test_control_jupyters_own_server_offers_them(unguarded: Server) -> None:
    assert _attack(unguarded) == [200] * 4
