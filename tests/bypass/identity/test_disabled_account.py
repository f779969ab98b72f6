"""What it tries: go on working with the token of an account that was disabled a moment ago.

What stops it: when the command returns, the Hub has ended sessions, tokens and server, and told the custodian to
remember the person no longer (464.5.2). What is tried afterwards is on record.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.bypass.attack import Control, Ground
from tests.house import House

DECLARE = 'call("POST", "/purposes", {**WHY, "realm": "training"})'
SEARCH = 'search(ARGUMENTS[0], "7K?C4*")'
"""What the training's exercise tells everybody to look for: each training store holds such a vehicle."""


@contextmanager
def _disabled(house: House, name: str) -> Iterator[None]:
    """Disable the account for this block, as the operator does; afterwards the person signs in anew."""
    with house.kept(name):
        said = house.account_tool("disable", name)
        assert "have ended" in said, said
        try:
            yield
        finally:
            house.account_tool("enable", name)


def _declared(ground: Ground) -> str:
    return str(ground.attack("otto", DECLARE)[0].body["purpose_id"])


def test_blocked(strong: Ground) -> None:
    """The very next search is refused and on record; the server has ended; what was open stays ended."""
    purpose = _declared(strong)
    assert strong.attack("otto", SEARCH, purpose)[0].reads
    before = strong.size()
    with _disabled(strong.house, "otto"):
        told = strong.attack("otto", SEARCH, purpose)[0]
        assert not strong.house.processes("otto")
    assert (told.status, told.kind) == (401, "sign-in")
    actions = [record.action for record in strong.records() if record.index >= before]
    assert actions == ["hub.account-enable", "signin.refused", "hub.sessions-ended", "hub.account-disable"]
    assert strong.attempted("signin.refused", "alpr-otto")[0].body["asked"] == "/v1/search/plates"
    with strong.registers() as registers:
        ended = registers.purposes.get(purpose)
    assert ended is not None
    assert ended.ended_at is not None


def test_control(strong: Ground, weak: Control) -> None:
    """A custodian that asks the Hub but once and that nobody tells answers the disabled account as before."""
    purpose = _declared(weak)
    with weak.taken("refresh"):
        assert weak.attack("otto", SEARCH, purpose)[0].reads
        with _disabled(strong.house, "otto"):
            assert weak.attack("otto", SEARCH, purpose)[0].reads
            weak.say("")
            assert weak.attack("otto", SEARCH, purpose)[0].status == 401
