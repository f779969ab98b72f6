"""What it tries: the analyst searches under a purpose that the trainer declared.

What stops it: a purpose is its declarer's own (464.5.2); the refusal is on record under the asker's name.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told


def _attack(ground: Ground) -> Told:
    declared = ground.attack("tess", 'call("POST", "/purposes", WHY)')[0]
    return ground.attack("ana", "search(ARGUMENTS[0])", declared.body["purpose_id"])[0]


def test_blocked(strong: Ground) -> None:
    """Refused, and recorded as the analyst's, not the trainer's."""
    before = strong.size()
    told = _attack(strong)
    assert (told.status, told.section, told.reads) == (403, "464.5.2", 0)
    assert strong.refused("ana", "464.5.2", since=before)


def test_control(weak: Control) -> None:
    """When any open purpose does, the analyst's search stands under the trainer's case."""
    assert not _attack(weak).reads
    with weak.taken("own purpose"):
        assert _attack(weak).reads
