"""What it tries: guess somebody's password, one after the other, until the right one is among them.

What stops it: five failures within fifteen minutes close the name, for the right password too (464.5.1); all on record.
"""

from __future__ import annotations

from tests.bypass.attack import Ground
from tests.bypass.signing_in import newcomer, signs_in
from tests.bypass.weak_hub import Second
from tests.house import House
from workbench.policy.accounts import FAILURES

WRONG = [f"Summer-of-20{year}!" for year in range(20, 26)]


def _attack(house: House, name: str, password: str) -> list[bool]:
    return [signs_in(house, name, guess) for guess in (*WRONG, password)]


def test_blocked(strong: Ground) -> None:
    """The seventh guess is right and does not count; in the log stand five, the lock, and the first that it met."""
    with newcomer(strong.house) as (name, password):
        before = strong.size()
        assert not any(_attack(strong.house, name, password))
        told = [record.action for record in strong.records(user=name) if record.index >= before]
    assert told.count("hub.signin-failed") == FAILURES + 1
    assert told.count("hub.locked") == 1


def test_control(weak_hub: Second) -> None:
    """When nobody counts, the right one lets in."""
    assert not any(_attack(weak_hub.house, *weak_hub.newcomer()))
    with weak_hub.taken("lock"):
        assert _attack(weak_hub.house, *weak_hub.newcomer())[-1]
