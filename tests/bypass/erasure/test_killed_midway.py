"""What it tries: have the custodian die between finding the reads and recording that they go out.

What stops it: bytes go out after the result record is on disk, never before (464.5).
"""

from __future__ import annotations

import pytest

from tests.bypass.attack import Control, Told
from tests.bypass.custodians import launch


def _attack(mortal: Control, death: str) -> Told:
    mortal.say(death)
    told = mortal.attack("ana", "search(declare())")[0]
    assert mortal.process.wait(30) == -9
    launch(mortal)
    return told


@pytest.mark.parametrize(
    ("death", "kept"), [("kill before release", ["intent"]), ("kill before sending", ["intent", "result"])]
)
def test_blocked(mortal: Control, death: str, kept: list[str]) -> None:
    """Nothing arrives; the log says what was asked, and starts again whole."""
    before = mortal.size()
    told = _attack(mortal, death)
    assert (told.status, told.length) == (0, 0)
    found = [record for record in mortal.records(user="ana", action="search.plates") if record.index >= before]
    assert [record.kind.value for record in reversed(found)] == kept
    assert mortal.attack("ana", "search(declare())")[0].reads


def test_control(mortal: Control) -> None:
    """When the answer goes out first, reads arrive of which no result is on record."""
    before = mortal.size()
    told = _attack(mortal, "release first")
    assert told.reads
    assert not mortal.recorded(told)
    assert not [record for record in mortal.records(user="ana", kind="result") if record.index >= before + 2]
