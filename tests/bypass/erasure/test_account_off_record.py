"""What it tries: root makes an account with every role while the custodian does not answer, so nothing tells of it.

What stops it: a change of an account is on record before it is made, or it is not made (464.5, 464.5.1).
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from hub_config.accounts import Accounts
from hub_config.configure import configure
from tests.bypass.attack import Ground
from tests.waiting import free_ports

ROLES = ["administrator", "analyst", "trainer"]
MAKE = """
import sys
from hub_config import account
from hub_config.events import HubEvents
async def unheard(*_, **__):
    return None
if sys.argv[1]:
    HubEvents.record = unheard
sys.exit(account.main(sys.argv[2:]))
"""


def _attack(ground: Ground, data: Path, without: str = "") -> list[str]:
    """The accounts that stand afterwards, in a folder whose custodian is not running."""
    configure(data, free_ports(), isolated=False, demo=True)
    (data / "hub").mkdir()
    (data / "hub" / "custodian-secret").write_text("s" * 64)
    config = str(data / "config" / "workbench.toml")
    command = [ground.house.python, "-I", "-c", MAKE, without, "--config", config, "add", "mallory", *ROLES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ("recorded" in done.stderr) is not bool(without), done.stderr
    return Accounts.open(data / "hub" / "accounts.sqlite").names()


def test_blocked(strong: Ground, tmp_path: Path) -> None:
    """Told that it can't be recorded; there is no such account."""
    assert _attack(strong, tmp_path) == []


def test_control(strong: Ground, tmp_path: Path) -> None:
    """When nobody waits for the record, she is there."""
    assert _attack(strong, tmp_path, "on record") == ["mallory"]
