"""The training register (464.4.1, 464.12), on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.contract.registers import LATER, NOW
from workbench.policy.caller import Standing
from workbench.store.registers import Registers, SignOff, Step
from workbench.wire.training_sessions import OpenSession

UNTIL = NOW + timedelta(days=365)

pytestmark = pytest.mark.section("464.4.1")


def test_a_person_nobody_knows_has_no_standing(registers: Registers) -> None:
    assert registers.training.standing("ana") == Standing()
    assert registers.training.steps("ana") == {}
    assert registers.training.last_sign_off("ana") is None
    assert registers.training.usernames() == []


def test_the_last_sign_off_and_acknowledgement_count(registers: Registers) -> None:
    registers.training.acknowledge("ana", "1", 1, NOW)
    registers.training.sign_off("ana", "tess", UNTIL, 2, now=NOW)
    registers.training.sign_off("ana", "tom", UNTIL + timedelta(days=1), 3, now=LATER)
    registers.training.acknowledge("ana", "2", 4, LATER)
    assert registers.training.standing("ana") == Standing(UNTIL + timedelta(days=1), "tom", LATER, "2", 3)
    assert registers.training.last_sign_off("ana") == SignOff("tom", LATER, UNTIL + timedelta(days=1), 3)


def test_a_step_taken_again_is_renewed_and_others_stay(registers: Registers) -> None:
    registers.training.mark("ana", "quiz", 1, NOW)
    registers.training.mark("ana", "module:x", 2, NOW)
    registers.training.mark("ana", "quiz", 3, LATER)
    registers.training.mark("otto", "quiz", 4, LATER)
    assert registers.training.steps("ana") == {
        "quiz": Step("quiz", "", LATER, 3),
        "module:x": Step("module:x", "", NOW, 2),
    }


def test_everybody_who_has_begun_is_listed_once(registers: Registers) -> None:
    registers.training.mark("otto", "quiz", 1, NOW)
    registers.training.mark("ana", "quiz", 2, NOW)
    registers.training.sign_off("ana", "tess", UNTIL, 3)
    registers.training.sign_off("zoe", "tess", UNTIL, 4)
    assert registers.training.usernames() == ["ana", "otto", "zoe"]


@pytest.mark.section("464.12")
def test_the_register_itself_takes_no_sign_off_of_ones_own(registers: Registers) -> None:
    with pytest.raises(ValueError, match="own"):
        registers.training.sign_off("tess", "Tess", UNTIL, 1)
    assert registers.training.standing("tess") == Standing()


@pytest.mark.section("464.12")
def test_a_session_has_a_roster_until_it_is_closed_with_who_attended(registers: Registers) -> None:
    sessions = registers.training_sessions
    assert (sessions.all(), sessions.moment()) == ([], -1)
    said = OpenSession(title="New officers", starts_at=LATER, agenda="ñ 車", place="", roster=["otto", "ana", "otto"])
    kept = sessions.open(said, "tess", NOW, 7)
    assert sessions.get(kept.session) == kept
    assert [(each.username, each.attended) for each in kept.roster] == [("ana", None), ("otto", None)]
    assert (kept.starts_at, kept.agenda, kept.record) == (LATER, "ñ 車", 7)
    assert sessions.change(kept.session, ["zoe", "ana"], ["otto"], 8)
    assert [own.attended for own in sessions.of("zoe")] == [None]
    assert sessions.of("otto") == []
    assert sessions.close(kept.session, frozenset({"zoe"}), "held", "tom", LATER, 9)
    assert not sessions.close(kept.session, frozenset(), "", "tom", LATER, 10)
    assert not sessions.change(kept.session, ["otto"], [], 11)
    assert not sessions.change(99, ["otto"], [], 11)
    (closed,) = sessions.all()
    assert {each.username: each.attended for each in closed.roster} == {"ana": False, "zoe": True}
    assert (closed.closed_by, closed.closed_at, closed.closed_record, closed.note) == ("tom", LATER, 9, "held")
    assert sessions.moment() == 9
