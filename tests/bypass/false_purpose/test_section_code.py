"""What it tries: give sections of the law and the case's own number for a reason, which tell a reviewer nothing.

What stops it: a reason says in words what is investigated; codes and the number do not count as words (464.5(4)).
"""

from __future__ import annotations

import pytest

from tests.bypass.attack import Control, Ground, Told

REASONS = ("PC 459 / PC 211 / VC 10851", "26-04640 26-04640 26-04640", "211 459 10851 187 245")
SCRIPT = """
call("POST", "/purposes", {**WHY, "narrative": ARGUMENTS[0]})
search(declare(narrative=ARGUMENTS[0]))
"""


def _attack(ground: Ground, reason: str) -> list[Told]:
    return ground.attack("ana", SCRIPT, reason)


@pytest.mark.parametrize("reason", REASONS)
def test_blocked(strong: Ground, reason: str) -> None:
    """No purpose stands, so no search does; the attempt is on record."""
    before = strong.size()
    declared, found = _attack(strong, reason)
    assert (declared.status, list(declared.body["fields"])) == (422, ["narrative"])
    assert (found.status, found.reads) == (403, 0)
    assert strong.refused("ana", "464.10(b)", "purpose.declare", before)


@pytest.mark.parametrize("reason", REASONS)
def test_control(weak: Control, reason: str) -> None:
    """When anything will do, the reads come."""
    assert not _attack(weak, reason)[1].reads
    with weak.taken("reasons"):
        assert _attack(weak, reason)[1].reads
