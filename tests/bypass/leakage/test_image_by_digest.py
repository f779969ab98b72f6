"""What it tries: a photograph by its digest, or by its read, from the analyst's own token and without a purpose.

What stops it: images go out by their reads alone, under an open purpose and two records (464.5, 464.10).
"""

from __future__ import annotations

import pytest

from tests.bypass.attack import Control, Ground, Told
from tests.photographs import Handed, photographed_in

SCRIPT = """
read_id, digest = ARGUMENTS
for asked in (digest, "original/" + digest[:2] + "/" + digest, read_id):
    call("POST", "/images", {"purpose_id": "", "read_ids": [asked], "kind": "original"})
call("POST", "/images", {"purpose_id": declare(), "read_ids": [digest], "kind": "original"})
"""


def _attack(ground: Ground, handed: Handed) -> list[Told]:
    return ground.attack("ana", SCRIPT, handed.read_id, handed.sha256)


@pytest.fixture(scope="module")
def theirs(strong: Ground) -> Handed:
    """A photograph that the product has."""
    return photographed_in(strong.house, {"8IMG321": ("8IMG321", 0.9)}, "image-by-digest")[0]


def test_blocked(strong: Ground, theirs: Handed) -> None:
    """Refused and recorded without a purpose; with one, no digest is a read."""
    before = strong.size()
    *without, by_digest = _attack(strong, theirs)
    assert [(told.status, told.kind) for told in without] == [(403, "purpose-required")] * 3
    assert strong.refused("ana", "464.5", "images.look", before)
    assert (by_digest.status, by_digest.released) == (404, False)
    assert next(record.body["outcome"] for record in strong.records(action="images.look")) == "failed"


def test_control(weak: Control) -> None:
    """Without the question for a purpose the photograph comes for its read."""
    config = weak.data / "config.toml"
    handed = photographed_in(weak.house, {"8IMG321": ("8IMG321", 0.9)}, "image-by-digest", config)[0]
    assert not any(told.released for told in _attack(weak, handed))
    with weak.taken("purpose"):
        by_read = _attack(weak, handed)[2]
        assert by_read.released
        assert by_read.length > 10_000
