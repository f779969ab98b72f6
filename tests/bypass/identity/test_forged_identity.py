"""What it tries: say in the body and in headers that one is the administrator, and read the log as him.

What stops it: who is calling is asked of the Hub and of the operating system (464.5.1); the body has no such field.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told

SCRIPT = """
claims = ("X-Forwarded-User", "X-Remote-User", "X-ALPR-User", "X-ALPR-Edge", "Remote-User")
headers = {**dict.fromkeys(claims, "adam"), "X-Forwarded-For": "127.0.0.1", "X-ALPR-Uid": "0"}
purpose = call("POST", "/purposes", WHY, headers, tell=False)["body"]["purpose_id"]
call("POST", "/log/entries", {"purpose_id": purpose}, headers)
call("POST", "/log/entries", {"purpose_id": purpose, "username": "adam", "roles": ["administrator"]}, headers)
search(declare(), headers=headers, username="adam")
"""


def _attack(ground: Ground) -> list[Told]:
    return ground.attack("ana", SCRIPT)


def test_blocked(strong: Ground) -> None:
    """Headers count for nothing, unknown fields are an error, and the record names the analyst."""
    before = strong.size()
    answers = _attack(strong)
    assert [told.status for told in answers] == [403, 422, 422]
    assert strong.refused("ana", answers[0].section, "log.read", before)
    assert not [record for record in strong.records(user="adam") if record.index >= before]


def test_control(weak: Control) -> None:
    """When a header is believed, she reads the log, and the log says that it was the administrator."""
    assert _attack(weak)[0].status == 403
    with weak.taken("identity"):
        told = _attack(weak)[0]
        assert told.status == 200
        assert told.body["entries"]
        assert weak.record(told.body["record"]).user == "adam"
