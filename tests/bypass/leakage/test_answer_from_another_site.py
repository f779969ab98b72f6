"""What it tries: a page elsewhere posts an answer to a question, with the cookies of the administrator who visits it.

What stops it: a form counts with the key that only the person's own page was given (464.10(a), 464.10(b)).
"""

from __future__ import annotations

from contextlib import closing

from tests.bypass.attack import Control, Ground
from tests.bypass.edge import EDGE, edge_of

ASK = 'search(declare(), "7K*", window=None)'
NO = {"granted": "no", "note": "", "form_key": "guessed"}
"""A no asks for no password; a yes has the same key and the password besides."""


def _attack(ground: Ground, without: str = "") -> str | None:
    """In whose name the question is answered; the browser is an old one that tells nothing of where forms come from."""
    assent = ground.attack("ana", ASK)[0].body["assent"]
    with edge_of(ground, without), closing(ground.house.browser("adam")) as adam:
        assert "Signed in as adam" in adam.get(f"{EDGE}/assents").text
        adam.post(f"{EDGE}/assents", data=NO | {"assent": assent}, headers={"Origin": "http://elsewhere.example"})
    with ground.registers() as registers:
        row = registers.assents.get(assent)
        assert row
        return row.answered_by


def test_blocked(strong: Ground) -> None:
    """The question waits as before, and the log has no answer."""
    before = strong.size()
    assert _attack(strong) is None
    assert not [record for record in strong.records(action="assent.deny") if record.index >= before]


def test_control(weak: Control) -> None:
    """Without the key it is answered, in the name of somebody who read something else."""
    assert _attack(weak) is None
    assert _attack(weak, "form key") == "adam"
