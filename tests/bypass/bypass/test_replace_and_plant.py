"""What it tries: to put a socket in the custodian's place, and to plant files where services or kernels look.

What stops it: all these folders are root's or the custodian's, and nobody else may write in them (464.10(a)).
"""

from __future__ import annotations

import socket
from pathlib import Path

from tests.bypass.machine.ground import refused, told
from tests.house import House

ATTEMPT = "replace the custodian's socket, plant files in the product's folders"

PLANT = """
import json, os, socket, sys
sock, *folders = sys.argv[1:]
answers = {}
def attempt(name, do):
    try:
        do()
        answers[name] = "done"
    except OSError as error:
        answers[name] = type(error).__name__
def impostor():
    with socket.socket(socket.AF_UNIX) as own:
        own.bind(sock + ".new")
    os.rename(sock + ".new", sock)
def write(folder):
    with open(folder + "/planted.py", "x") as file:
        file.write("planted = True")
for folder in folders:
    attempt(folder, lambda: write(folder))
    attempt("list " + folder, lambda: os.rename(folder, folder + ".old")) if folder != folders[-1] else None
attempt("impostor", impostor)
attempt("unlink", lambda: os.unlink(sock))
print(json.dumps(answers))
"""

HOLD = """
import fcntl, json, sys
answers = {}
for path in sys.argv[1:]:
    try:
        with open(path) as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        answers[path] = "held"
    except OSError as error:
        answers[path] = type(error).__name__
print(json.dumps(answers))
"""


def _folders(house: House) -> list[str]:
    prefix = house.python.parent.parent
    packages = next(prefix.glob("lib/python3*/site-packages"))
    places = [
        *(house.data / name for name in ("run", "drop", "config", "trees", "homes", "ipython", "custodian", "hub")),
        house.data / "trees" / "ana",
        house.data / "ipython" / "profile_default" / "startup",
        *(folder for folder in (house.data / "drop").iterdir() if folder.is_dir()),
        house.data,
        Path(house.environment("ana")["JUPYTER_RUNTIME_DIR"]).parent,
        prefix,
        prefix / "bin",
        packages,
        packages / "hub_config" / "lab",
        prefix / "share" / "alpr-workbench" / "notebooks",
        prefix.parent.parent,
    ]
    assert all(place.exists() for place in places)
    return [str(place) for place in places]


def test_blocked_nothing_is_replaced_or_planted(house: House) -> None:
    folders = _folders(house)
    answers = told(house, "ana", PLANT, str(house.socket), *folders)
    assert len(answers) == 2 * len(folders) + 1
    assert refused(answers)
    assert not any((Path(folder) / "planted.py").exists() for folder in folders)


def test_blocked_no_file_of_the_environment_may_be_changed(house: House) -> None:
    prefix = house.python.parent.parent
    loose = [
        path
        for path in (prefix, *prefix.rglob("*"))
        if not path.is_symlink() and (path.stat().st_uid != 0 or path.stat().st_mode & 0o022)
    ]
    assert loose == []


def test_blocked_no_lock_of_the_start_may_be_held(house: House) -> None:
    prefix = house.python.parent.parent
    locks = [house.data / ".up.lock", prefix.parent.parent / ".lock"]
    assert all(lock.exists() for lock in locks)
    assert refused(told(house, "ana", HOLD, *map(str, locks)))


def test_control_a_lock_that_everybody_may_read_is_held(house: House, open_folder: Path) -> None:
    lock = open_folder / ".up.lock"
    lock.touch(0o644)
    lock.chmod(0o644)
    assert told(house, "ana", HOLD, str(lock)) == {str(lock): "held"}


def test_control_in_folders_open_to_all_it_works(house: House, open_folder: Path) -> None:
    run = open_folder / "run"
    run.mkdir()
    run.chmod(0o777)
    sock = run / "custodian.sock"
    with socket.socket(socket.AF_UNIX) as real:
        real.bind(str(sock))
    sock.chmod(0o666)
    answers = told(house, "ana", PLANT, str(sock), str(run))
    assert set(answers.values()) == {"done"}
    assert (run / "planted.py").exists()
