"""What it tries: the database's owner writes a record of his own into the log, beside the running custodian.

What stops it: a log has one writer, which holds its lock for as long as it runs (464.5).
"""

from __future__ import annotations

from pathlib import Path

from tests.bypass.attack import Ground, run_as
from tests.bypass.custodians import Start

WRITE = """
import sys
from contextlib import ExitStack
from pathlib import Path
from workbench.accesslog import ledger
from workbench.custodian.bootstrap import OpenLog, gate_of
from workbench.errors import LogUnavailable
from workbench.settings import Settings
class NoLock:
    @classmethod
    def of_log(cls, file): return cls()
    def release(self): pass
if sys.argv[2]:
    ledger.FileLock = NoLock
try:
    with ExitStack() as opened:
        settings = Settings.load(Path(sys.argv[1]))
        gate, _ = gate_of(settings, opened, OpenLog.of(settings, opened))
        print(gate.event("source.grant", "adam", "Demo", {"outcome": "granted"}).index)
except LogUnavailable:
    print("refused")
"""


def _attack(ground: Ground, config: Path, without: str = "") -> str:
    """What comes of writing under the custodian's own account: the number of a record, or a refusal."""
    done = run_as("alpr-custodian", ground.house, WRITE, config, without)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_blocked(strong: Ground) -> None:
    """Refused, and no grant stands in the log that was not there before; others go on writing it meanwhile."""
    before = strong.records(action="source.grant")
    assert _attack(strong, strong.data / "config" / "workbench.toml") == "refused"
    assert strong.records(action="source.grant") == before


def test_control(start_control: Start) -> None:
    """Without the lock a grant stands in the log that nobody made."""
    control = start_control()
    config = control.data / "config.toml"
    assert _attack(control, config) == "refused"
    forged = control.record(int(_attack(control, config, "one writer")))
    assert (forged.user, forged.action) == ("adam", "source.grant")
