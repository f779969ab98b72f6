"""What it tries: put a program of one's own where a service looks for one by its name, or have it load a library.

What stops it: each place on the services' paths is root's alone, and their environment names no other (464.10(a)).
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.bypass.machine.ground import environment_of, process, proxy, refused, told
from tests.house import House

PLANT = """
import json, os, sys
answers = {}
for folder in sys.argv[1:]:
    place = os.path.join(folder, "node-of-the-attacker")
    try:
        with open(place, "x") as file:
            file.write("#!/bin/sh\\necho planted\\n")
        os.chmod(place, 0o755)
        answers[folder] = "planted"
    except OSError as error:
        answers[folder] = type(error).__name__
print(json.dumps(answers))
"""
LOADERS = ("LD_", "PYTHON", "NODE_", "BASH_ENV", "ENV")
QUIET = {"PYTHONUNBUFFERED"}


def _services(house: House) -> list[int]:
    modules = ("workbench.custodian", "workbench.edge", "hub_config")
    return [*(process(house, name) for name in modules), proxy(house)]


def _attack(house: House, path: str) -> dict[str, str]:
    answers: dict[str, str] = told(house, "ana", PLANT, *path.split(":"))
    return answers


def test_blocked(house: House) -> None:
    """No place takes the program."""
    paths = {environment_of(pid)["PATH"] for pid in _services(house) if "PATH" in environment_of(pid)}
    assert paths
    for path in paths:
        places = ":".join(place for place in path.split(":") if Path(place).is_dir())
        assert refused(_attack(house, places), "PermissionError", "FileExistsError", "OSError")


def test_blocked_nothing_else_is_loaded(house: House) -> None:
    """No service was told to load libraries or modules from anywhere."""
    for pid in _services(house):
        named = {name for name in environment_of(pid) if name.startswith(LOADERS)} - QUIET
        assert named == set()


def test_control(house: House, open_folder: Path) -> None:
    """Where everybody may write, the planted program is what a service would start."""
    assert set(_attack(house, str(open_folder)).values()) == {"planted"}
    path = {"PATH": f"{open_folder}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["/bin/sh", "-c", "node-of-the-attacker"], env=path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "planted\n"
