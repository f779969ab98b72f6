"""A restore that is killed, or that fills the disk, leaves nothing half in place (464.9)."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.backup.ground import House
from tests.unit.backup.restorer import FULL, KILLED, STEPS
from workbench.backup.names import Kind
from workbench.custodian.restoring import restore

pytestmark = pytest.mark.section("464.9")


def test_after_a_kill_or_a_full_disk_nothing_stands_there_and_the_next_restore_is_whole(
    house: House, made: dict[Kind, Path], tmp_path: Path
) -> None:
    into = tmp_path / "new"
    words = [str(house.folder), str(into), str(made[Kind.BACKUP]), str(made[Kind.ESCROW])]
    command = [sys.executable, "-m", "tests.unit.backup.restorer", *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=250)
    ended = {step: (int(code), left) for step, code, left in (line.split(" ") for line in done.stdout.splitlines())}
    assert ended.pop(FULL) == (errno.EFBIG, ""), "words of the system's, and nothing left"
    assert ended == dict.fromkeys(STEPS, (KILLED, ".new.restoring"))
    assert restore(house.wanted(made), into).figures.reads == 3
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
