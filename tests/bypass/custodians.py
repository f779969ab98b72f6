"""The custodians that are attacked: the product's own, and controls of a small agency that obey the test."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.bypass.attack import Control, Ground
from tests.house import House
from tests.waiting import free_ports, until
from workbench.settings import sample

LAUNCHER = (
    "__init__.py",
    "bypass/__init__.py",
    "bypass/*defences.py",
    "bypass/obeying.py",
    "bypass/weakened.py",
    "bypass/defences/*.py",
)
"""What a control runs of the tests; it is copied to where the services' users can read it."""
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


def launch(control: Control, without: str = "") -> None:
    """Start a control, also anew over the same folder after it died, and wait until it answers.

    ``without`` names a defence that does not stand from the first moment on.
    """
    control.start(without)
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


@pytest.fixture(scope="session")
def mortal(start_control: Start) -> Control:
    """Another one, for attempts that stop it or take its files away; each leaves it running and whole."""
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
    (folder / "tests" / "bypass" / "defences").mkdir(parents=True)
    tests = Path(__file__).parents[1]
    for module in (path for pattern in LAUNCHER for path in tests.glob(pattern)):
        shutil.copy(module, folder / "tests" / module.relative_to(tests))
    return Control(house, folder, log)
