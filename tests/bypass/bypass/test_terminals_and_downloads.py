"""What it tries: to open a terminal, and to take notebooks away by download or conversion.

What stops it: terminals are off, and the server's authorizer refuses downloads and conversions (464.9).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bypass.machine.server import Server
from tests.house import House

ATTEMPT = "open a terminal, download files, convert notebooks"

WAYS = ("/files/{}?download=1", "/view/{}", "/nbconvert/script/{}?download=true")

WRITE = """
import json, os, pathlib
cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "A case."}
notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
pathlib.Path(os.environ["HOME"], "case.ipynb").write_text(json.dumps(notebook))
"""


def _attack(server: Server, notebook: str) -> list[int]:
    answers = [server.request("POST", "/api/terminals"), *(server.request("GET", way.format(notebook)) for way in WAYS)]
    return [answer.status_code for answer in answers]


@pytest.fixture(autouse=True)
def notebook(house: House) -> Iterator[None]:
    """A notebook in Ana's home."""
    assert house.run_as("ana", WRITE).returncode == 0
    yield
    (house.data / "homes" / "ana" / "case.ipynb").unlink()


def test_blocked_none_is_offered(of_ana: Server) -> None:
    assert of_ana.request("GET", "/api/contents/home/case.ipynb").is_success
    assert _attack(of_ana, "home/case.ipynb") == [404, 403, 403, 403]


def test_control_jupyters_own_server_offers_them(unguarded: Server) -> None:
    assert _attack(unguarded, "case.ipynb") == [200] * 4
