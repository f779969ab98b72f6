"""A backup is made of a workbench in use, drilled on record, and restored (464.9, 464.10)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyrage import x25519

from hub_config.accounts import Accounts
from tests.custodian import PURPOSE, Custodian

pytestmark = pytest.mark.section("464.9", "464.10")


def workbench(*words: str | Path) -> str:
    """Run a command as an operator does; what it said."""
    code = "from workbench.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], check=False, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_backup_is_made_and_proven_while_somebody_is_at_work(custodian: Custodian, tmp_path: Path) -> None:
    config, files = tmp_path / "workbench.toml", [tmp_path / "identity", tmp_path / "escrow-identity"]
    identities = [x25519.Identity.generate() for _ in files]
    for file, identity in zip(files, identities, strict=True):
        file.write_text(f"{identity}\n")
    text = (custodian.folder / "config.toml").read_text()
    named = [f'recipients = ["{identity.to_public()}"]' for identity in identities]
    text = text.replace("\nrecipients = []", f"\n{named[0]}").replace(
        "\nescrow_recipients = []", f"\nescrow_{named[1]}"
    )
    config.write_text(text)
    (custodian.folder / "hub").mkdir(exist_ok=True)
    Accounts.open(custodian.folder / "hub" / "accounts.sqlite")
    with custodian.trained("ben"), custodian.client("ben") as client:
        purpose = client.declare(PURPOSE)
        workbench("backup", "create", tmp_path, "--config", config)
        assert purpose in client.standing_purposes()
        client.end()
    backup, escrow = (next(tmp_path.glob(f"*.{kind}.tar.age")) for kind in ("backup", "escrow"))
    opens = ("--identity", files[0], "--escrow-identity", files[1])
    assert "every sealed page opened" in workbench("backup", "drill", backup, escrow, "--config", config, *opens)
    [began], [ended], [drilled] = (
        custodian.records(action=f"backup.{action}") for action in ("create", "created", "drill")
    )
    assert ended.body["began"] == began.index
    assert (drilled.body["outcome"], drilled.body["backup_sha256"]) == ("proven", ended.body["backup_sha256"])
    said = workbench("restore", backup, escrow, tmp_path / "data", *opens)
    assert f"{began.index + 1:,} records" in said
