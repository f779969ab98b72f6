"""What it tries: search while the access log can't be written, because its disk is full.

What stops it: no record, no read: the search is answered with 503 and nothing else (464.5).
"""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bypass.attack import Control, Told
from tests.bypass.custodians import Start

pytestmark = pytest.mark.machine


@dataclass
class Disk:
    """A disk of one megabyte."""

    path: Path

    def fill(self) -> None:
        """Leave no byte free."""
        with suppress(OSError), (self.path / "filler").open("wb", buffering=0) as filler:
            while filler.write(b"\0" * 4096):
                pass

    def free(self) -> None:
        """Make room again."""
        (self.path / "filler").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    """The log's disk, the custodian's own."""
    path = Path(f"/mnt/alpr-log-{os.getpid()}")
    path.mkdir()
    uid = pwd.getpwnam("alpr-custodian").pw_uid
    options = f"size=1m,mode=0700,uid={uid}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", path], check=True)
    yield Disk(path)
    subprocess.run(["umount", "--lazy", path], check=True)
    path.rmdir()


@pytest.fixture(scope="module")
def control(disk: Disk, start_control: Start) -> Iterator[Control]:
    """A custodian that keeps its log there."""
    started = start_control(disk.path / "log.sqlite")
    yield started
    started.end()


def _attack(control: Control, disk: Disk) -> Told:
    purpose = control.attack("ana", 'call("POST", "/purposes", WHY)')[0].body["purpose_id"]
    disk.fill()
    try:
        return control.attack("ana", "search(ARGUMENTS[0])", purpose)[0]
    finally:
        disk.free()


def test_blocked(control: Control, disk: Disk) -> None:
    """503 and no reads; with room again, searches are answered and recorded again."""
    told = _attack(control, disk)
    assert (told.status, told.kind, told.reads) == (503, "log-unavailable", 0)
    again = control.attack("ana", "search(declare())")[0]
    assert again.reads
    assert control.recorded(again)


def test_control(control: Control, disk: Disk) -> None:
    """When the failure is swallowed, reads arrive of which nothing is on record."""
    with control.taken("log first"):
        told = _attack(control, disk)
        assert told.reads
        assert not control.recorded(told)
