"""What it tries: feel out what can be searched by questions that are answered with 422, hoping they leave no trace.

What stops it: what can't be used is an attempt on record too, cut short where it is long (464.5).
"""

from __future__ import annotations

import hashlib
from typing import Any

from tests.bypass.attack import Control, Ground

LONG = 200_000
SCRIPT = f"""
purpose = declare()
search(purpose, "*")
search(purpose, "7" * {LONG})
search(purpose, "7BR4", rows="all")
call("POST", "/search/plates", b'{{"pattern": "7BR4')
call("POST", "/search/plates", b'[' * 100000)
"""


def _attack(ground: Ground) -> list[Any]:
    """What the log kept of each attempt, oldest first."""
    before = ground.size()
    assert [told.status for told in ground.attack("ana", SCRIPT)] == [422, 422, 422, 422, 400]
    found = ground.records(user="ana", kind="refusal", action="search.plates")
    return [record.body for record in reversed(found) if record.index >= before]


def test_blocked(strong: Ground) -> None:
    """Each stands in the log with what was asked; the long one by its beginning, length and hash."""
    wild, long, field, cut, deep = _attack(strong)
    assert wild["elements"]["pattern"] == "*"
    assert wild["purpose"]["case_number"] == "26-04640"
    kept = long["elements"]["pattern"]
    assert (kept["begins"], kept["characters"]) == ("7" * 200, LONG)
    assert kept["sha256"] == hashlib.sha256(b"7" * LONG).hexdigest()
    assert field["elements"]["rows"] == "all"
    assert cut["elements"]["sent"] == '{"pattern": "7BR4'
    assert deep["elements"] == {"bytes": "100000"}


def test_control(weak: Control) -> None:
    """When they are only answered, nobody ever knows."""
    assert len(_attack(weak)) == 5
    with weak.taken("unusable"):
        assert _attack(weak) == []
