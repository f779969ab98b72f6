"""What it tries: the administrator leafs through what colleagues look for, without saying why.

What stops it: a look at the log needs a purpose like any other (464.5(4), 464.6); the refusal is on record as his.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told

SCRIPT = """
call("POST", "/log/entries", {"user": "ana"})
call("POST", "/log/entries", {"user": "ana", "purpose_id": "0" * 32})
"""


def _attack(ground: Ground) -> list[Told]:
    return ground.attack("adam", SCRIPT)


def test_blocked(strong: Ground) -> None:
    """Refused both times."""
    before = strong.size()
    assert [(told.status, told.kind) for told in _attack(strong)] == [(403, "purpose-required")] * 2
    assert strong.refused("adam", "464.5", "log.read", before)


def test_control(weak: Control) -> None:
    """When no purpose is asked for, he reads."""
    weak.attack("ana", "search(declare())")
    assert {told.status for told in _attack(weak)} == {403}
    with weak.taken("purpose"):
        assert all(told.body["entries"] for told in _attack(weak))
