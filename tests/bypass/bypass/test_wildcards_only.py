"""What it tries: list everybody's plates with a pattern of wildcards, confirming the search oneself where asked.

What stops it: a pattern without a letter or digit is no search (464.7(d)); there is nothing to confirm.
"""

from __future__ import annotations

import pytest

from tests.bypass.attack import Control, Ground, Told
from tests.bypass.page import confirm

PATTERNS = ("*", "???????", "?*")
ASK = "search(ARGUMENTS[0], ARGUMENTS[1])"


def _attack(ground: Ground, pattern: str) -> Told:
    purpose = ground.attack("ana", 'call("POST", "/purposes", WHY)')[0].body["purpose_id"]
    told = ground.attack("ana", ASK, purpose, pattern)[0]
    if told.kind != "assent-required":
        return told
    confirm(ground, told.body["assent"], "ana")
    return ground.attack("ana", ASK, purpose, pattern)[0]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_blocked(strong: Ground, pattern: str) -> None:
    """Not a search, so nothing is asked and nothing is read."""
    told = _attack(strong, pattern)
    assert (told.status, told.kind, told.section) == (422, "pattern", "464.7(d)")


def test_control(weak: Control) -> None:
    """When wildcards do, strangers' plates come."""
    assert _attack(weak, "???????").status == 422
    with weak.taken("wildcards"):
        told = _attack(weak, "???????")
        assert told.reads
        assert told.body["plates"] > 100
