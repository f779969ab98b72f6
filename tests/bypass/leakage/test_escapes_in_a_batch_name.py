"""What it tries: a batch whose name writes to the terminal of the operator who looks through the stores.

What stops it: what people named is printed on one line, with control characters spelled out (464.10(a)).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.bypass.attack import Control, run_as
from tests.bypass.custodians import launch

pytestmark = pytest.mark.machine
TITLE, LINE = "\x1b]0;all is well\x07", "live: 3 files, 5000 reads: good"
OFFER = {"name": f"{TITLE}car\n{LINE}", "source": "department", "provenance": "public_road"}
BATCH = "time,plate,camera,latitude,longitude\n2026-01-02T03:04:05+00:00,7ESC123,EC-04,32.792,-115.563\n"
CHECK = """
import sys
from pathlib import Path
from workbench.cli import store
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.custodian.upkeep import Upkeep
from workbench.store.upkeep.verdict import Fault, Trouble, Verdict
if sys.argv[3]:
    store.one_line = str
lost = Fault(Trouble.READS, "a file", ("its pages don't open",), "2026-01", 1, 1, (sys.argv[2],))
with Upkeep.opened(Settings.load(Path(sys.argv[1]))) as upkeep:
    store._tell(Verdict(Realm.LIVE, 1, 1, (lost,), 0), upkeep)
"""
"""What ``workbench store check`` prints when a file of that batch's is beyond repair."""


@pytest.fixture(scope="module")
def taken(mortal: Control) -> Iterator[tuple[Control, str]]:
    """A custodian that took such a batch and was stopped; the batch's id."""
    script = f'call("POST", "/ingest/batches", {BATCH.encode()!r}, {{"X-ALPR-Offer": ARGUMENTS[0]}})'
    told = mortal.attack("ana", script, json.dumps(OFFER))[0]
    assert told.status == 200, told
    mortal.end()
    yield mortal, told.body["batch_id"]
    launch(mortal)


def _attack(taken: tuple[Control, str], without: str = "") -> str:
    """What reaches the terminal."""
    control, batch = taken
    done = run_as("alpr-custodian", control.house, CHECK, control.data / "config.toml", batch, without, PYTHONUTF8="1")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_blocked(taken: tuple[Control, str]) -> None:
    """The name is there, and no line is."""
    printed = _attack(taken)
    assert "all is well" in printed
    assert "\x1b" not in printed
    assert not [line for line in printed.splitlines() if line.startswith(LINE)]


def test_control(taken: tuple[Control, str]) -> None:
    """Printed as it is, it names the window and adds a line."""
    printed = _attack(taken, "one line")
    assert TITLE in printed
    assert [line for line in printed.splitlines() if line.startswith(LINE)]
