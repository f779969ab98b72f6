"""What it tries: answer one's own question from a kernel with the edge's token for oneself, as if it had leaked.

What stops it: to assent takes the edge's own process at the other end of the socket too (464.10(a)); it is on record.
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told
from tests.bypass.edge import edges_token

SCRIPT = """
purpose = declare()
asked = search(purpose, "7?B*")
call("POST", "/assents/answer", {"assent": asked["body"]["assent"], "granted": True}, token=ARGUMENTS[0])
search(purpose, "7?B*")
"""


def _attack(ground: Ground) -> list[Told]:
    return ground.attack("ana", SCRIPT, edges_token(ground.house))


def test_blocked(strong: Ground) -> None:
    """The answer does not count, and the attempt stands in the log under her name."""
    before = strong.size()
    asked, answered, again = _attack(strong)
    assert asked.kind == "assent-required"
    assert (answered.status, answered.section) == (403, "464.10(a)")
    assert (again.kind, again.reads) == ("assent-required", 0)
    tried = [record for record in strong.records(action="page.refused") if record.index >= before]
    assert [(record.user, record.body["client"]["account"]) for record in tried] == [("ana", "alpr-ana")]


def test_control(weak: Control) -> None:
    """When the token alone tells, her kernel says yes to itself."""
    assert not _attack(weak)[2].reads
    with weak.taken("page"):
        assert _attack(weak)[2].reads
