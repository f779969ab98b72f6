"""What it tries: to plant a kernel without a gate in one's own folders, and to start it by name.

What stops it: the server knows one kernel in one folder of root's, and refuses other names where kernels are
started, not only where they are listed (464.5(4)).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bypass.machine.server import Server
from tests.house import House
from tests.waiting import until

ATTEMPT = "plant a kernel without a gate and start it"

PLANT = """
import json, os, pathlib, sys
home = pathlib.Path(os.environ["HOME"])
code = f"open({sys.argv[1]!r}, 'w').close()"
spec = {"argv": [sys.executable, "-I", "-c", code], "display_name": "Evil", "language": "python"}
for folder in (home / ".local/share/jupyter", home / ".ipython", pathlib.Path(os.environ["JUPYTER_DATA_DIR"])):
    for name in ("evil", "python3"):
        place = folder / "kernels" / name
        place.mkdir(parents=True, exist_ok=True)
        (place / "kernel.json").write_text(json.dumps(spec))
"""

REMOVE = """
import os, pathlib, shutil
home = pathlib.Path(os.environ["HOME"])
for folder in (home / ".local/share/jupyter", home / ".ipython", pathlib.Path(os.environ["JUPYTER_DATA_DIR"])):
    shutil.rmtree(folder / "kernels")
"""


@pytest.fixture
def marker(house: House, open_folder: Path) -> Iterator[Path]:
    """The file that the planted kernel makes once it runs."""
    ran = open_folder / "ran"
    planted = house.run_as("ana", PLANT, str(ran))
    assert planted.returncode == 0, planted.stderr
    yield ran
    house.run_as("ana", REMOVE)
    ran.unlink(missing_ok=True)


def test_blocked_a_planted_kernel_does_not_start(of_ana: Server, marker: Path) -> None:
    session = {"path": "home/x.ipynb", "type": "notebook", "name": "x", "kernel": {"name": "evil"}}
    assert list(of_ana.request("GET", "/api/kernelspecs").json()["kernelspecs"]) == ["python3"]
    for name in ("evil", "../evil", "Evil", "evil/../evil"):
        assert of_ana.request("POST", "/api/kernels", {"name": name}).status_code >= 400
    assert of_ana.request("POST", "/api/sessions", session).status_code >= 400
    assert not marker.exists()


def test_blocked_a_planted_kernel_does_not_stand_in_for_the_governed_one(of_ana: Server, marker: Path) -> None:
    spec = of_ana.request("GET", "/api/kernelspecs/python3").json()
    assert spec["spec"]["argv"][1:4] == ["-I", "-m", "alpr_kernel"]
    with of_ana.kernel("python3") as kernel:
        [info] = kernel.ask(("shell", "kernel_info_request", {}))
    assert info["status"] == "ok"
    assert not marker.exists()


def test_control_under_jupyters_own_kernel_manager_it_starts(unguarded: Server, marker: Path) -> None:
    assert "evil" in unguarded.request("GET", "/api/kernelspecs").json()["kernelspecs"]
    with unguarded.kernel("evil"):
        until(marker.exists)
