"""One running workbench: what it left behind, whether it is well, how it starts and stops.

``DATA/hub/instance.json`` names the Hub's process with its start time, and the mark that every process started
by it carries. Nothing is signalled that has neither.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from environment import Environment
from tools import Failed, say

from hub_config import processes

START_SECONDS = 180
STOP_SECONDS = 25
HEALTHY_SECONDS = 5
RECOVERY_SECONDS = 15
"""More for the Hub to start a service anew that died: ending everything ends people's servers too."""


@dataclass(frozen=True)
class Instance:
    """A start of the Hub; ``pid`` is 0 before it has one."""

    mark: str
    pid: int
    started: int
    port: int
    environment: str
    demo: bool = False
    address: str = ""
    """Where a browser goes."""
    edge: int = 0
    """The edge's own port."""
    witness: int = 0
    """The port of the witness on this machine, 0 for none."""

    def alive(self) -> bool:
        """Whether the Hub's process is still that process."""
        return self.pid != 0 and processes.start_time(self.pid) == self.started


def load(data: Path) -> Instance | None:
    """The last start, or None; ``PermissionError`` when it is another user's."""
    try:
        return Instance(**json.loads((data / "hub" / "instance.json").read_text("utf-8")))
    except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
        return None


def save(data: Path, instance: Instance) -> None:
    """Remember a start; written before the Hub starts, so that a kill at any moment leaves nothing unknown."""
    file = data / "hub" / "instance.json"
    new = file.with_suffix(".new")
    new.write_text(json.dumps(asdict(instance)), "utf-8")
    new.chmod(0o600)
    new.rename(file)


def healthy(instance: Instance, data: Path, seconds: float = HEALTHY_SECONDS) -> bool:
    """Whether Hub, proxy, custodian, edge and witness answer within some seconds."""
    until = time.monotonic() + seconds
    while instance.alive():
        if _all_answer(instance, data):
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return False


def _all_answer(instance: Instance, data: Path) -> bool:
    pages = [(instance.port, "/hub/health", http.client.OK), (instance.edge, "/services/edge/health", http.client.OK)]
    pages += [(instance.witness, "/", http.client.METHOD_NOT_ALLOWED)] if instance.witness else []
    return custodian_answers(data) and all(
        _answers(http.client.HTTPConnection("127.0.0.1", port, timeout=3), path, well) for port, path, well in pages
    )


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("custodian", timeout=3)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(3)
        self.sock.connect(str(self._path))


def custodian_answers(data: Path) -> bool:
    """Whether the custodian answers on its socket."""
    return _answers(_UnixConnection(data / "run" / "custodian.sock"), "/v1/health")


def _answers(connection: http.client.HTTPConnection, path: str, well: int = http.client.OK) -> bool:
    with contextlib.closing(connection):
        try:
            connection.request("GET", path)
            return connection.getresponse().status == well
        except (OSError, http.client.HTTPException):
            return False


def end(instance: Instance) -> None:
    """End the Hub, which ends what it started; then whatever is left of it."""
    if instance.alive():
        say("stopping the Hub")
        os.kill(instance.pid, signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        while instance.alive() and time.monotonic() < until:
            time.sleep(0.1)
    if left := processes.marked(instance.mark):
        say(f"ending {len(left)} processes of the previous start")
        processes.end(left, 3.0)


def check_ports(ports: dict[str, int]) -> None:
    """``Failed`` when another program has one of the ports."""
    for what, port in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except PermissionError as error:
                raise Failed(f"Port {port} on 127.0.0.1, which {what} needs, is root's. Give one over 1023.") from error
            except OSError as error:
                raise Failed(
                    f"Port {port} on 127.0.0.1, which {what} needs, is taken by another program ({error.strerror}).\n"
                    "Give another one with --port; the four ports after it are used too."
                ) from error


def start(
    data: Path, environment: Environment, asked: Instance, *, foreground: bool
) -> tuple[Instance, subprocess.Popen[bytes]]:
    """Start the Hub in a session of its own, as ``asked``; its log goes to the screen in the foreground."""
    mark = secrets.token_hex(16)
    instance = replace(asked, mark=mark)
    save(data, instance)
    with (data / "hub" / "hub.log").open("ab") as log:
        os.fchmod(log.fileno(), 0o600)
        process = subprocess.Popen(
            [str(environment.python), "-I", "-m", "hub_config"],
            cwd=data / "hub",
            env=hub_environment(data, environment, mark),
            stdin=subprocess.DEVNULL,
            stdout=None if foreground else log,
            stderr=None if foreground else log,
            start_new_session=True,
        )
    instance = replace(instance, pid=process.pid, started=processes.start_time(process.pid) or 0)
    save(data, instance)
    return instance, process


def hub_environment(data: Path, environment: Environment, mark: str) -> dict[str, str]:
    """What the Hub and its helpers start with; nothing of the caller's but language and time zone."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ", "XDG_RUNTIME_DIR") if name in os.environ}
    return kept | {
        "PATH": f"{environment.bin}:{os.environ.get('PATH', os.defpath)}",
        "HOME": str(data / "hub"),
        "ALPR_CONFIG": str(data / "config" / "workbench.toml"),
        "PYTHONUNBUFFERED": "1",
        processes.MARK: mark,
    }


def wait_until_well(instance: Instance, data: Path) -> None:
    """Return when everything answers; ``Failed`` with the end of the log when it doesn't."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and instance.alive():
        if _all_answer(instance, data):
            return
        time.sleep(0.1)
    log = map(_readable, (data / "hub" / "hub.log").read_text("utf-8", "replace").splitlines()[-25:])
    ended = "did not answer in time" if instance.alive() else "ended"
    end(instance)
    raise Failed("\n".join([f"The Hub, the custodian or the edge {ended}. The end of {data}/hub/hub.log:", *log]))


def _readable(line: str) -> str:
    """A line of the services' log for a person at the screen."""
    try:
        told = json.loads(line)
        return f"{told['time'][11:19]} {told['level']} {told['service']}: {told['message']}"
    except (ValueError, KeyError, TypeError):
        return line
