"""What it tries: the administrator, who runs the programme and reads the log, searches for plates.

What stops it: the role does not include the operation (464.3.1); the refusal is on record under his name.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told


def _attack(ground: Ground) -> Told:
    return ground.attack("adam", "search(declare())")[0]


def test_blocked(strong: Ground) -> None:
    """Refused and recorded."""
    before = strong.size()
    told = _attack(strong)
    assert (told.status, told.kind) == (403, "refused")
    assert strong.refused("adam", told.section, since=before)


def test_control(weak: Control) -> None:
    """When every role may do everything, he reads plates."""
    assert _attack(weak).status == 403
    with weak.taken("operations"):
        assert _attack(weak).reads
