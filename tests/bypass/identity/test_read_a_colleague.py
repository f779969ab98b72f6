"""What it tries: to read a colleague's home, and the token in the environment of the colleague's server.

What stops it: one OS user a person, homes that their owner alone may enter (464.5.1).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bypass.machine.ground import environment_of, process, refused, running_as, servers, told, uid_of
from tests.bypass.machine.server import Server
from tests.house import House

ATTEMPT = "read a colleague's home and the token of the colleague's server"

READ = """
import json, os, sys
answers = {}
for path in sys.argv[1:]:
    try:
        answers[path] = " ".join(os.listdir(path)) if os.path.isdir(path) else open(path).read()
    except OSError as error:
        answers[path] = type(error).__name__
print(json.dumps(answers))
"""

WRITE = """
import os, pathlib
note = pathlib.Path(os.environ["HOME"], "case.txt")
note.write_text("of-adam")
note.chmod(0o644)
"""


@pytest.fixture(autouse=True)
def note(house: House) -> Iterator[Path]:
    """A file in Adam's home that he lets everybody read."""
    assert house.run_as("adam", WRITE).returncode == 0
    written = house.data / "homes" / "adam" / "case.txt"
    yield written
    written.unlink()


def test_blocked_neither_home_nor_runtime_folder_nor_environment_opens(
    house: House, of_adam: Server, note: Path
) -> None:
    pids = servers("adam")
    assert any(environment_of(pid).get("JUPYTERHUB_API_TOKEN") == of_adam.token for pid in pids)
    runtime = house.environment("adam")["JUPYTER_RUNTIME_DIR"]
    places = [str(note.parent), str(note), runtime, *(f"/proc/{pid}/environ" for pid in pids)]
    assert refused(told(house, "ana", READ, *places))


def test_control_an_open_home_and_a_server_under_ones_own_user_are_read(
    house: House, note: Path, open_folder: Path
) -> None:
    home = open_folder / "adam"
    home.mkdir(mode=0o755)
    shutil.copy(note, home)
    with running_as(house, "ana", {"JUPYTERHUB_API_TOKEN": "of-adam"}) as server:
        answers = told(house, "ana", READ, str(home / "case.txt"), f"/proc/{server.pid}/environ")
    assert all("of-adam" in answer for answer in answers.values())


def test_blocked_the_colleague_is_no_service(house: House) -> None:
    owners = {Path(f"/proc/{process(house, name)}").stat().st_uid for name in ("workbench.custodian", "hub_config")}
    assert not owners & {uid_of("ana"), uid_of("adam")}
