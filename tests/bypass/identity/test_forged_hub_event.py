"""What it tries: report sign-ins that never were, to put another's name into the log or drown it.

What stops it: the Hub has a secret and is root at the other end of the socket; either alone is not enough (464.5.1).
The attempt is on record, with the account that made it.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told

SCRIPT = """
event = {"action": "signin", "user": "adam", "address": "10.0.0.7"}
call("POST", "/hub/events", event)
call("POST", "/hub/events", event, {"X-ALPR-Hub-Secret": "guess"})
call("POST", "/hub/events", event, {"X-ALPR-Hub-Secret": ARGUMENTS[0]})
"""


def _attack(ground: Ground) -> list[Told]:
    """The last call has even the right secret, as if it had leaked."""
    secret = (ground.data / "custodian" / "hub-secret").read_text().strip()
    return ground.attack("ana", SCRIPT, secret)


def test_blocked(strong: Ground) -> None:
    """Refused each time; no such sign-in is on record."""
    before = strong.size()
    assert [told.status for told in _attack(strong)] == [403, 403, 403]
    assert not [record for record in strong.records(user="adam", kind="event") if record.index >= before]
    assert strong.attempted("hub.forged", "alpr-ana")[0].user == "ana"


def test_control(weak: Control) -> None:
    """When whoever reports is believed, the log says that the administrator signed in."""
    assert [told.status for told in _attack(weak)][1:] == [403, 403]
    with weak.taken("hub"):
        told = _attack(weak)[1]
        assert told.status == 200
        assert weak.record(told.body["record"]).user == "adam"
