"""What it tries: plain Python with the analyst's own token searches without having declared a purpose.

What stops it: the gate admits no search without an open purpose (464.5(4)); the refusal is on record.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told

SCRIPT = """
search("")
search("00000000000000000000000000000000")
"""


def _attack(ground: Ground) -> list[Told]:
    return ground.attack("ana", SCRIPT)


def test_blocked(strong: Ground) -> None:
    """Refused, and recorded as the analyst's."""
    before = strong.size()
    answers = _attack(strong)
    assert [(told.status, told.kind) for told in answers] == [(403, "purpose-required")] * 2
    assert strong.refused("ana", "464.5", since=before)


def test_control(weak: Control) -> None:
    """Without the question for a purpose, the reads come."""
    assert not sum(told.reads for told in _attack(weak))
    with weak.taken("purpose"):
        assert all(told.reads for told in _attack(weak))
