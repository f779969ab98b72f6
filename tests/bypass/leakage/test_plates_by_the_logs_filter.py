"""What it tries: the administrator, who may read the log but no reads, asks its filter which plates others were shown.

What stops it: a result's record names reads by their numbers alone; no filter finds a plate that nobody typed (464.6).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tests.bypass.attack import Control, Ground
from tests.contract.desk import PLANTED

LOOK = 'call("POST", "/log/entries", {"purpose_id": declare(), **json.loads(ARGUMENTS[0])})'


def _attack(ground: Ground) -> tuple[int, int]:
    """Of the records since then that Ana left, how many there are, and how many hold a plate that she was shown."""
    since = {"user": "ana", "start": datetime.now(UTC).isoformat()}
    assert ground.attack("ana", "search(declare())")[0].reads
    every, named = (
        ground.attack("adam", LOOK, json.dumps(since | more))[0].body["total"] for more in ({}, {"text": PLANTED})
    )
    return every, named


def test_blocked(strong: Ground) -> None:
    """He finds that she searched, and not what she saw."""
    every, named = _attack(strong)
    assert every >= 2
    assert named == 0


def test_control(weak: Control) -> None:
    """When records name plates, the filter answers like a search."""
    assert _attack(weak)[1] == 0
    with weak.taken("plates unrecorded"):
        assert _attack(weak)[1] == 1
