"""People who come and go in the browser's journeys: made as an administrator makes them, and disabled afterwards."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from hub_config.accounts import Accounts
from hub_config.passwords import generated
from tests.house import House
from workbench.policy.roles import Role
from workbench.store.registers import Registers


def administer(house: House, *words: str) -> str:
    """What ``workbench-account`` answers to the administrator of the machine."""
    command = [house.python.with_name("workbench-account"), "--config", house.data / "config" / "workbench.toml"]
    done = subprocess.run([*command, *words], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def second_administrator(house: House, name: str = "eve") -> Iterator[House]:
    """The house with one administrator more, trained as adam is, whose password is chosen; disabled afterwards."""
    accounts, password = Accounts.open(house.data / "hub" / "accounts.sqlite"), generated()
    if accounts.get(name) is None:
        accounts.add(name, password, [Role.ADMINISTRATOR], must_change=False)
    else:  # of an earlier test
        accounts.set_password(name, password, must_change=False)
        accounts.set_disabled(name, disabled=False)
    with closing(Registers.open(f"sqlite:///{house.data / 'custodian' / 'registers.sqlite'}")) as registers:
        version, now = registers.policies.current().version, datetime.now(UTC)
        registers.training.acknowledge(name, version, 0, now)
        registers.training.sign_off(name, "tess", now + timedelta(days=1), 0)
    yield replace(house, passwords={**house.passwords, name: password})
    accounts.set_disabled(name, disabled=True)


@contextmanager
def hired(house: House, stem: str, *roles: str) -> Iterator[tuple[House, str]]:
    """A new account of that name, or of that name and a number, and the house with its first password."""
    known = set(Accounts.open(house.data / "hub" / "accounts.sqlite").names())
    name = next(each for number in count() if (each := f"{stem}{number or ''}") not in known)
    told = re.search(r"can sign in with (\S+) and has to choose", administer(house, "add", name, *roles))
    assert told
    yield replace(house, passwords={**house.passwords, name: told[1]}), name
    administer(house, "disable", name)
