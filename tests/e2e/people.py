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

ASSENTS = "/services/edge/assents"


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


def seconded(house: House, about: str, name: str = "edda") -> None:
    """A second administrator approves what waits for one and names this, on the signed-in page, with the password."""
    with second_administrator(house, name) as staffed, closing(staffed.browser(name)) as browser:
        page = browser.get(ASSENTS)
        questions = [each for each in page.text.split("<article")[1:] if about in each and 'name="assent"' in each]
        assert questions, page.text
        for question in questions:
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', question))
            asked = browser.post(ASSENTS, data=hidden | {"granted": "yes", "note": ""})
            assert "Recorded: granted" in staffed.typed(browser, asked, name).text


@contextmanager
def renewing(house: House, stem: str, days: int) -> Iterator[tuple[House, str]]:
    """An officer whose sign-off of a year ago ends in so many days; the department's reads are granted."""
    accounts, password = Accounts.open(house.data / "hub" / "accounts.sqlite"), generated()
    name = next(each for number in count() if accounts.get(each := f"{stem}{number or ''}") is None)
    accounts.add(name, password, [Role.OFFICER], must_change=False)
    with closing(Registers.open(f"sqlite:///{house.data / 'custodian' / 'registers.sqlite'}")) as registers:
        version, until = registers.policies.current().version, datetime.now(UTC) + timedelta(days=days)
        before = until - timedelta(days=365)
        registers.training.acknowledge(name, version, 0, before)
        registers.training.sign_off(name, "tess", until, 0, now=before)
        registers.sources.grant(name, "department", "adam", 0)
    yield replace(house, passwords={**house.passwords, name: password}), name
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
