"""What it tries: to attach to the custodian, the Hub, the proxy and the edge, and to read their memory and secrets.

What stops it: they run under other OS users; the kernel of the machine refuses (464.10(a)).
"""

from __future__ import annotations

from tests.bypass.machine.ground import process, proxy, refused, running_as, told
from tests.house import House

ATTEMPT = "ptrace the custodian, read its memory and environment"

LOOK = """
import ctypes, json, os, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
def attach(pid):
    if libc.ptrace(16, pid, None, None) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")
    os.waitpid(pid, 0x40000000)
    libc.ptrace(17, pid, None, None)
    return "attached"
def environment(pid):
    return open(f"/proc/{pid}/environ").read()
def memory(pid):
    start = int(open(f"/proc/{pid}/maps").readline().split("-")[0], 16)
    with open(f"/proc/{pid}/mem", "rb") as file:
        file.seek(start)
        return file.read(4).decode("latin-1")
def raw(pid):
    return open(f"/proc/{pid}/mem", "rb").name
def files(pid):
    return " ".join(os.listdir(f"/proc/{pid}/fd"))
def folder(pid):
    return " ".join(os.listdir(f"/proc/{pid}/root"))
answers = {}
for pid in map(int, sys.argv[1:]):
    for look in (attach, environment, memory, raw, files, folder):
        try:
            answers[f"{look.__name__} {pid}"] = look(pid)
        except OSError as error:
            answers[f"{look.__name__} {pid}"] = type(error).__name__
print(json.dumps(answers))
"""


def test_blocked_nothing_is_seen_of_processes_of_others(house: House) -> None:
    pids = [process(house, name) for name in ("workbench.custodian", "workbench.edge", "hub_config")]
    answers = told(house, "ana", LOOK, *map(str, [*pids, proxy(house)]))
    assert len(answers) == 24
    assert refused(answers)


def test_control_a_process_of_ones_own_user_is_laid_open(house: House) -> None:
    with running_as(house, "ana", {"JUPYTERHUB_API_TOKEN": "of-the-custodian"}) as mine:
        answers = told(house, "ana", LOOK, str(mine.pid))
    assert answers[f"attach {mine.pid}"] == "attached"
    assert "of-the-custodian" in answers[f"environment {mine.pid}"]
    assert not refused(answers, "PermissionError")
    assert "PermissionError" not in answers.values()
