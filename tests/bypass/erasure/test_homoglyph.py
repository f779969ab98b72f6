"""What it tries: a plate spelled with Cyrillic or invisible characters, so that nobody finds the search in the log.

What stops it: what only looks like a plate's character is refused by its Unicode name (464.7(d)).
"""

from __future__ import annotations

import pytest

from tests.bypass.attack import Control, Ground, Told

CYRILLIC = "7?\N{CYRILLIC CAPITAL LETTER VE}R4*"
PATTERNS = (CYRILLIC, "7?B\N{ZERO WIDTH JOINER}R4*", "\N{RIGHT-TO-LEFT OVERRIDE}7?BR4*")


def _attack(ground: Ground, pattern: str) -> Told:
    return ground.attack("ana", "search(declare(), ARGUMENTS[0])", pattern)[0]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_blocked(strong: Ground, pattern: str) -> None:
    """Told which character it is, by name."""
    told = _attack(strong, pattern)
    assert (told.status, told.kind) == (422, "pattern")
    assert "U+" in told.body["title"]


def test_control(weak: Control) -> None:
    """When they are folded silently, the reads come, and the log keeps a spelling that nobody looks for."""
    assert _attack(weak, CYRILLIC).status == 422
    with weak.taken("twins"):
        told = _attack(weak, CYRILLIC)
        assert told.reads
        assert weak.record(told.body["record"]).body["elements"]["pattern"] == CYRILLIC
