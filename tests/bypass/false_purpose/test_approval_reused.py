"""What it tries: have one wide search approved by a second person, and use the approval for another one.

What stops it: an approval is of this person, this purpose and this exact search (464.7(d), 464.10(b)).
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told
from tests.bypass.page import confirm

ASK = "search(ARGUMENTS[0], ARGUMENTS[1], window=None)"


def _attack(ground: Ground) -> tuple[Told, Told, Told]:
    purpose = ground.attack("ana", 'call("POST", "/purposes", WHY)')[0].body["purpose_id"]
    asked = ground.attack("ana", ASK, purpose, "7LB*")[0]
    confirm(ground, asked.body["assent"], "adam")
    other = ground.attack("ana", ASK, purpose, "8*")[0]
    return asked, other, ground.attack("ana", ASK, purpose, "7LB*")[0]


def test_blocked(strong: Ground) -> None:
    """What was approved is answered; the other search is a question of its own, on record."""
    before = strong.size()
    asked, other, approved = _attack(strong)
    assert asked.kind == "assent-required"
    assert (other.status, other.kind) == (403, "assent-required")
    assert other.body["assent"] != asked.body["assent"]
    assert approved.reads
    assert strong.refused("ana", other.section, since=before)


def test_control(weak: Control) -> None:
    """When an approval is of the person, it opens everything."""
    assert not _attack(weak)[1].reads
    with weak.taken("exact approval"):
        assert _attack(weak)[1].reads
