"""Questions for a signed-in page (464.10(b)), on both databases: asked once, answered once, by the right one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from tests.contract.registers import LATER, NOW
from workbench.errors import NotFound, Refused
from workbench.policy.decision import Assent
from workbench.store.registers import Registers, State

EXPIRED = NOW + timedelta(minutes=15)

pytestmark = pytest.mark.section("464.10(b)")


def ask(
    registers: Registers, needs: Assent = Assent.OWN, digest: str = "d-1", now: datetime = NOW, who: str = "ana"
) -> str:
    summary = {"action": "search.plates", "elements": {"pattern": "7K?"}}
    assent, page = registers.assents.ask(digest=digest, needs=needs, username=who, summary=summary, now=now)
    assert page == f"/services/edge/assents/{assent}"
    return assent


def test_the_same_question_while_open_is_the_same_question(registers: Registers) -> None:
    first = ask(registers)
    assert ask(registers, now=LATER) == first
    assert ask(registers, digest="d-2") != first
    assert ask(registers, Assent.SECOND_PERSON) != first
    assert len(registers.assents.pending(LATER)) == 3


def test_an_expired_question_is_asked_anew(registers: Registers) -> None:
    first = ask(registers)
    assert registers.assents.pending(EXPIRED) == []
    second = ask(registers, now=EXPIRED)
    assert second != first
    assert [row.assent for row in registers.assents.pending(EXPIRED)] == [second]


def test_an_answered_question_is_asked_anew(registers: Registers) -> None:
    first = ask(registers)
    registers.assents.answer(first, "ana", False, "not needed", LATER, record=9)
    assert ask(registers, now=LATER) != first


def test_the_row_says_what_was_asked_and_what_is_done_when_granted(registers: Registers) -> None:
    assent, _ = registers.assents.ask(
        digest="d",
        needs=Assent.SECOND_PERSON,
        username="otto",
        summary={"action": "training.sign-off"},
        now=NOW,
        subject="otto",
    )
    row = registers.assents.get(assent)
    assert row is not None
    assert (row.action, row.subject, row.asked_by, row.state) == ("training.sign-off", "otto", "otto", State.PENDING)
    assert row.summary == {"action": "training.sign-off", "subject": "otto"}
    assert (row.asked_at, row.expires_at) == (NOW, EXPIRED)
    assert registers.assents.get("none") is None


ANSWERERS = [
    ("one's own, by the asker", Assent.OWN, "ana", True),
    ("one's own, by another", Assent.OWN, "bob", False),
    ("one's own, by an empty name", Assent.OWN, "", False),
    ("an approval, by another", Assent.SECOND_PERSON, "bob", True),
    ("an approval, by the asker", Assent.SECOND_PERSON, "ana", False),
    ("an approval, by the asker in capitals", Assent.SECOND_PERSON, "ANA", False),
]


@pytest.mark.parametrize(("needs", "by", "counts"), [row[1:] for row in ANSWERERS], ids=[row[0] for row in ANSWERERS])
def test_the_right_person_answers(registers: Registers, needs: Assent, by: str, counts: bool) -> None:
    assent = ask(registers, needs)
    if counts:
        registers.assents.answer(assent, by, True, "", LATER, record=9)
    else:
        with pytest.raises(Refused) as refused:
            registers.assents.answer(assent, by, True, "", LATER, record=9)
        assert refused.value.section
    assert registers.assents.granted("d-1", needs, LATER) is counts
    assert len(registers.assents.pending(LATER)) == (0 if counts else 1)


def test_a_grant_is_for_this_request_this_need_and_its_time(registers: Registers) -> None:
    registers.assents.answer(ask(registers), "ana", True, "yes", LATER, record=9)
    assert registers.assents.granted("d-1", Assent.OWN, LATER)
    assert registers.assents.granted("d-1", Assent.OWN, LATER + timedelta(minutes=15) - timedelta(microseconds=1))
    assert not registers.assents.granted("d-1", Assent.OWN, LATER + timedelta(minutes=15))
    assert not registers.assents.granted("d-1", Assent.SECOND_PERSON, LATER)
    assert not registers.assents.granted("d-2", Assent.OWN, LATER)


def test_a_pending_or_refused_question_grants_nothing(registers: Registers) -> None:
    assent = ask(registers)
    assert not registers.assents.granted("d-1", Assent.OWN, NOW)
    row = registers.assents.answer(assent, "ana", False, "mistyped", LATER, record=9)
    assert (row.state, row.answered_by, row.answered_at, row.note) == (State.REFUSED, "ana", LATER, "mistyped")
    assert not registers.assents.granted("d-1", Assent.OWN, LATER)


def test_an_answer_is_final_and_an_expired_question_takes_none(registers: Registers) -> None:
    assent = ask(registers)
    with pytest.raises(Refused, match="expired"):
        registers.assents.answer(assent, "ana", True, "", EXPIRED, record=9)
    registers.assents.answer(assent, "ana", False, "", LATER, record=9)
    with pytest.raises(Refused, match="answered by ana"):
        registers.assents.answer(assent, "ana", True, "", LATER, record=10)
    with pytest.raises(NotFound):
        registers.assents.answer("none", "ana", True, "", LATER, record=11)
    assert not registers.assents.granted("d-1", Assent.OWN, LATER)


def test_many_asking_at_once_ask_one_question(registers: Registers) -> None:
    with ThreadPoolExecutor(8) as threads:
        asked = set(threads.map(lambda _: ask(registers), range(24)))
    assert len(asked) == 1
    assert len(registers.assents.pending(NOW)) == 1


def test_many_answering_at_once_answer_once(registers: Registers, registers_url: str) -> None:
    other = Registers.open(registers_url)
    assent = ask(registers, Assent.SECOND_PERSON)

    def answer(number: int) -> bool:
        through = registers if number % 2 else other
        try:
            through.assents.answer(assent, f"boss-{number}", number % 3 == 0, "", LATER, record=number)
        except Refused:
            return False
        return True

    try:
        with ThreadPoolExecutor(8) as threads:
            assert sum(threads.map(answer, range(16))) == 1
    finally:
        other.close()
    row = registers.assents.get(assent)
    assert row is not None
    assert registers.assents.granted("d-1", Assent.SECOND_PERSON, LATER) is (row.state is State.GRANTED)


@pytest.mark.section("464.9", "464.10(b)")
def test_an_assent_is_used_up_once_and_tells_whose_it_was(registers: Registers, registers_url: str) -> None:
    other, needs = Registers.open(registers_url), Assent.SECOND_PERSON
    registers.assents.answer(ask(registers, needs), "bob", True, "", LATER, record=9)
    assert registers.assents.spend("d-2", needs, LATER) is None, "it is for something else"
    assert registers.assents.spend("d-1", Assent.OWN, LATER) is None
    assert registers.assents.spend("d-1", needs, LATER + timedelta(minutes=15)) is None, "it has lapsed"
    try:
        with ThreadPoolExecutor(8) as threads:
            each = threads.map(lambda n: (registers, other)[n % 2].assents.spend("d-1", needs, LATER), range(16))
            assert sorted(filter(None, each)) == ["bob"]
    finally:
        other.close()
    assert not registers.assents.granted("d-1", needs, NOW), "nor when the clock goes back"
    registers.assents.answer(ask(registers, needs, now=LATER), "eve", True, "", LATER, record=10)
    assert registers.assents.granted_by("d-1", needs, LATER) == "eve"


BREAKERS = [
    ("a search that waits for another, by its asker", Assent.SECOND_PERSON, "search.plates", "ana", True),
    ("by somebody else", Assent.SECOND_PERSON, "search.plates", "bob", False),
    ("a confirmation", Assent.OWN, "search.plates", "ana", False),
    ("a file", Assent.SECOND_PERSON, "export.reads", "ana", False),
    ("a grant", Assent.SECOND_PERSON, "source.grant", "ana", False),
]


@pytest.mark.parametrize(
    ("needs", "action", "by", "breaks"), [row[1:] for row in BREAKERS], ids=[row[0] for row in BREAKERS]
)
def test_the_glass_is_broken_for_ones_own_search_alone(
    registers: Registers, needs: Assent, action: str, by: str, breaks: bool
) -> None:
    asked = {"digest": "d", "needs": needs, "username": "ana", "summary": {"action": action}, "now": NOW}
    assent, _ = registers.assents.ask(**asked)
    if not breaks:
        with pytest.raises(Refused):
            registers.assents.break_glass(assent, by, "nobody answered", LATER, record=9)
        assert not registers.assents.granted("d", needs, LATER)
        return
    row = registers.assents.break_glass(assent, by, "nobody answered", LATER, record=9)
    assert (row.state, row.answered_by, row.note) == (State.BROKEN, "ana", "nobody answered")
    assert registers.assents.granted("d", needs, LATER)
    assert not registers.assents.granted("other", needs, LATER)
    with pytest.raises(Refused):
        registers.assents.break_glass(assent, by, "once more", LATER, record=10)
