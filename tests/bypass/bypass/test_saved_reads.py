"""What it tries: take reads away in a notebook that was saved with its outputs, to copy or to mail.

What stops it: whoever saves a notebook on the server saves it without outputs, also by the server's own API (464.10).
"""

from __future__ import annotations

from typing import Any

from tests.bypass.machine.server import Server
from tests.house import House

SHOWN = {"output_type": "stream", "name": "stdout", "text": "7LBR461 seen at EC-04"}
CELL = {"cell_type": "code", "id": "a", "metadata": {}, "source": "found", "execution_count": 1, "outputs": [SHOWN]}
NOTEBOOK: dict[str, Any] = {"cells": [CELL], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _attack(house: House, server: Server, folder: str) -> str:
    """What lies on the disk afterwards."""
    saved = server.request("PUT", f"/api/contents/{folder}took.ipynb", {"type": "notebook", "content": NOTEBOOK})
    assert saved.is_success, saved.text
    file = house.data / "homes" / "ana" / "took.ipynb"
    try:
        return file.read_text()
    finally:
        file.unlink()


def test_blocked(house: House, of_ana: Server) -> None:
    """The file says where the record stands, and no plate."""
    kept = _attack(house, of_ana, "home/")
    assert "7LBR461" not in kept
    assert "The output is not saved" in kept


def test_control(house: House, unguarded: Server) -> None:
    """Jupyter's own way keeps what was shown."""
    assert "7LBR461" in _attack(house, unguarded, "")
