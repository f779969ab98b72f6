"""What it tries: go on searching in an open session, under an open purpose, after one's training ran out.

What stops it: training is looked up at each query (464.4.1); the refusal is on record.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.bypass.attack import Control, Ground, Told


def _sign_off(ground: Ground, days: int) -> None:
    with ground.registers() as registers:
        registers.training.sign_off("ana", "tess", datetime.now(UTC) + timedelta(days=days), 0)


def _attack(ground: Ground) -> tuple[Told, Told]:
    purpose = ground.attack("ana", 'call("POST", "/purposes", WHY)')[0].body["purpose_id"]
    first = ground.attack("ana", "search(ARGUMENTS[0])", purpose)[0]
    _sign_off(ground, -1)
    try:
        return first, ground.attack("ana", "search(ARGUMENTS[0])", purpose)[0]
    finally:
        _sign_off(ground, 300)


def test_blocked(strong: Ground) -> None:
    """The first search is answered, the second refused and recorded."""
    before = strong.size()
    first, second = _attack(strong)
    assert first.reads
    assert (second.status, second.kind) == (403, "training-required")
    assert strong.refused("ana", second.section, since=before)


def test_control(weak: Control) -> None:
    """When training is looked up once a session, reads go on coming."""
    assert not _attack(weak)[1].reads
    with weak.taken("training each time"):
        assert _attack(weak)[1].reads
