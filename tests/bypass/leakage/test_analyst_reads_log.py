"""What it tries: the analyst reads the access log, to see what others look for.

What stops it: the role does not include it (464.6); the attempt is on record.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told


def _attack(ground: Ground) -> Told:
    return ground.attack("ana", 'call("POST", "/log/entries", {"purpose_id": declare()})')[0]


def test_blocked(strong: Ground) -> None:
    """Refused and recorded."""
    before = strong.size()
    told = _attack(strong)
    assert (told.status, told.kind) == (403, "refused")
    assert strong.refused("ana", told.section, "log.read", before)


def test_control(weak: Control) -> None:
    """When every role may do everything, she reads who looked for what."""
    assert _attack(weak).status == 403
    with weak.taken("operations"):
        assert _attack(weak).body["entries"]
