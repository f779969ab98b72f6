"""What it tries: have one's kernels run a startup file of one's own, which takes the gate out before anybody is asked.

What stops it: kernels take their profile from a folder of root's, whatever lies in one's own home (464.5(4)).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bypass.machine.server import Server
from tests.house import House

PLANT = """
import os, pathlib, sys
startup = pathlib.Path(os.environ["HOME"], ".ipython", "profile_default", "startup")
startup.mkdir(parents=True)
(startup / "00-mine.py").write_text(f"open({sys.argv[1]!r}, 'w').close()")
"""
REMOVE = """
import os, pathlib, shutil
shutil.rmtree(pathlib.Path(os.environ["HOME"], ".ipython", "profile_default"))
"""
START = """
import os, subprocess, sys
environment = {**os.environ, "IPYTHONDIR": os.environ["HOME"] + "/.ipython"}
subprocess.run([sys.executable, "-m", "IPython", "-c", "0"], env=environment, check=True, capture_output=True)
"""


@pytest.fixture
def marker(house: House, open_folder: Path) -> Iterator[Path]:
    """The file that the startup file makes once it runs."""
    ran = open_folder / "started"
    planted = house.run_as("ana", PLANT, str(ran))
    assert planted.returncode == 0, planted.stderr
    yield ran
    assert house.run_as("ana", REMOVE).returncode == 0
    ran.unlink(missing_ok=True)


def test_blocked(of_ana: Server, marker: Path) -> None:
    """A governed kernel starts without it."""
    with of_ana.kernel("python3") as kernel:
        (info,) = kernel.ask(("shell", "kernel_info_request", {}))
    assert info["status"] == "ok"
    assert not marker.exists()


def test_control(house: House, marker: Path) -> None:
    """Where the profile is one's own, it runs before anything else."""
    done = house.run_as("ana", START)
    assert done.returncode == 0, done.stderr
    assert marker.exists()
