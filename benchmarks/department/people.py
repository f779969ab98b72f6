"""People of the department, trained and granted the department's reads, as its administrators have done before."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hub_config.accounts import Accounts
from hub_config.passwords import generated
from tests.house import House
from workbench.policy.roles import Role
from workbench.store.registers import Registers


def hired(house: House, count: int) -> tuple[House, list[str]]:
    """The house with so many analysts more, and their names."""
    names = [f"load{number:02}" for number in range(count)]
    passwords = {name: generated() for name in names}
    accounts = Accounts.open(house.data / "hub" / "accounts.sqlite")
    with closing(Registers.open(f"sqlite:///{house.data / 'custodian' / 'registers.sqlite'}")) as registers:
        version, now = registers.policies.current().version, datetime.now(UTC)
        for name, password in passwords.items():
            accounts.add(name, password, [Role.ANALYST], must_change=False)
            registers.training.acknowledge(name, version, 0, now)
            registers.training.sign_off(name, "tess", now + timedelta(days=1), 0)
            registers.sources.grant(name, "department", "adam", 0)
    return replace(house, passwords={**house.passwords, **passwords}), names
