"""What it tries: look up an acquaintance under the number of another agency's case, with a story to go with it.

What records it: a good lie is not told at once, so it stands under her own name, with case, story and reads (464.5).
"""

from __future__ import annotations

import secrets

from tests.bypass.attack import Control, Ground, Told

STORY = "Assisting the sheriff with a burglary series near Heber."
LIE = "search(declare(case_number=ARGUMENTS[0], narrative=ARGUMENTS[1]))"
REVIEW = 'call("POST", "/log/entries", {"purpose_id": declare(), "case_number": ARGUMENTS[0]})'


def _attack(ground: Ground) -> tuple[Told, list[dict[str, object]]]:
    """The answer to the lie; and what the administrator finds who asks for that case, as the sheriff has asked him."""
    case = f"ICSO-{secrets.randbelow(10**6):06}"
    told = ground.attack("ana", LIE, case, STORY)[0]
    return told, ground.attack("adam", REVIEW, case)[0].body["entries"]


def test_logged(strong: Ground) -> None:
    """He finds her, her story and how many reads she got."""
    told, entries = _attack(strong)
    assert told.reads
    assert {entry["user"] for entry in entries} == {"ana"}
    result = next(entry for entry in entries if entry["kind"] == "result")
    assert (result["narrative"], result["count"]) == (STORY, told.reads)


def test_control(weak: Control) -> None:
    """When purposes stay out of the records, he finds nothing."""
    assert _attack(weak)[1]
    with weak.taken("stated"):
        told, entries = _attack(weak)
    assert told.reads
    assert entries == []
