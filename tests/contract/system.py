"""A small stand-in for systemd that runs our units as they stand: user, environment, capabilities, what it may write.

What it does not know it leaves out: ``systemd-analyze`` alone looks at system calls, address families and limits.
"""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.unit.deploy.units import PYTHON, Unit, services
from tests.waiting import until

DATA = "/var/lib/alpr-workbench"


@dataclass
class System:
    """Our units with a data folder and an interpreter of the test's."""

    data: Path
    python: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start a unit: to its end when it has one, until it says that it is ready when it says so."""
        unit = self._units[name]
        for words in unit.commands:
            if unit.one("Type") == "oneshot":
                subprocess.run(self._command(unit, words), check=True, **self._surroundings(unit))
            elif unit.one("Type") == "notify":
                with self._manager() as (place, line):
                    self._begin(name, unit, words, {"NOTIFY_SOCKET": place})
                    until(lambda: self._ready(line, name), why=lambda: self.log(name))
            else:
                self._begin(name, unit, words, {})

    def stop(self, name: str) -> int:
        """End a unit as it asks to be ended; its exit status."""
        unit, process = self._units[name], self.running.pop(name)
        process.send_signal(getattr(signal, unit.one("KillSignal") or "SIGTERM"))
        return process.wait(60)

    def log(self, name: str) -> str:
        """What it has said."""
        return (self.data.parent / f"{name}.log").read_text("utf-8", "replace")

    @property
    def _units(self) -> dict[str, Unit]:
        return services()

    def _begin(self, name: str, unit: Unit, words: list[str], more: dict[str, str]) -> None:
        around = self._surroundings(unit)
        around["env"] |= more
        with (self.data.parent / f"{name}.log").open("ab") as log:
            command = self._command(unit, words)
            self.running[name] = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **around)

    def _ready(self, line: socket.socket, name: str) -> bool:
        assert self.running[name].poll() is None, self.log(name)
        try:
            return line.recv(100) == b"READY=1"
        except BlockingIOError:
            return False

    @contextmanager
    def _manager(self) -> Iterator[tuple[str, socket.socket]]:
        place = str(self.data.parent / "notify")
        with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as line:
            line.bind(place)
            Path(place).chmod(0o777)
            line.setblocking(False)
            yield place, line
        Path(place).unlink()

    def _here(self, text: str) -> str:
        return text.replace(PYTHON, str(self.python)).replace(DATA, str(self.data))

    def _surroundings(self, unit: Unit) -> dict[str, dict[str, str] | str | int]:
        told = {name: self._here(value) for name, value in unit.environment.items()}
        if file := unit.one("EnvironmentFile"):
            script = f"set -a; . {shlex.quote(self._here(file))}; exec env -0"
            read = subprocess.run(["/bin/sh", "-c", script], env={}, capture_output=True, check=True).stdout.decode()
            told |= dict(part.split("=", 1) for part in read.split("\0") if "=" in part)
        told = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"} | told
        folder = self._here(unit.one("WorkingDirectory") or "/")
        return {"env": told, "cwd": folder, "umask": int(unit.one("UMask") or "0022", 8)}

    def _command(self, unit: Unit, words: list[str]) -> list[str]:
        """The words, after what makes its own view of the disk and gives up what it is not to have."""
        told = self._surroundings(unit)["env"]
        assert isinstance(told, dict)
        wanted = [self._here(word) for word in words]
        for name, value in told.items():
            wanted = [word.replace(f"${{{name}}}", value) for word in wanted]
        allowed = ",".join(f"+{word.removeprefix('CAP_').lower()}" for word in unit.words("CapabilityBoundingSet"))
        become = ["setpriv", "--no-new-privs", f"--bounding-set=-all{',' + allowed if allowed else ''}"]
        if user := unit.one("User"):
            become += [f"--reuid={user}", f"--regid={user}", "--clear-groups", "--inh-caps=-all"]
        alone = ["--net"] if unit.one("PrivateNetwork") == "yes" else []
        return ["unshare", "--mount", *alone, "/bin/sh", "-euc", self._view(unit), "sh", *become, "--", *wanted]

    def _view(self, unit: Unit) -> str:
        """ProtectSystem=strict: everything read-only but what may be written; PrivateTmp; what is hidden."""
        lines = ["mount --make-rprivate /", "mount -t tmpfs none /tmp"]
        for path in unit.words("ReadWritePaths"):
            place = shlex.quote(self._here(path))
            lines.append(f"mount --bind {place} {place}")
        lines.append("mount -o remount,bind,ro /")
        for path in unit.words("InaccessiblePaths"):
            place = shlex.quote(self._here(path.removeprefix("-")))
            lines.append(f"if [ -e {place} ]; then mount -t tmpfs -o mode=0000,size=4k none {place}; fi")
        return "; ".join([*lines, 'exec "$@"'])


def can_run() -> bool:
    """Whether this process may make views of the disk; a container's root often may not."""
    return os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "--net", "true"], check=False).returncode == 0
