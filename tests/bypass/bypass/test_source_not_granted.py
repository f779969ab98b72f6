"""What it tries: search a source of data that was taken back from the analyst, by naming it in the request.

What stops it: grants of sources are looked up at each query (464.7(f)); the refusal is on record.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told


def _attack(ground: Ground) -> Told:
    with ground.registers() as registers:
        registers.sources.revoke("ana", "department")
        try:
            return ground.attack("ana", 'search(declare(), sources=["department"])')[0]
        finally:
            registers.sources.grant("ana", "department", "demo", 0)


def test_blocked(strong: Ground) -> None:
    """Refused by name, and recorded as hers."""
    before = strong.size()
    told = _attack(strong)
    assert (told.status, told.section, told.reads) == (403, "464.7(f)", 0)
    assert strong.refused("ana", "464.7(f)", since=before)


def test_control(weak: Control) -> None:
    """When nobody asks for the grant, its reads come."""
    assert not _attack(weak).reads
    with weak.taken("sources"):
        assert _attack(weak).reads
