"""What it tries: have the administrator's browser finish a sign-in that the attacker began, so that he acts as her.

What stops it: a sign-in on the edge is finished by the browser that began it, which holds its cookie (464.5.1).
"""

from __future__ import annotations

from contextlib import closing

import httpx

from tests.bypass.attack import Control, Ground
from tests.bypass.edge import EDGE, edge_of


def _attack(ground: Ground, without: str = "") -> str:
    """Ana begins and stops short; the link that she got is opened by Adam. What his page says then."""
    with edge_of(ground, without), closing(ground.house.browser("ana")) as ana:
        ana.follow_redirects = False
        answer = ana.get(f"{EDGE}/assents")
        while "oauth_callback" not in answer.headers["Location"].partition("?")[0]:
            answer = ana.get(answer.headers["Location"])
        with closing(ground.house.browser("adam")) as adam:
            finished: httpx.Response = adam.get(answer.headers["Location"])
            return finished.text


def test_blocked(strong: Ground) -> None:
    """Told that this was not begun here; no session is opened."""
    page = _attack(strong)
    assert "The sign-in was not started here." in page
    assert "Signed in as" not in page


def test_control(weak: Control) -> None:
    """When any browser may finish it, he is signed in as her, and what he answers is hers."""
    assert "The sign-in was not started here." in _attack(weak)
    assert "Signed in as ana" in _attack(weak, "nonce")
