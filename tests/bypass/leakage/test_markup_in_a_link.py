"""What it tries: a link that makes a page of the edge say what its sender likes, opened by a trainer.

What stops it: what a page repeats of its own address is escaped like everything else (464.10(a)).
"""

from __future__ import annotations

from contextlib import closing
from urllib.parse import quote

from tests.bypass.attack import Control, Ground
from tests.bypass.edge import EDGE, edge_of

DRAWN = '<h1 id="drawn">Type your password here<h1>'


def _attack(ground: Ground, without: str = "") -> str:
    """What the trainer's browser is sent."""
    with edge_of(ground, without), closing(ground.house.browser("tess")) as tess:
        return tess.get(f"{EDGE}/sign-off/{quote(DRAWN, safe='')}").text


def test_blocked(strong: Ground) -> None:
    """The page says that there is nobody of that name."""
    page = _attack(strong)
    assert "Type your password here" in page
    assert DRAWN not in page


def test_control(weak: Control) -> None:
    """Without escaping, the page asks what the link wants."""
    assert DRAWN not in _attack(weak)
    assert DRAWN in _attack(weak, "escaping")
