"""The process a person works in (464.5.1, 464.10(a)): his or her own OS user where isolation is enforced.

The server and its kernels are not trusted with anything: what they start from is root's, what they may ask is
in their token, and the custodian asks the operating system who is calling.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import pwd
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, STDOUT
from typing import Any, BinaryIO

from alpr_kernel.specs import KERNELS
from jupyterhub.spawner import LocalProcessSpawner, SpawnException, set_user_setuid
from traitlets import Bool, Unicode

from hub_config import osusers, processes
from hub_config.ground import Ground, prepare
from hub_config.idle import SignsOutWhenIdle
from workbench.errors import ConfigError

_NO_NEW_PRIVILEGES = 38
_libc = ctypes.CDLL(None, use_errno=True)


class PersonSpawner(SignsOutWhenIdle, LocalProcessSpawner):  # type: ignore[misc]
    """One server a person, under ``<prefix><name>`` with isolation, under the Hub's own user without."""

    isolated = Bool(help="Whether each person has an OS user of his or her own.").tag(config=True)
    os_user_prefix = Unicode("alpr-", help="Put before the person's name.").tag(config=True)
    data = Unicode(help="The data folder.").tag(config=True)
    runtime = Unicode(help="Folder of the servers' sockets; short.").tag(config=True)
    notebooks = Unicode(help="The installed notebooks.").tag(config=True)
    instance = Unicode(help="The mark of this running Hub.").tag(config=True)

    pid: int  # a trait of the Hub's class
    started = 0
    """When the server started, in clock ticks since boot: no other process with its number did."""

    @property
    def account(self) -> str:
        """The OS user's name."""
        return f"{self.os_user_prefix}{self.user.name}"

    @property
    def ground(self) -> Ground:
        """The person's folders."""
        data, name = Path(self.data), self.user.name
        return Ground(data / "homes" / name, data / "trees" / name, Path(self.runtime) / self.account)

    async def start(self) -> tuple[str, int]:
        """Make the person's OS user and folders, then start the server."""
        try:
            await asyncio.to_thread(self._prepare)
        except ConfigError as error:
            self.log.error("%s: %s %s", self.user.name, error, error.diagnostic)
            told = f"Your server can't be started. {error}"
            raise SpawnException(told, reason="ground", status_code=500) from error
        # What a server prints is a person's text: it stays out of the Hub's log.
        with self._log() as log:
            self.popen_kwargs = {"stdin": DEVNULL, "stdout": log, "stderr": STDOUT}
            address: tuple[str, int] = await super().start()
        self.started = processes.start_time(self.pid) or 0
        return address

    async def stop(self, now: bool = False) -> None:  # noqa: FBT001 - the Hub's signature
        """Stop the server, and what the person left running beside it."""
        await super().stop(now)
        if self.isolated:
            uid = pwd.getpwnam(self.account).pw_uid
            await asyncio.to_thread(lambda: processes.end(processes.of_user(uid, self.instance), 2.0))

    def _log(self) -> BinaryIO:
        """A fresh file that root alone can read, one a person."""
        folder = Path(self.data) / "hub" / "servers"
        folder.mkdir(mode=0o700, exist_ok=True)
        return (folder / f"{self.user.name}.log").open("wb")

    def _prepare(self) -> None:
        person = hub = (os.geteuid(), os.getegid())
        if self.isolated:
            user = osusers.ensure(self.account, self.ground.home, kind="person")
            person = (user.pw_uid, user.pw_gid)
        prepare(self.ground, Path(self.notebooks), person, hub)

    def make_preexec_fn(self, name: str) -> Callable[[], None]:  # noqa: ARG002 - the Hub's signature
        """Become the OS user; no privileges to gain, no core files, nothing for others to read."""
        become = set_user_setuid(self.account, chdir=False) if self.isolated else None
        tree = self.ground.tree

        def before_start() -> None:
            if become:
                become()
            _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            os.umask(0o077)
            os.chdir(tree)

        return before_start

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        """Home, and every folder that Jupyter and IPython would else look for under it."""
        ground = self.ground
        own = ground.own_state
        return env | {
            "USER": self.user.name,
            "LOGNAME": self.account if self.isolated else self.user.name,
            "HOME": str(ground.home),
            "SHELL": "/bin/sh",
            "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",
            "PYTHONNOUSERSITE": "1",
            "TMPDIR": str(ground.temporary),
            "IPYTHONDIR": f"{self.data}/ipython",
            "JUPYTER_CONFIG_DIR": str(Path(__file__).parent / "lab"),
            "JUPYTER_PATH": str(KERNELS.parent),  # consoles and papermill find the governed kernel, not IPython's own
            "JUPYTER_DATA_DIR": str(own / "data"),
            "JUPYTER_RUNTIME_DIR": str(ground.runtime),
            "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
            "ALPR_ISOLATION": "enforced" if self.isolated else "none",
            processes.MARK: self.instance,
        }

    def get_state(self) -> dict[str, Any]:
        """The process, and when it started."""
        state: dict[str, Any] = super().get_state()
        return state | {"started": self.started} if self.pid else state

    def load_state(self, state: dict[str, Any]) -> None:
        """Take a process up again after a restart of the Hub, if it is still that process."""
        super().load_state(state)
        self.started = state.get("started", 0)
        if self.pid and processes.start_time(self.pid) != self.started:
            self.pid = 0
