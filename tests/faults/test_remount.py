"""A file system that turns read-only under a running custodian: a real one, and a real remount (464.5)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import ROOT

NEEDED = ("unshare", "mount", "umount", "mkfs.ext4")
pytestmark = [
    pytest.mark.section("464.5"),
    pytest.mark.machine,
    pytest.mark.skipif(os.geteuid() != 0, reason="mounts a file system, which only root may"),
    pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason=f"needs {', '.join(NEEDED)}"),
    pytest.mark.skipif(not Path("/dev/loop-control").exists(), reason="this kernel has no loop devices"),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="r") as name:
        yield Path(name)


def test_a_file_system_that_turns_read_only_ends_the_answers_until_it_is_mounted_anew(folder: Path) -> None:
    command = ["unshare", "--mount", sys.executable, "-m", "tests.faults.remounted", folder]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["touch"] == "Read-only file system"
    assert told["released meanwhile"] == 0
    assert "The access log can't be written, so nothing is released." in told["refusal"]
    assert told["answers"] >= 10, "each of them with both its records, before the remount and after it"
