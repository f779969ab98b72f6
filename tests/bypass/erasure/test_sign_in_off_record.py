"""What it tries: sign in while the custodian does not answer, so that no record of it can be made.

What stops it: nobody is signed in unless that is on record first; the Hub says why not (464.5).
"""

from __future__ import annotations

from tests.bypass.attack import Control
from tests.bypass.signing_in import signs_in
from tests.bypass.weak_hub import Second


def _attack(hub: Second) -> bool:
    """Whether the right password lets in at a Hub of the product's own making that reaches no custodian."""
    with hub.unheard():
        return signs_in(hub.house, *hub.newcomer())


def test_blocked(weak_hub: Second) -> None:
    """The right password is not enough; once the custodian is reached, it is."""
    assert not _attack(weak_hub)
    assert signs_in(weak_hub.house, *weak_hub.newcomer())


def test_control(weak: Control, weak_hub: Second) -> None:
    """When what can't be recorded is done all the same, one is in and nobody knows."""
    before = weak.size()
    with weak_hub.taken("on record"):
        assert _attack(weak_hub)
    assert weak.size() == before
