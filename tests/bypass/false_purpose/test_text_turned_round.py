"""What it tries: turn a reason round with characters that nobody sees, so that reviewers read what was not written.

What stops it: text with control, invisible or direction-changing characters is no reason (464.5(4)); it is on record.
"""

from __future__ import annotations

import pytest

from tests.bypass.attack import Control, Ground, Told

TURNED = "\N{RIGHT-TO-LEFT OVERRIDE}"
TEXTS = (
    f"Looks for the car of {TURNED}ecila ym fo dneirf eht",
    "Robbery on Adams\N{ZERO WIDTH SPACE} Avenue, a dark sedan fled",
    "Robbery on Adams Avenue, a dark sedan fled\x1b[2K\x1b[1A",
)
SCRIPT = """
call("POST", "/purposes", {**WHY, "narrative": json.loads(ARGUMENTS[0])})
search(declare(narrative=json.loads(ARGUMENTS[0])))
"""


def _attack(ground: Ground, text: str) -> list[Told]:
    return ground.attack("ana", SCRIPT, _written(text))


def _written(text: str) -> str:
    """As JSON without a character beyond ASCII."""
    escaped = "".join(f"\\u{ord(char):04x}" if not 32 <= ord(char) < 127 else char for char in text)
    return f'"{escaped}"'


@pytest.mark.parametrize("text", TEXTS)
def test_blocked(strong: Ground, text: str) -> None:
    """Told to remove them, and nothing is read."""
    before = strong.size()
    declared, found = _attack(strong, text)
    assert (declared.status, list(declared.body["fields"])) == (422, ["narrative"])
    assert (found.status, found.reads) == (403, 0)
    assert strong.refused("ana", "464.10(b)", "purpose.declare", before)


def test_control(weak: Control) -> None:
    """When they pass, reads come for a reason that reads another way round."""
    assert not _attack(weak, TEXTS[0])[1].reads
    with weak.taken("reasons"):
        told = _attack(weak, TEXTS[0])[1]
    assert told.reads
    assert TURNED in weak.record(told.body["record"]).purpose["narrative"]
