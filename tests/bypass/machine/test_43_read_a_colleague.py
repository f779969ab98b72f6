"""What it tries: to read a colleague's home, and the token in the environment of the colleague's server.

What stops it: one OS user a person, homes that their owner alone may enter (464.5.1).
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bypass.machine.ground import environment_of, process, refused, running_as, told, uid_of
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


def _servers(uid: int) -> list[str]:
    pids = (entry for entry in Path("/proc").iterdir() if entry.name.isdigit() and entry.stat().st_uid == uid)
    return [str(entry / "environ") for entry in pids]


def test_neither_home_nor_runtime_folder_nor_environment_opens(house: House, of_adam: Server) -> None:
    home = house.data / "homes" / "adam"
    assert house.run_as("adam", WRITE).returncode == 0
    servers = _servers(uid_of("adam"))
    assert any(of_adam.token in environment_of(int(Path(server).parent.name)).values() for server in servers)
    runtime = house.environment("adam")["JUPYTER_RUNTIME_DIR"]
    places = [str(home), str(home / "case.txt"), runtime, f"{runtime}/kernel.json", *servers]
    assert refused(told(house, "ana", READ, *places))


def test_control_an_open_home_and_a_server_under_ones_own_user_are_read(house: House, open_folder: Path) -> None:
    home = open_folder / "adam"
    assert house.run_as("adam", WRITE).returncode == 0
    home.mkdir(mode=0o755)
    shutil.copy(house.data / "homes" / "adam" / "case.txt", home)
    with running_as(house, "ana", {"JUPYTERHUB_API_TOKEN": "of-adam"}) as server:
        answers = told(house, "ana", READ, str(home / "case.txt"), f"/proc/{server.pid}/environ")
    assert all("of-adam" in answer for answer in answers.values())


def test_the_colleague_is_no_service(house: House) -> None:
    owners = {Path(f"/proc/{process(house, name)}").stat().st_uid for name in ("workbench.custodian", "hub_config")}
    assert not owners & {uid_of("ana"), uid_of("adam")}
