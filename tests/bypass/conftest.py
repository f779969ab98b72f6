"""The custodians that are attacked: the product's own, and the controls; and the count at the end of the run."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.bypass.attack import Control, Ground, unrecorded
from tests.house import House
from tests.waiting import free_ports, until
from workbench.settings import sample

LAUNCHER = ("__init__.py", "bypass/__init__.py", "bypass/defences.py", "bypass/weakened.py")
LAST = "test_99_count"
Start = Callable[..., Control]


@pytest.fixture(scope="session")
def strong(house: House) -> Ground:
    """The product as ``bin/up`` started it, each person with an account of the machine."""
    if os.geteuid() != 0:
        pytest.skip("needs root: each person has an account of the machine")
    return Ground(house, house.data, house.data / "custodian" / "log.sqlite")


@pytest.fixture(scope="session")
def start_control(strong: Ground) -> Iterator[Start]:
    """Starts control custodians, each over a data folder of its own that everybody can enter."""
    with ExitStack() as stack:

        def start(log: Path | None = None) -> Control:
            # Not pytest's folder: any run of pytest closes that to everybody else.
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="alpr-control-"))
            control = _furnished(strong.house, Path(folder), log)
            stack.callback(control.end)
            launch(control)
            return control

        yield start


def launch(control: Control) -> None:
    """Start a control, also anew over the same folder after it died, and wait until it answers."""
    control.start()
    until(lambda: _listens(control), 30, why=lambda: "the control custodian does not listen")


def _listens(control: Control) -> bool:
    assert control.process.poll() is None, "the control custodian did not start"
    with socket.socket(socket.AF_UNIX) as line, suppress(OSError):
        line.connect(str(control.socket))
        return True
    return False


@pytest.fixture(scope="session")
def weak(start_control: Start) -> Control:
    """One control custodian for all attempts that leave it alive."""
    return start_control()


def _furnished(house: House, folder: Path, log: Path | None) -> Control:
    """Folders, secret and configuration as ``bin/up`` makes them, at another place."""
    account = pwd.getpwnam("alpr-custodian")
    for name in ("custodian", "run", "drop/department", "drop/state", "drop/federal"):
        (folder / name).mkdir(parents=True)
    for path in (folder, folder / "run", folder / "drop"):
        path.chmod(0o755)
    (folder / "custodian" / "hub-secret").write_text("c" * 64)
    for path in (folder / "custodian", folder / "custodian" / "hub-secret", folder / "run", *folder.glob("drop/**")):
        os.chown(path, account.pw_uid, account.pw_gid)
    log = log or folder / "custodian" / "log.sqlite"
    values: dict[str, Any] = {
        "paths.data": folder,
        "log.url": f"sqlite:///{log}",
        "demo.generated": True,
        "edge.port": free_ports(),
    }
    (folder / "config.toml").write_text(sample(values))
    (folder / "tests" / "bypass").mkdir(parents=True)
    for module in LAUNCHER:
        shutil.copy(Path(__file__).parents[1] / module, folder / "tests" / module)
    return Control(house, folder, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many attempts were made, how many were blocked, how many controls succeeded; reads without a record."""
    blocked, controls = (_attempts(terminalreporter, control) for control in (False, True))
    if not blocked:
        return
    terminalreporter.section("bypass attempts")
    terminalreporter.write_line(f"attempts: {len(blocked | controls)}")
    terminalreporter.write_line(f"blocked: {sum(blocked.values())}")
    terminalreporter.write_line(f"control runs in which the attack succeeded: {sum(controls.values())}")
    terminalreporter.write_line(
        f"reads that the product gave to attackers: {sum(told.reads for told in Ground.answers)}"
    )
    terminalreporter.write_line(f"reads released without a record: {unrecorded()}")


def _attempts(reporter: pytest.TerminalReporter, control: bool) -> dict[str, bool]:
    """Each attempt of which a test ran, or a control run, and whether all of them passed."""
    found: dict[str, bool] = {}
    for outcome in ("passed", "failed", "error"):
        for report in reporter.getreports(outcome):
            named = re.search(r"bypass/(?:\w+/)?(test_\d\d\w*)\.py::test_(control)?", report.nodeid)
            if named and named[1] != LAST and bool(named[2]) is control:
                found[named[1]] = found.get(named[1], True) and outcome == "passed"
    return found
