"""People who come and go in the browser's journeys: made as an administrator makes them, and disabled afterwards."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

from hub_config.accounts import Accounts
from tests.house import House


def administer(house: House, *words: str) -> str:
    """What ``workbench-account`` answers to the administrator of the machine."""
    command = [house.python.with_name("workbench-account"), "--config", house.data / "config" / "workbench.toml"]
    done = subprocess.run([*command, *words], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def hired(house: House, stem: str, *roles: str) -> Iterator[tuple[House, str]]:
    """A new account of that name, or of that name and a number, and the house with its first password."""
    known = set(Accounts.open(house.data / "hub" / "accounts.sqlite").names())
    name = next(each for number in count() if (each := f"{stem}{number or ''}") not in known)
    told = re.search(r"can sign in with (\S+) and has to choose", administer(house, "add", name, *roles))
    assert told
    yield replace(house, passwords={**house.passwords, name: told[1]}), name
    administer(house, "disable", name)
