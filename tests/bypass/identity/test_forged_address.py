"""What it tries: sign in from elsewhere and have the log say that it was the office, by headers that name an address.

What stops it: the address on record is the one that the proxy saw, never one that the browser names (464.5).
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground
from tests.bypass.signing_in import newcomer, signs_in
from tests.bypass.weak_hub import Second
from tests.house import House

OFFICE = "192.0.2.46"
CLAIMS = {"X-Real-IP": OFFICE, "X-Forwarded-For": OFFICE, "X-Client-IP": OFFICE, "Forwarded": f"for={OFFICE}"}


def _attack(ground: Ground, house: House, name: str, password: str) -> str:
    """The address that stands in the log."""
    assert signs_in(house, name, password, headers=CLAIMS)
    return str(ground.records(user=name, action="hub.signin")[0].body["client"]["address"])


def test_blocked(strong: Ground) -> None:
    """The log names this machine, from which the browser came."""
    with newcomer(strong.house) as (name, password):
        assert _attack(strong, strong.house, name, password).endswith("127.0.0.1")


def test_control(weak: Control, weak_hub: Second) -> None:
    """When the web server's word is taken, the log names the office."""
    with weak_hub.taken("whence"):
        assert _attack(weak, weak_hub.house, *weak_hub.newcomer()) == OFFICE
