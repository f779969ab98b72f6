"""What it tries: hammer on the keys where a reason is asked for, and search.

What stops it: runs of keys, one letter over and over and generic words are no reason (464.5(4)); it is on record.
"""

from __future__ import annotations

import pytest

from tests.bypass.attack import Control, Ground, Told

REASONS = (
    "asdfasdf qwerqwer zxcvzxcv hjkl",
    "xxxxxxxxxx yyyyyy zzzzzz aaaaaa",
    "investigation investigation check of vehicle",
)
SCRIPT = """
call("POST", "/purposes", {**WHY, "narrative": ARGUMENTS[0], "why_this_plate": ARGUMENTS[0] + " again"})
search(declare(narrative=ARGUMENTS[0], why_this_plate=ARGUMENTS[0] + " again"))
"""


def _attack(ground: Ground, reason: str) -> list[Told]:
    return ground.attack("ana", SCRIPT, reason)


@pytest.mark.parametrize("reason", REASONS)
def test_blocked(strong: Ground, reason: str) -> None:
    """Told to say what happened; what was typed stands in the log, and nothing is read."""
    before = strong.size()
    declared, found = _attack(strong, reason)
    assert (declared.status, declared.kind) == (422, "purpose-rejected")
    assert (found.status, found.reads) == (403, 0)
    tried = strong.records(user="ana", kind="refusal", action="purpose.declare")[0]
    assert tried.index >= before
    assert tried.body["elements"]["narrative"] == reason


@pytest.mark.parametrize("reason", REASONS)
def test_control(weak: Control, reason: str) -> None:
    """When anything will do, the reads come."""
    assert not _attack(weak, reason)[1].reads
    with weak.taken("reasons"):
        assert _attack(weak, reason)[1].reads
