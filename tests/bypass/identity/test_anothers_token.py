"""What it tries: the analyst got hold of the trainer's token and uses it from her own account.

What stops it: the operating system says who is at the other end of the socket (464.5.2); the mismatch is on record.
"""

from __future__ import annotations

import pwd

from tests.bypass.attack import Control, Ground, Told

SCRIPT = """
call("GET", "/me", token=ARGUMENTS[0])
search(declare(ARGUMENTS[0]), token=ARGUMENTS[0])
"""


def _attack(ground: Ground) -> list[Told]:
    return ground.attack("ana", SCRIPT, ground.house.token("tess"))


def test_blocked(strong: Ground) -> None:
    """Refused, and recorded with the account that really called."""
    before = strong.size()
    answers = _attack(strong)
    assert [(told.status, told.section) for told in answers] == [(403, "464.5.2")] * 2
    mismatch = strong.records(action="signin.mismatch")[0]
    assert mismatch.index >= before
    uid = pwd.getpwnam("alpr-ana").pw_uid
    assert mismatch.user == "tess"
    assert mismatch.body["client"] == {"address": f"uid {uid}", "uid": uid, "account": "alpr-ana"}
    assert not [record for record in strong.records(user="tess", action="search.plates") if record.index >= before]


def test_control(weak: Control) -> None:
    """Without the question to the operating system, the analyst reads plates under the trainer's name."""
    assert not _attack(weak)[-1].reads
    with weak.taken("peer"):
        answer = _attack(weak)[-1]
        assert answer.reads
        assert weak.record(answer.body["record"]).user == "tess"
