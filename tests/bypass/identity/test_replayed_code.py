"""What it tries: sign in with a password and a one-time code that were seen over somebody's shoulder a moment ago.

What stops it: a code counts once, also within its half minute (464.5.1); the failure is on record.
"""

from __future__ import annotations

import pyotp

from tests.bypass.attack import Ground
from tests.bypass.signing_in import newcomer, signs_in
from tests.bypass.weak_hub import Second
from tests.house import House


def _attack(house: House, name: str, password: str, secret: str) -> tuple[bool, bool]:
    """Whether the person got in with a code, and the onlooker after that with the same."""
    code = pyotp.TOTP(secret).now()
    return signs_in(house, name, password, code), signs_in(house, name, password, code)


def test_blocked(strong: Ground) -> None:
    """The person is in, the onlooker is not, and the log says why."""
    house = strong.house
    with newcomer(house) as (name, password):
        secret = house.account_tool("code", name).split()[-1]
        assert _attack(house, name, password, secret) == (True, False)
        failed = strong.records(user=name, action="hub.signin-failed")[0]
    assert failed.body["detail"]["reason"] == "wrong or used one-time code"


def test_control(weak_hub: Second) -> None:
    """When a code counts as long as it is fresh, both are in."""
    name, password = weak_hub.newcomer()
    with weak_hub.taken("once"):
        assert _attack(weak_hub.house, name, password, weak_hub.accounts.enrol(name)) == (True, True)
