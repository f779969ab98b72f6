"""What bin/up and bin/test share: saying, running, failing with words. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
_began = time.monotonic()


class Failed(Exception):
    """Something can't go on; the text is for the person at the screen."""


def say(text: str) -> None:
    """Tell what is being done, with the seconds since the start."""
    print(f"[{time.monotonic() - _began:5.1f} s] {text}", file=sys.stderr, flush=True)


def as_root() -> bool:
    """Whether isolation can be enforced."""
    return os.geteuid() == 0


def run(
    command: Sequence[str | Path],
    *,
    what: str,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
) -> str:
    """Run to the end and return what it printed; ``Failed`` with its last lines when it fails."""
    become = {"user": user, "group": user, "extra_groups": []} if user else {}
    done = subprocess.run(
        [str(part) for part in command], env=env, cwd=cwd, capture_output=True, text=True, check=False, **become
    )  # type: ignore[call-overload]
    if done.returncode != 0:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-25:])
        raise Failed(f"{what} failed.\n{said}")
    return str(done.stdout)


def apt_install(*packages: str) -> None:
    """Install packages of the distribution; ``Failed`` with the command to run when this isn't root's."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not as_root() or shutil.which("apt-get") is None:
        raise Failed(f"{' and '.join(packages)} must be installed first, as root:\n  {' '.join(command)}")
    say(f"installing {' '.join(packages)}")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update"], what="apt-get update", env=env)
    run(command, what=f"installing {' '.join(packages)}", env=env)


def plain_environment() -> dict[str, str]:
    """This environment without what would lead Python elsewhere."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "CONDA"))
    }
