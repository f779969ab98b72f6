"""What it tries: to become the custodian or root by su, sudo, or a program with the setuid bit.

What stops it: service accounts have no password, and a person's server can gain no privileges (464.10(a)).
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.bypass.machine.ground import process, servers, told, uid_of
from tests.house import House

ATTEMPT = "become another user by su, sudo or a setuid program"

BECOME = """
import ctypes, json, os, shutil, subprocess, sys
program, shut = sys.argv[1:]
if shut == "shut":
    ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
answers = {}
for command in (
    ["su", "-s", "/bin/sh", "alpr-custodian", "-c", "id -u"],
    ["su", "root", "-c", "id -u"],
    ["sudo", "-n", "id", "-u"],
    ["setpriv", "--reuid=0", "id", "-u"],
    [program, "-u"],
):
    if shutil.which(command[0]):
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        answers[os.path.basename(" ".join(command[:3]))] = done.stdout.strip()
try:
    os.setuid(0)
    answers["setuid"] = "0"
except OSError:
    answers["setuid"] = ""
print(json.dumps(answers))
"""


def _setuid_program(folder: Path) -> str:
    program = folder / "id"
    shutil.copy("/usr/bin/id", program)
    program.chmod(0o4755)
    return str(program)


def test_blocked_a_persons_processes_have_no_privileges_to_gain(house: House) -> None:
    assert house.token("ana")
    assert servers("ana")
    for pid in servers("ana"):
        status = Path(f"/proc/{pid}/status").read_text()
        assert re.search(r"^NoNewPrivs:\s*1$", status, re.MULTILINE)
        assert re.search(r"^CapEff:\s*0+$", status, re.MULTILINE)
        assert re.search(r"^CapPrm:\s*0+$", status, re.MULTILINE)


def test_blocked_nothing_makes_one_somebody_else(house: House, open_folder: Path) -> None:
    own = str(uid_of("ana"))
    answers = told(house, "ana", BECOME, _setuid_program(open_folder), "shut")
    assert set(answers.values()) <= {"", own}
    assert answers["setuid"] == ""


def test_control_where_privileges_may_be_gained_a_setuid_program_is_root(house: House, open_folder: Path) -> None:
    answers = told(house, "ana", BECOME, _setuid_program(open_folder), "open")
    assert answers["id -u"] == "0"
    assert Path(f"/proc/{process(house, 'workbench.custodian')}").stat().st_uid != uid_of("ana")
