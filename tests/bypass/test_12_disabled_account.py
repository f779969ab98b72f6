"""What it tries: go on working with the token of an account that was disabled.

What stops it: the Hub looks the account up, and the custodian asks the Hub anew every ten seconds (464.5.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hub_config.accounts import Accounts
from tests.bypass.attack import Control, Ground, Told
from tests.house import House

DECLARE = 'call("POST", "/purposes", {**WHY, "realm": "training"})'
SEARCH = 'search(ARGUMENTS[0], "7KBC*")'
INSIST = """
import select
for _ in range(60):
    if search(ARGUMENTS[0], "7KBC*")["status"] != 200:
        break
    select.select([], [], [], 0.5)
"""


@contextmanager
def _disabled(house: House, name: str) -> Iterator[None]:
    """Disable the account for this block; afterwards the person signs in anew."""
    accounts = Accounts(house.data / "hub" / "accounts.sqlite")
    accounts.set_disabled(name, disabled=True)
    try:
        yield
    finally:
        accounts.set_disabled(name, disabled=False)
        house._tokens.pop(name, None)


def _declared(ground: Ground) -> str:
    return str(ground.attack("otto", DECLARE)[0].body["purpose_id"])


def test_blocked(strong: Ground) -> None:
    """Within seconds nobody is behind the token any more."""
    purpose = _declared(strong)
    assert strong.attack("otto", SEARCH, purpose)[0].reads
    with _disabled(strong.house, "otto"):
        last = strong.attack("otto", INSIST, purpose)[-1]
    assert (last.status, last.kind) == (401, "sign-in")


def test_control(strong: Ground, weak: Control) -> None:
    """When the Hub is asked but once, the disabled account goes on reading."""
    purpose, elsewhere = _declared(weak), _declared(strong)

    def attack() -> Told:
        return weak.attack("otto", SEARCH, purpose)[0]

    with weak.taken("refresh"):
        assert attack().reads
        with _disabled(strong.house, "otto"):
            assert strong.attack("otto", INSIST, elsewhere)[-1].status == 401
            assert attack().reads
            weak.say("")
            assert attack().status == 401
