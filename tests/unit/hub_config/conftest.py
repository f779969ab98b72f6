"""A register of accounts with one analyst, and a clock that the test holds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub_config.accounts import Accounts
from hub_config.signin import SignIn
from tests.unit.hub_config.running_hub import PASSWORD, hub
from workbench.policy.roles import Role

__all__ = ["NOON", "PASSWORD", "hub"]

NOON = datetime.now(UTC)


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    register = Accounts.open(tmp_path / "accounts.sqlite")
    register.add("ana", PASSWORD, [Role.ANALYST], must_change=False)
    return register


@pytest.fixture
def sign_in(accounts: Accounts) -> SignIn:
    return SignIn(accounts)
