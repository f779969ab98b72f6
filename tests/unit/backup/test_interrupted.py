"""A restore that is killed, or that fills the disk, leaves nothing half in place (464.9)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.backup.ground import House
from tests.unit.backup.restorer import FULL, STEPS
from workbench.backup.names import Kind
from workbench.custodian.restoring import restore

pytestmark = pytest.mark.section("464.9")

Made = dict[Kind, Path]


def run(house: House, into: Path, step: str, made: Made) -> subprocess.CompletedProcess[str]:
    words = [str(house.folder), str(into), step, str(made[Kind.BACKUP]), str(made[Kind.ESCROW])]
    command = [sys.executable, "-m", "tests.unit.backup.restorer", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)


def test_after_a_kill_at_any_step_nothing_stands_there_and_the_next_restore_is_whole(
    house: House, made: Made, tmp_path: Path
) -> None:
    into = tmp_path / "new"
    for step in STEPS:
        assert run(house, into, step, made).returncode == 9
        assert not into.exists(), step
    assert restore(house.wanted(made), into).figures.reads == 3
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_full_disk_ends_it_in_words_and_leaves_nothing(house: House, made: Made, tmp_path: Path) -> None:
    into = tmp_path / "new"
    ended = run(house, into, FULL, made)
    assert "File too large" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
