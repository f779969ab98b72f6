"""What it tries: fill the log's disk, or bury an attempt in it, by thousands of calls without a valid token.

What stops it: the first is on record with the account that called, the others are counted (464.5, 464.10(a)).
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground

CALLS = 300
SCRIPT = f"""
for _ in range({CALLS}):
    told = call("GET", "/me", token="nobody's", tell=False)
call("GET", "/me", token="nobody's")
"""


def _attack(ground: Ground) -> int:
    """How many records the flood left."""
    before = ground.size()
    assert ground.attack("otto", SCRIPT)[0].status == 401
    return len([record for record in ground.attempted("signin.refused", "alpr-otto") if record.index >= before])


def test_blocked(strong: Ground) -> None:
    """Three hundred calls leave a handful of records, which name the account."""
    assert _attack(strong) <= 3
    assert strong.attempted("signin.refused", "alpr-otto")[0].user == "otto"


def test_control(weak: Control) -> None:
    """When each is a record, the log grows with each."""
    with weak.taken("told once"):
        assert _attack(weak) == CALLS + 1
