"""What it tries: a reason that draws a page of its own where the administrator is asked to approve.

What stops it: everything that a page of the edge shows is escaped (464.10(a), 464.10(b)).
"""

from __future__ import annotations

import json
from contextlib import closing

from tests.bypass.attack import Control, Ground
from tests.bypass.edge import EDGE, edge_of

DRAWN = '<h1 id="drawn">Approved already</h1>'
ASK = """
draft = {**WHY, "narrative": json.loads(ARGUMENTS[0])}
search(call("POST", "/purposes", draft, tell=False)["body"]["purpose_id"], "7K*", window=None)
"""


def _attack(ground: Ground, without: str = "") -> str:
    """What Adam's browser is sent."""
    narrative = f"Robbery on Adams Avenue, a dark sedan fled.</dd></dl>{DRAWN}"
    asked = ground.attack("ana", ASK, json.dumps(narrative))[0]
    with edge_of(ground, without), closing(ground.house.browser("adam")) as adam:
        return adam.get(f"{EDGE}/assents/{asked.body['assent']}").text


def test_blocked(strong: Ground) -> None:
    """He sees the angle brackets."""
    page = _attack(strong)
    assert "Approved already" in page
    assert DRAWN not in page


def test_control(weak: Control) -> None:
    """Without escaping, the heading is the page's."""
    assert DRAWN not in _attack(weak)
    assert DRAWN in _attack(weak, "escaping")
