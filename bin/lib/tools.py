"""What bin/up and bin/test share: saying, running, failing with words. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
APT_WAITS_SECONDS = 300
"""A new machine may be busy with its own updates."""
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
) -> str:
    """Run to the end and return what it printed; ``Failed`` with its last lines when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-25:])
        raise Failed(f"{what} failed.\n{said}")
    return done.stdout


def apt_install(*packages: str) -> None:
    """Install packages of the distribution; ``Failed`` with the command to run when this isn't root's."""
    names = " ".join(packages)
    if not as_root() or shutil.which("apt-get") is None:
        raise Failed(f"{names} must be installed first. On Debian and Ubuntu, as root:\n  apt-get install {names}")
    say(f"installing {names}")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    options = ("--yes", "--no-install-recommends", "-o", f"DPkg::Lock::Timeout={APT_WAITS_SECONDS}")
    run(["apt-get", "update"], what="apt-get update", env=env)
    run(["apt-get", "install", *options, *packages], what=f"installing {names}", env=env)


def apt_unpacked(package: str, folder: Path) -> None:
    """Unpack a package of the distribution into ``folder`` without installing it: no service of it is ever started.

    ``Failed`` when this isn't root's, as for ``apt_install``.
    """
    if not as_root() or shutil.which("apt-get") is None:
        raise Failed(f"{package} must be installed first. On Debian and Ubuntu, as root:\n  apt-get install {package}")
    say(f"unpacking {package}")
    with tempfile.TemporaryDirectory() as place:
        run(["apt-get", "update"], what="apt-get update")
        run(["apt-get", "download", package], what=f"fetching {package}", cwd=Path(place))
        (found,) = Path(place).glob("*.deb")
        folder.parent.mkdir(parents=True, exist_ok=True)  # on a machine where nothing was built yet
        run(["dpkg-deb", "--extract", found, folder], what=f"unpacking {package}")


def plain_environment() -> dict[str, str]:
    """This environment without what would lead Python elsewhere."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "CONDA"))
    }
