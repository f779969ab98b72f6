"""What it tries: a kernel confirms its own wide search, with the token that it has.

What stops it: only a signed-in page answers a question: another process and another token (464.10(a), 464.10(b)).
"""

from __future__ import annotations

from tests.bypass.attack import Control, Ground, Told

SCRIPT = """
purpose = declare()
asked = search(purpose, "7?B*")
call("POST", "/assents/answer", {"assent": asked["body"]["assent"], "granted": True})
search(purpose, "7?B*")
"""


def _attack(ground: Ground) -> list[Told]:
    return ground.attack("ana", SCRIPT)


def test_blocked(strong: Ground) -> None:
    """The answer does not count; the search is refused as before, and recorded."""
    before = strong.size()
    asked, answered, again = _attack(strong)
    assert (asked.status, asked.kind) == (403, "assent-required")
    assert (answered.status, answered.section) == (403, "464.10(a)")
    assert (again.status, again.body["assent"]) == (403, asked.body["assent"])
    assert strong.refused("ana", again.section, since=before)
    tried = strong.records(action="page.refused")[0]
    assert tried.index >= before
    assert (tried.user, tried.body["asked"]) == ("ana", "/v1/assents/answer")
    with strong.registers() as registers:
        row = registers.assents.get(asked.body["assent"])
        assert row
        assert row.answered_by is None


def test_trainers_kernel_signs_nobody_off(strong: Ground) -> None:
    """Neither does a trainer's kernel sign a trainee off; the attempt is on record as the trainer's."""
    before = strong.size()
    (told,) = strong.attack("tess", 'call("POST", "/training/sign-off/otto")')
    assert (told.status, told.section) == (403, "464.10(a)")
    assert [record.user for record in strong.records(action="page.refused") if record.index >= before] == ["tess"]


def test_control(weak: Control) -> None:
    """When any token may answer from anywhere, the kernel confirms what it likes."""
    assert not _attack(weak)[2].reads
    with weak.taken("page"):
        assert _attack(weak)[2].reads
