"""What the attempts on the machine share: folders that everybody may use, processes by name, code to run."""

from __future__ import annotations

import json
import pwd
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.house import House

WAIT = 60.0
"""Seconds before something that never comes fails the test."""


def told(house: House, name: str, code: str, *args: str) -> Any:
    """Run code as this person; what it printed, read as JSON."""
    done = house.run_as(name, code, *args)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def uid_of(name: str) -> int:
    """The uid of a person's OS user."""
    return pwd.getpwnam(f"alpr-{name}").pw_uid


def process(house: House, module: str) -> int:
    """The pid of this house's ``hub_config``, ``workbench.custodian``, ``workbench.witness``, ``workbench.edge``."""
    config = f"ALPR_CONFIG={house.data}/config/workbench.toml".encode()
    for pid, command, environment in _processes():
        if (b"-m", module.encode()) in pairwise(command) and config in environment:
            return pid
    raise LookupError(f"no {module} runs")


def proxy(house: House) -> int:
    """The pid of this house's proxy."""
    for pid, command, _ in _processes():
        if f"{house.port}".encode() in command and any(part.endswith(b"configurable-http-proxy") for part in command):
            return pid
    raise LookupError("no proxy runs")


def environment_of(pid: int) -> dict[str, str]:
    """A process's environment, as root sees it."""
    parts = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace").split("\0")
    return dict(part.split("=", 1) for part in parts if "=" in part)


def servers(name: str) -> list[int]:
    """The pids of this person's servers, of every house."""
    uid = uid_of(name)
    return [pid for pid, command, _ in _processes() if b"jupyterhub.singleuser" in command and _owner(pid) == uid]


def _owner(pid: int) -> int | None:
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}").stat().st_uid
    return None


def _processes() -> Iterator[tuple[int, list[bytes], list[bytes]]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command, environment = ((entry / part).read_bytes() for part in ("cmdline", "environ"))
            except OSError:
                continue
            yield int(entry.name), command.rstrip(b"\0").split(b"\0"), environment.split(b"\0")


@contextmanager
def running_as(house: House, name: str, secret: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process of this person's OS user that waits, with a secret in its environment."""
    uid = uid_of(name)
    command = [str(house.python), "-I", "-c", "print('up', flush=True); input()"]
    waiting = subprocess.Popen(
        command,
        env=dict(secret or {}),
        user=uid,
        group=pwd.getpwuid(uid).pw_gid,
        extra_groups=[],
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert waiting.stdout
        assert waiting.stdout.readline() == b"up\n"
        yield waiting
    finally:
        waiting.kill()
        waiting.communicate()


def refused(answers: Mapping[str, str], *words: str) -> bool:
    """Whether something was tried, and each try ended in one of these errors."""
    return bool(answers) and set(answers.values()) <= set(words or ("PermissionError",))
