"""A Jupyter server started once more, by hand, as a person's OS user: with other settings than the Hub gives it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.bypass.machine.ground import uid_of
from tests.house import House
from tests.waiting import until


@contextmanager
def started_by_hand(
    house: House,
    name: str,
    options: Sequence[str],
    added: Callable[[Path], Mapping[str, str]],
    answers: Callable[[], httpx.Response],
) -> Iterator[None]:
    """``python -I -m OPTIONS`` in the environment of this person's own server, until the end of the block.

    ``added`` comes to the environment; it is told the folder for the server's sockets. ``answers`` asks the server.
    """
    account = pwd.getpwuid(uid_of(name))
    folder = Path(tempfile.mkdtemp(prefix="u", dir="/tmp"))
    os.chown(folder, account.pw_uid, account.pw_gid)
    environment = {**house.environment(name), "JUPYTER_RUNTIME_DIR": str(folder), **added(folder)}
    running = subprocess.Popen(
        [house.python, "-I", "-m", *options],
        env=environment,
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd=environment["HOME"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: running.poll() is not None or _came(answers))
        assert running.poll() is None
        yield
    finally:
        running.terminate()
        running.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _came(answers: Callable[[], httpx.Response]) -> bool:
    try:
        return bool(answers().status_code)
    except httpx.TransportError:
        return False
