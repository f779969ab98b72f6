"""What it tries: SQL in the pattern, and SQL's own wildcards, which the log and the limits would not count as such.

What stops it: a pattern is letters, digits, ``?`` and ``*``; it is parsed, never pasted (464.7(d)).
"""

from __future__ import annotations

import pytest

from tests.bypass.attack import Control, Ground, Told

PATTERNS = ("7ABC' OR '1'='1", '7ABC"; DROP TABLE reads; --', "7_BR4%", "7ABC%")


def _attack(ground: Ground, pattern: str) -> Told:
    return ground.attack("ana", "search(declare(), json.loads(ARGUMENTS[0]))", f'"{pattern}"')[0]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_blocked(strong: Ground, pattern: str) -> None:
    """Told which character is not one of a plate; nothing is read."""
    told = _attack(strong, pattern.replace('"', '\\"'))
    assert (told.status, told.kind) == (422, "pattern")
    assert told.body["position"] is not None


def test_blocked_before_it_is_a_pattern(strong: Ground) -> None:
    """A character that would end the text for a database is refused where the request comes in."""
    told = _attack(strong, "7ABC\\u0000%")
    assert (told.status, told.kind) == (422, "bad-input")


def test_control(weak: Control) -> None:
    """When the characters go on as SQL would read them, they find what they were meant to."""
    assert _attack(weak, "7_BR4%").status == 422
    with weak.taken("alphabet"):
        assert _attack(weak, "7_BR4%").reads
