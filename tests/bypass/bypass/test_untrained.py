"""What it tries: an officer without training declares a purpose for the agency's reads and searches them.

What stops it: training is asked for at the declaration and again at the search (464.4.1); he is told how to train.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told

SCRIPT = """
call("POST", "/purposes", {**WHY, "realm": "live"})
search(declare(realm="live"))
"""


def _attack(ground: Ground) -> list[Told]:
    return ground.attack("otto", SCRIPT)


def test_blocked(strong: Ground) -> None:
    """Refused before the purpose stands, and recorded as his."""
    before = strong.size()
    declared, found = _attack(strong)
    assert (declared.status, declared.kind) == (403, "training-required")
    assert (found.status, found.reads) == (403, 0)
    assert strong.refused("otto", declared.section, "purpose.declare", before)


def test_control(weak: Control) -> None:
    """When nobody asks about training, he reads plates."""
    assert not _attack(weak)[1].reads
    with weak.taken("training"):
        found = _attack(weak)[1]
        assert found.reads
        assert found.body["realm"] == "live"
